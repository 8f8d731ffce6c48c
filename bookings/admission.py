"""Which sessions take youths: the open ones, and for some minutes after their end."""

from collections.abc import Collection, Sequence

from bookings import rules
from bookings.booking import whole
from bookings.rules import Session, SessionNotOpen
from lab.database import Cursor
from lab.errors import LabError
from lab.gathering import gathered
from lab.runtime import Workshop


def admitting(shop: Workshop, id: str) -> Session:  # noqa: A002
    """A session that takes youths now. Raises SessionNotOpen."""
    return _admitting(shop, id)


@gathered
def _admitting(shop: Workshop, ids: Sequence[str]) -> list[Session | LabError]:
    with shop.database.read() as read:
        found = admitted_of(shop, read, ids)
    return [whole(found[id_]) if id_ in found else SessionNotOpen() for id_ in ids]


def admits(shop: Workshop, session: Session) -> bool:
    """Whether youths can sit down in `session` now, or stay."""
    return rules.admits(session.status, session.ends_at, shop.clock(), shop.settings.seat_minutes_after)


def admitted(shop: Workshop, cursor: Cursor, id: str) -> Session:  # noqa: A002
    """The session if it is open at this moment, which a transaction then holds still."""
    found = admitted_of(shop, cursor, [id]).get(id)
    if found is None:
        raise SessionNotOpen()
    return found


def admitted_of(shop: Workshop, cursor: Cursor, ids: Collection[str]) -> dict[str, Session]:
    """Those of the sessions that are open at this moment."""
    found = cursor.rows(Session, "select * from session where list_contains(?, id)", [sorted(set(ids))])
    return {one.id: one for one in found if admits(shop, one)}
