"""As a session comes near, those who have seats are reminded, and asked whether they still come. A chore."""

from dataclasses import dataclass
from datetime import timedelta

from bookings import letters
from bookings.booking import session as session_of
from lab.database import Transaction, retried
from lab.runtime import Workshop

REMINDED = timedelta(hours=24)
"""How long before the start."""
ASKED, NOT_LATER = timedelta(days=7), timedelta(hours=48)
"""Between these before the start it is asked whether they still come: later it helps nobody who waits."""
SETTLED = timedelta(days=1)
"""Who got the seat within this time need not be asked."""


@dataclass(frozen=True)
class _Seated:
    session: str
    party: str


def remind(shop: Workshop) -> int:
    """Queue what is due; gives how many parties were looked at."""
    now = shop.clock()
    reminded = _seated(shop, "session.starts_at > ? and session.starts_at <= ?", [now, now + REMINDED])
    asked = _seated(
        shop,
        "session.starts_at > ? and session.starts_at <= ? and party.confirmed_at is null and place.given_at <= ?",
        [now + NOT_LATER, now + ASKED, now - SETTLED],
    )
    for kind, found in (("reminder", reminded), ("reconfirm", asked)):
        for one in found:
            _tell(shop, one, kind)
    return len(reminded) + len(asked)


def _seated(shop: Workshop, when: str, parameters: list[object]) -> list[_Seated]:
    """Parties with seats in planned sessions that have not been told so already."""
    with shop.database.read() as read:
        return read.rows(
            _Seated,
            "select distinct session.id as session, party.id as party from place"
            " join session on session.id = place.session join request on request.id = place.request"
            " join wish on wish.request = place.request and wish.session = place.session"
            " join party on party.id = request.party"
            f" where session.status = 'planned' and wish.state = 'placed' and contact <> '' and {when}"
            " order by 1, 2",
            parameters,
        )


@retried
def _tell(shop: Workshop, one: _Seated, kind: str) -> None:
    with shop.database.transaction() as write:
        session = session_of(write, one.session)
        readers = [each for each in letters.parties(write, session.id, ("placed",)) if each.key == one.party]
        once = f"{kind}-{session.starts_at:%Y%m%d%H%M}"
        letters.tell(write, session, readers, kind, once, {"count": _count(write, one)})


def _count(write: Transaction, one: _Seated) -> str:
    return str(letters.seats_of(write, one.session, one.party))
