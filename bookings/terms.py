"""How a session's seats go out and how many have to come, said as it is booked."""

from dataclasses import dataclass

from bookings import minimum
from bookings.minimum import Least as Least
from bookings.rules import Session
from bookings.seat_terms import Way
from bookings.ways import put_way
from lab.database import Transaction


@dataclass(frozen=True)
class Terms:
    """A session of `Way.ROUND` takes requests once a round has been planned with it."""

    way: Way = Way.DROP_IN
    least: Least | None = None


def put(write: Transaction, actor: str, session: Session, terms: Terms) -> None:
    """Let these hold for a session that was just booked. Raises LeastOutside, DecidedOutside."""
    if terms.way is not Way.DROP_IN:
        put_way(write, session, terms.way)
        write.record(actor, "set-way", f"session:{session.id}", way=terms.way)
    if terms.least is not None:
        minimum.put(write, actor, session, terms.least)
