"""The signed ticket to a seat, which works while its session is open and the seat is not left."""

from datetime import timedelta

from bookings import rules
from bookings.admission import admits
from bookings.rules import Session
from lab.exercise import Participant
from lab.runtime import Workshop
from lab.signing import TokenRefused

TICKET = "seat"


def participant(shop: Workshop, ticket: str | None) -> Participant | None:
    """Who holds `ticket`, or None: it was never given, its session has closed, or the seat was left."""
    if not ticket:
        return None
    try:
        said = shop.keys.read(TICKET, ticket, ticket_seconds(shop))
    except TokenRefused:
        return None
    with shop.database.read() as read:
        found = read.first(
            Session,
            "select session.* from session join seat on seat.session = session.id"
            " where session.id = ? and seat.number = ? and seat.card = ? and seat.left_at is null",
            [said["session"], said["seat"], said["card"]],
        )
    if found is None or not admits(shop, found):
        return None
    holder = key(found.id, said["seat"])
    return Participant(holder, found.lab, found.id, said["seat"], said["card"], tuple(found.exercises))


def ticket_seconds(shop: Workshop) -> float:
    """The longest that any ticket can hold; the store says when a session really ends."""
    after = timedelta(minutes=shop.settings.seat_minutes_after)
    return (rules.OPENS_BEFORE + rules.LONGEST + after).total_seconds()


def ticket(shop: Workshop, session: str, number: int, card: str) -> str:
    """A ticket to a seat that was just taken."""
    return shop.keys.sign(TICKET, {"session": session, "seat": number, "card": card})


def key(session: str, number: int) -> str:
    """Participant.key of who sits there."""
    return f"seat:{session}:{number}"
