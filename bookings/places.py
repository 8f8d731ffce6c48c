"""Promised seats, inside the transaction of whoever changes something: given, taken back, and offered to the next.

A place is a seat number that nobody else may sit on. Wherever one becomes free, the next in line is offered it in the
same transaction, so that there is no moment in which somebody else could slip in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from bookings import lines, seat_letters
from bookings.rules import Session, Status
from bookings.seat_terms import HOLDING, LIVE, Promise, State, Waiting
from lab.database import Cursor, Deed, Transaction

PLACE = ("session", "number", "request", "given_at")


@dataclass(frozen=True)
class Held:
    """Seats that a request holds in a session."""

    request: str
    party: str
    card: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class _Number:
    request: str
    party: str
    card: str
    number: int


def session_cancelled(write: Transaction, session: Session) -> None:
    """Nobody has, is offered or waits for a seat any more. Who had one is in their other wishes' lines again."""
    seat_letters.cancelled(write, session, _end_wishes(write, session))


def round_cancelled(write: Transaction, session: Session) -> None:
    """The session is held, but nobody can ask for it in that round; who did is told."""
    seat_letters.round_cancelled(write, session, _end_wishes(write, session))


def _end_wishes(write: Transaction, session: Session) -> list[str]:
    """End all that is asked of a session; gives the parties that asked."""
    live = _wishes(write, session.id, LIVE)
    holders = [wish.request for wish in live if wish.state in HOLDING]
    write.execute("delete from place where session = ?", [session.id])
    _set(write, session.id, [wish.request for wish in live], State.CANCELLED)
    write.record_all(
        [Deed("system", "cancel-wish", f"request:{wish.request}", {"session": session.id}) for wish in live]
    )
    back = back_in_line(write, holders)
    for other in back:
        move_on_in(write, other)
    return sorted({wish.party for wish in live})


def seats_changed(write: Transaction, before: Session, after: Session) -> None:
    """With fewer seats those who got theirs last stand first in the line, in order; with more the next are served."""
    if after.seats < before.seats:
        _shrink(write, after)
    write.execute(
        "update wish set until = least(until, ?) where session = ? and state = 'offered'",
        [after.starts_at - lines.OFFERS_END, after.id],
    )
    move_on(write, after)


def move_on(write: Transaction, session: Session, at_once: Collection[str] = ()) -> None:
    """End offers whose time is over, then give what is free to those who wait; `at_once` just asked and need no offer.

    Nothing is offered in a session that is over, cancelled, too near, or goes to whoever comes.
    """
    expire(write, session.id)
    ends = lines.offer_ends(write.now, session.starts_at)
    if session.status not in (Status.PLANNED, Status.OPEN) or write.now >= session.starts_at:
        return
    waiting = line(write, session.id)
    if not waiting or (ends is None and not at_once):
        return
    found = lines.served(len(free_numbers(write, session)), waiting, session.seats)
    for one in found.chosen:
        if one.request in at_once:
            give(write, session, one.request, one.seats, State.PLACED)
            settle(write, one.request, session.id)
        elif ends is not None:
            give(write, session, one.request, one.seats, State.OFFERED, ends)
            write.record("system", "offer-place", f"request:{one.request}", session=session.id)
            seat_letters.offered(write, session, one.request, ends)
    for request, number in found.passed.items():
        write.execute(
            "update wish set passed = passed + ? where request = ? and session = ?", [number, request, session.id]
        )


def move_on_in(write: Transaction, session_id: str) -> None:
    """The same for a session by its id; for one that is gone, nothing."""
    session = write.first(Session, "select * from session where id = ?", [session_id])
    if session is not None:
        move_on(write, session)


def expire(write: Transaction, session_id: str) -> None:
    """Take back the seats of offers that nobody answered in time."""
    late = write.column(
        "select request from wish where session = ? and state = 'offered' and until <= ? order by line",
        [session_id, write.now],
    )
    if late:
        take_back(write, session_id, late, State.EXPIRED)
        write.record_all([Deed("system", "expire-offer", f"request:{one}", {"session": session_id}) for one in late])


def give(
    write: Transaction, session: Session, request: str, seats: int, state: State, until: datetime | None = None
) -> None:
    """Put `seats` free seats aside for a request; the caller has seen that there are so many."""
    numbers = free_numbers(write, session)[:seats]
    write.insert("place", PLACE, [(session.id, number, request, write.now) for number in numbers])
    write.execute(
        "update wish set state = ?, until = ?, changed_at = ? where request = ? and session = ?",
        [state, until, write.now, request, session.id],
    )


def settle(write: Transaction, request: str, session_id: str) -> None:
    """Who has a seat waits nowhere else."""
    write.execute(
        "update wish set state = 'settled', changed_at = ? where request = ? and session <> ?"
        " and state in ('asked', 'waiting')",
        [write.now, request, session_id],
    )


def take_back(write: Transaction, session_id: str, requests: Iterable[str], state: State) -> None:
    """Free the seats of `requests` in a session; they stand there as `state` from now on."""
    wanted = list(requests)
    write.execute("delete from place where session = ? and list_contains(?, request)", [session_id, wanted])
    _set(write, session_id, wanted, state)


def free_numbers(cursor: Cursor, session: Session) -> tuple[int, ...]:
    """The seat numbers that nobody sits on and nobody is promised, the lowest first."""
    used = cursor.column(
        "select number from place where session = $1 union all"
        " select number from seat where session = $1 and left_at is null",
        [session.id],
    )
    return lines.numbers(session.seats, set(used), session.seats)


