"""Seats that nobody confirmed in time go on to those who wait, where the lab wants that. A chore."""

from dataclasses import dataclass
from datetime import datetime

from bookings import confirming, letters, lines, places
from bookings.booking import session as session_of
from bookings.reminders import question
from bookings.rules import Session
from bookings.seat_terms import Promise, State
from lab import messages
from lab.access import SYSTEM
from lab.database import Cursor, Transaction, retried
from lab.runtime import Workshop


@dataclass(frozen=True)
class _Unconfirmed:
    request: str
    party: str
    seats: int
    given_at: datetime
    line: int

    @property
    def promise(self) -> Promise:
        return Promise(self.request, self.seats, self.given_at, self.line)


def let_go(shop: Workshop) -> int:
    """Give the seats of those who were asked and have not answered to the line; gives how many requests lost theirs."""
    if not shop.settings.offer_unconfirmed:
        return 0
    with shop.database.read() as read:
        near = read.column(
            "select id from session where status = 'planned' and starts_at > ? and starts_at <= ? and id in"
            " (select session from wish where state = 'waiting') order by starts_at, id",
            [shop.clock(), shop.clock() + confirming.NOT_LATER],
        )
    return sum(_let_go(shop, session) for session in near)


@retried
def _let_go(shop: Workshop, id: str) -> int:  # noqa: A002
    """Asked again inside the transaction: somebody may just have confirmed."""
    with shop.database.transaction() as write:
        session = session_of(write, id)
        if lines.offer_ends(write.now, session.starts_at) is None:
            return 0
        late = [one for one in _unconfirmed(write, session) if _is_over(write, session, one.party)]
        free = len(places.free_numbers(write, session))
        going = confirming.let_go([one.promise for one in late], free, places.line(write, id), session.seats)
        lost = [one.request for one in going]
        if lost:
            _tell(write, session, {one.party for one in late if one.request in lost})
            places.take_back(write, id, lost, State.EXPIRED)
            for request in lost:
                write.record(SYSTEM.id, "let-go-unconfirmed", f"request:{request}", session=id)
            places.move_on(write, session)
        return len(lost)


def _is_over(write: Transaction, session: Session, party: str) -> bool:
    """Whether the time to answer is over, for a party that was told of it."""
    told_at = messages.told_at(write, question(session, party, by=True))
    until = confirming.answer_by(told_at, session.starts_at) if told_at else None
    return until is not None and until <= write.now


def _tell(write: Transaction, session: Session, parties: set[str]) -> None:
    readers = [each for each in letters.parties(write, session.id, (State.PLACED,)) if each.key in parties]
    letters.tell(write, session, readers, "unconfirmed", f"unconfirmed-{session.starts_at:%Y%m%d%H%M}")


def _unconfirmed(read: Cursor, session: Session) -> list[_Unconfirmed]:
    return read.rows(
        _Unconfirmed,
        "select place.request, request.party, count(*)::integer as seats, min(place.given_at) as given_at,"
        " min(wish.line)::bigint as line from place join request on request.id = place.request"
        " join party on party.id = request.party"
        " join wish on wish.request = place.request and wish.session = place.session"
        " where place.session = ? and wish.state = 'placed' and party.confirmed_at is null"
        " group by place.request, request.party order by 1",
        [session.id],
    )
