"""Who really led a session that is over: plans change, and support is paid for those who were there."""

from collections.abc import Collection
from dataclasses import dataclass

from bookings import leading_claims
from bookings.booking import session as session_of
from bookings.leading_claims import Leader
from bookings.rules import Status, WrongStatus
from lab.access import Actor, require
from lab.database import Transaction, retried
from lab.errors import NotFound
from lab.runtime import Workshop


@dataclass(frozen=True)
class Led:
    """Those who led a session, among those who could have: whoever may lead in the lab now, or led it then."""

    those: tuple[Leader, ...]
    could: tuple[Leader, ...]


def led(shop: Workshop, actor: Actor, session: str) -> Led:
    """Who is said to have led a session. Raises NotFound."""
    with shop.database.read() as read:
        found = session_of(read, session)
        require(actor, "see-lab-numbers", f"lab:{found.lab}")
        those = leading_claims.leaders_of(read, session)
        others = [one for one in leading_claims.able(read, found.lab) if one not in those]
    return Led(tuple(those), (*those, *others))


@retried
def set_led(shop: Workshop, actor: Actor, session: str, leaders: Collection[str]) -> None:
    """Say who led a session that is over. Nobody's time is claimed: it has passed. Raises WrongStatus or NotFound."""
    with shop.database.transaction() as write:
        found = session_of(write, session)
        require(actor, "book-session", f"lab:{found.lab}")
        if found.status != Status.CLOSED:
            raise WrongStatus()
        those = {one.id for one in leading_claims.leaders_of(write, session)}
        may = those | {one.id for one in leading_claims.able(write, found.lab)}
        if not may.issuperset(leaders):
            raise NotFound()
        for staff in those - set(leaders):
            _was_away(write, session, staff)
        for staff in set(leaders) - those:
            _was_there(write, session, staff)
        write.record(actor.id, "correct-leaders", f"session:{session}", leaders=sorted(leaders))


def _was_away(write: Transaction, session: str, staff: str) -> None:
    write.execute("update session_leader set left_at = ? where session = ? and staff = ?", [write.now, session, staff])


def _was_there(write: Transaction, session: str, staff: str) -> None:
    if write.value("select 1 from session_leader where session = ? and staff = ?", [session, staff]):
        write.execute("update session_leader set left_at = null where session = ? and staff = ?", [session, staff])
    else:
        write.execute("insert into session_leader values (?, ?, ?, null)", [session, staff, write.now])
