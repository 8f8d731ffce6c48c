"""What a leader sees of a session's seats: who has, is offered and waits, in order. Kinds and numbers, no names."""

from dataclasses import dataclass
from datetime import datetime

from bookings.rules import Session
from lab.access import Actor, require
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
        found = read.first(Session, "select * from session where id = ?", [session])
        if found is None:
            raise NotFound()
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
