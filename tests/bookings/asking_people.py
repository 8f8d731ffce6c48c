"""Those who ask for seats, and what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bookings import requests, sessions, ways
from bookings.rules import Draft, Session
from bookings.seat_terms import Asking, Kind, Way
from lab import cards
from lab.access import Actor
from lab.database import Transaction
from lab.runtime import Workshop


@dataclass(frozen=True)
class Row:
    session: str
    request: str
    state: str
    seats: int
    line: int
    until: datetime | None


def coming(
    shop: Workshop, leader: Actor, draft: Draft, way: Way = Way.FIRST_COME, days: float = 7, **changes: object
) -> Session:
    """A planned session some days from now."""
    starts = shop.clock() + timedelta(days=days)
    starts -= timedelta(minutes=starts.minute % 15)
    planned = replace(draft, starts_at=starts, ends_at=starts + timedelta(hours=2), **changes)  # type: ignore[arg-type]
    session = sessions.book(shop, leader, planned)
    if way is not Way.ROUND:
        ways.set_way(shop, leader, session.id, way)
    return session


def family(*wishes: Session, size: int = 1, contact: str = "a@example.se", together: bool = True) -> Asking:
    sizes = {"10-12": {"girl": size}}
    ids = tuple(session.id for session in wishes)
    return Asking(Kind.FAMILY, ids, contact=contact, area="1780", sizes=sizes, together=together)


def school_class(*wishes: Session, size: int, together: bool = True) -> Asking:
    return replace(family(*wishes, size=size, together=together, contact="school@example.se"), kind=Kind.CLASS)


def ask(shop: Workshop, asking: Asking, key: str = "") -> str:
    """Ask with a key of its own where none is given; gives the receipt."""
    with shop.database.read() as read:
        lab = read.value("select lab from session where id = ?", [asking.sessions[0]])
        count = read.value("select count(*) from party")
    return requests.ask(shop, str(lab), asking, key or f"key-{count}", "10.0.0.1")


def card(shop: Workshop, area: str = "1780", born: int = 2015) -> tuple[str, str]:
    """A new lab card: its id, and its words."""
    with shop.database.transaction() as write:
        return _issued(write, shop, area, born)


def _issued(write: Transaction, shop: Workshop, area: str, born: int) -> tuple[str, str]:
    [issued] = cards.issue_all(write, shop, [(area, born, "girl")])
    return issued.id, " ".join(issued.words)


def with_card(words: str, *wishes: Session) -> Asking:
    return Asking(Kind.CARD, tuple(session.id for session in wishes), words=words)


def rows(shop: Workshop, receipt: str) -> list[Row]:
    """How a party stands in each of its sessions, by rank."""
    with shop.database.read() as read:
        return read.rows(
            Row,
            "select wish.*, request.seats from wish join request on request.id = wish.request"
            " join party on party.id = request.party where party.receipt = ? order by wish.rank, wish.line",
            [receipt],
        )


def states(shop: Workshop, receipt: str) -> list[str]:
    return [row.state for row in rows(shop, receipt)]


def places(shop: Workshop, session: Session) -> list[int]:
    """The numbers that are put aside, in order."""
    with shop.database.read() as read:
        return read.column("select number from place where session = ? order by number", [session.id])
