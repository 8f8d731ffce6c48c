"""Which sessions take youths: the open ones, and for some minutes after their end."""

from bookings import rules
from bookings.booking import whole
from bookings.rules import Session, SessionNotOpen
from lab.database import Cursor
from lab.runtime import Workshop


def admitting(shop: Workshop, id: str) -> Session:  # noqa: A002
    """A session that takes youths now. Raises SessionNotOpen."""
    with shop.database.read() as read:
        return whole(admitted(shop, read, id))


def admits(shop: Workshop, session: Session) -> bool:
    """Whether youths can sit down in `session` now, or stay."""
    return rules.admits(session.status, session.ends_at, shop.clock(), shop.settings.seat_minutes_after)


def admitted(shop: Workshop, cursor: Cursor, id: str) -> Session:  # noqa: A002
    """The session if it is open at this moment, which a transaction then holds still."""
    found = cursor.first(Session, "select * from session where id = ?", [id])
    if found is None or not admits(shop, found):
        raise SessionNotOpen()
    return found