def held(cursor: Cursor, session_id: str) -> list[Held]:
    """Who is promised which seats."""
    rows = cursor.rows(
        _Number,
        "select place.request, request.party, party.card, place.number from place"
        " join request on request.id = place.request join party on party.id = request.party"
        " where place.session = ? order by place.number",
        [session_id],
    )
    by_request: dict[str, list[_Number]] = {}
    for row in rows:
        by_request.setdefault(row.request, []).append(row)
    return [Held(name, of[0].party, of[0].card, tuple(one.number for one in of)) for name, of in by_request.items()]


def end_of_line(cursor: Cursor, session_id: str) -> int:
    """A number behind all that stand in a session's line."""
    return int(cursor.value("select coalesce(max(line), 0) + 1 from wish where session = ?", [session_id]))


def front_of_line(cursor: Cursor, session_id: str) -> int:
    """A number before all that stand in a session's line."""
    return int(cursor.value("select coalesce(min(line), 0) - 1 from wish where session = ?", [session_id]))


def release(write: Transaction, session: Session, minutes: int) -> None:
    """`minutes` after the start, seats that nobody claimed are free for whoever is there."""
    if not lines.released(session.starts_at, write.now, minutes):
        return
    unclaimed = _wishes(write, session.id, HOLDING)
    if unclaimed:
        take_back(write, session.id, [wish.request for wish in unclaimed], State.MISSED)
        write.record("system", "release-places", f"session:{session.id}", requests=len(unclaimed))


def arrive(write: Transaction, session_id: str, card: str) -> None:
    """The holder of a card is here: nothing is put aside for them any more. Too late counts as well."""
    arrived(
        write,
        session_id,
        write.column(
            "select wish.request from wish join request on request.id = wish.request"
            " join party on party.id = request.party where wish.session = ? and party.card = ?"
            " and wish.state in ('asked', 'waiting', 'offered', 'placed', 'missed', 'arrived')",
            [session_id, card],
        ),
    )


def arrived(write: Transaction, session_id: str, requests: list[str], keep: bool = False) -> None:
    """They are here: their seats are no longer put aside, unless they are to `keep` them until they sit down."""
    if not requests:
        return
    if keep:
        _set(write, session_id, requests, State.ARRIVED)
    else:
        take_back(write, session_id, requests, State.ARRIVED)
    for request in requests:
        settle(write, request, session_id)


@dataclass(frozen=True)
class _Wish:
    request: str
    party: str
    state: str
    seats: int
    line: int


def _wishes(cursor: Cursor, session_id: str, states: Iterable[State]) -> list[_Wish]:
    return cursor.rows(
        _Wish,
        "select wish.request, request.party, wish.state, request.seats, wish.line from wish"
        " join request on request.id = wish.request where wish.session = ? and list_contains(?, wish.state)"
        " order by wish.line, wish.request",
        [session_id, list(states)],
    )


def line(cursor: Cursor, session_id: str) -> list[Waiting]:
    """Those who wait and hold no seat elsewhere, the first first."""
    return cursor.rows(
        Waiting,
        "select wish.request, request.seats, wish.passed from wish join request on request.id = wish.request"
        " where wish.session = ? and wish.state = 'waiting'"
        " and wish.request not in (select request from wish where state in ('offered', 'placed'))"
        " order by wish.line, wish.request",
        [session_id],
    )


def _set(write: Transaction, session_id: str, requests: list[str], state: State) -> None:
    write.execute(
        "update wish set state = ?, until = null, changed_at = ? where session = ? and list_contains(?, request)",
        [state, write.now, session_id, requests],
    )


def back_in_line(write: Transaction, requests: list[str]) -> list[str]:
    """Let requests wait again, where they stood, for coming sessions that they gave up for a seat; gives these."""
    return write.column(
        "update wish set state = 'waiting', changed_at = $1 from session where session.id = wish.session"
        " and list_contains($2, wish.request) and wish.state = 'settled' and session.starts_at > $1"
        " and session.status = 'planned' returning wish.session",
        [write.now, requests],
    )


def _shrink(write: Transaction, session: Session) -> None:
    """Fewer seats: the last to get theirs lose them, and whoever sits on a number that is gone gets another."""
    sitting = write.value(
        "select count(*) from seat where session = ? and left_at is null and number <= ?", [session.id, session.seats]
    )
    staying, losing = lines.kept(_promises(write, session.id), session.seats - int(sitting))
    front = front_of_line(write, session.id)
    for before, one in enumerate(reversed(losing)):
        take_back(write, session.id, [one.request], State.WAITING)
        write.execute(
            "update wish set line = ? where request = ? and session = ?", [front - before, one.request, session.id]
        )
        write.record("system", "lose-place", f"request:{one.request}", session=session.id)
        seat_letters.lost(write, session, one.request)
    for one in staying:
        _renumber(write, session, one.request)


def _renumber(write: Transaction, session: Session, request: str) -> None:
    beyond = write.column(
        "select number from place where session = ? and request = ? and number > ?",
        [session.id, request, session.seats],
    )
    for old, new in zip(beyond, free_numbers(write, session), strict=False):
        write.execute("update place set number = ? where session = ? and number = ?", [new, session.id, old])


def _promises(cursor: Cursor, session_id: str) -> list[Promise]:
    return cursor.rows(
        Promise,
        "select place.request, count(*)::integer as seats, min(place.given_at) as given_at,"
        " min(wish.line)::bigint as line from place join wish on wish.request = place.request"
        " and wish.session = place.session where place.session = ? group by place.request",
        [session_id],
    )
