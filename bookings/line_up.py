"""A session's seats as a leader sees them: who has, is offered and waits, in order, and a change of that order.

Kinds and numbers, no names.
"""

from dataclasses import dataclass
from datetime import datetime

from bookings import places
from bookings.asking import check_reason
from bookings.rules import Session
from lab.access import Actor, require
from lab.database import Cursor, retried
from lab.errors import NotFound
from lab.runtime import Workshop


@dataclass(frozen=True)
class Standing:
    """A request in a session; `state` of `seat_terms.STATES`, `passed` how many behind it were let past."""

    request: str
    code: str
    kind: str
    area: str
    seats: int
    state: str
    line: int
    passed: int
    until: datetime | None
    confirmed: bool


def standings(shop: Workshop, actor: Actor, session: str) -> list[Standing]:
    """Everyone in a session: those with seats, those with offers, then the line in its order."""
    with shop.database.read() as read:
        found = _session(read, session)
        require(actor, "run-session", f"lab:{found.lab}")
        return read.rows(
            Standing,
            """
            select wish.request, party.code, party.kind, coalesce(area.name, '') as area, request.seats, wish.state,
                wish.line, wish.passed, wish.until, party.confirmed_at is not null as confirmed
            from wish join request on request.id = wish.request join party on party.id = request.party
            left join area on area.code = party.area
            where wish.session = ? and list_contains(['asked', 'waiting', 'offered', 'placed', 'arrived', 'missed'],
                wish.state)
            order by list_position(['arrived', 'placed', 'offered', 'missed', 'asked', 'waiting'], wish.state),
                wish.line, wish.request
            """,
            [session],
        )


@retried
def move(shop: Workshop, actor: Actor, session: str, request: str, front: bool, reason: str) -> None:
    """Put somebody who waits first or last in a session's line. The reason is kept in the log."""
    with shop.database.transaction() as write:
        found = _session(write, session)
        require(actor, "book-session", f"lab:{found.lab}")
        check_reason(reason)
        line = places.front_of_line(write, session) if front else places.end_of_line(write, session)
        moved = write.value(
            "update wish set line = ? where session = ? and request = ? and state = 'waiting' returning request",
            [line, session, request],
        )
        if moved is None:
            raise NotFound()
        write.record(
            actor.id, "move-request", f"request:{request}", session=session, front=front, reason=reason.strip()[:200]
        )
        places.move_on(write, found)


def _session(cursor: Cursor, id_: str) -> Session:
    found = cursor.first(Session, "select * from session where id = ?", [id_])
    if found is None:
        raise NotFound()
    return found
