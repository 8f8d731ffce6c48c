"""A check-in that was wrong, taken back inside the transaction of the door: everything stands as it did before.

A check-in writes no visit, only the card or the answers at a seat do. So whoever sits there stays: they did come.
"""

from dataclasses import dataclass
from datetime import datetime

from bookings import lines, places
from bookings.rules import Session
from bookings.seat_terms import State
from lab.database import Cursor, Transaction


@dataclass(frozen=True)
class _Before:
    request: str
    state: str
    until: datetime | None
    seats: int


def remember(write: Transaction, session: str, requests: list[str]) -> None:
    """Keep how requests stand in a session that they are about to be checked in to."""
    write.execute(
        "insert or replace into before_arrival select session, request, state, until from wish"
        " where session = ? and list_contains(?, request)",
        [session, requests],
    )


def take_back(write: Transaction, session: Session, party: str, minutes: int) -> bool:
    """Let a party stand as before its check-in; False where somebody sits on its seats by now.

    `minutes` after the start its seats would have gone to others: then it did not come.
    """
    before = _before(write, session.id, party)
    if not before or _sits(write, session.id, party):
        return False
    if lines.released(session.starts_at, write.now, minutes):
        places.take_back(write, session.id, [one.request for one in before], State.MISSED)
    elif not _reseated(write, session, before):
        return False
    _forget(write, session.id, before)
    places.move_on(write, session)
    return True


def _reseated(write: Transaction, session: Session, before: list[_Before]) -> bool:
    """Put seats aside again, where there are enough."""
    requests = [one.request for one in before]
    kept = write.value(
        "select count(*) from place where session = ? and list_contains(?, request)", [session.id, requests]
    )
    if int(kept) + len(places.free_numbers(write, session)) < sum(one.seats for one in before):
        return False
    places.take_back(write, session.id, requests, State.PLACED)
    for one in before:
        state = State.PLACED if one.state == State.MISSED else State(one.state)
        places.give(write, session, one.request, one.seats, state, one.until)
    offered = [one.request for one in before if one.state == State.OFFERED]
    for other in places.back_in_line(write, offered):
        places.move_on_in(write, other)
    return True


def _before(cursor: Cursor, session: str, party: str) -> list[_Before]:
    return cursor.rows(
        _Before,
        "select before_arrival.request, before_arrival.state, before_arrival.until, request.seats from before_arrival"
        " join request on request.id = before_arrival.request"
        " join wish on wish.request = before_arrival.request and wish.session = before_arrival.session"
        " where before_arrival.session = ? and request.party = ? and wish.state = 'arrived' order by 1",
        [session, party],
    )


def _sits(cursor: Cursor, session: str, party: str) -> bool:
    """Whether the party's card has sat in the session."""
    found = "select 1 from seat join party on party.card = seat.card where seat.session = ? and party.id = ?"
    return cursor.value(found, [session, party]) is not None


def _forget(write: Transaction, session: str, before: list[_Before]) -> None:
    requests = [one.request for one in before]
    write.execute("delete from before_arrival where session = ? and list_contains(?, request)", [session, requests])
