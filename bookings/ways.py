"""Which way a session's seats go out."""

from bookings.rules import Session, Status, WrongStatus
from bookings.seat_terms import LIVE, Way
from lab.access import Actor, require
from lab.database import Cursor, Transaction, retried
from lab.errors import LabError, NotFound
from lab.i18n import N_
from lab.runtime import Workshop


class WayInUse(LabError):
    message = N_("Somebody has asked for seats in “{title}”, so its way in stays as it is.")
    hint = N_("Cancel the session, or let those who asked keep their seats.")
    status = 409


class InRound(LabError):
    message = N_("“{title}” is one of the sessions of the round “{round}”.")
    hint = N_("Before the draw the round can be taken back. Afterwards its sessions stay as they are.")
    status = 409


def way_of(shop: Workshop, session: str) -> Way:
    """How a session's seats go out; drop-in where nothing else was chosen."""
    with shop.database.read() as read:
        return way_in(read, session)


def way_in(cursor: Cursor, session: str) -> Way:
    """The same, within a read or a transaction."""
    return Way(cursor.value("select way from session_way where session = ?", [session]) or Way.DROP_IN)


def round_of(shop: Workshop, session: str) -> str:
    """The round that a session was planned into; empty where there is none, or none yet."""
    with shop.database.read() as read:
        return str(read.value("select round from session_way where session = ?", [session]) or "")


@retried
def set_way(shop: Workshop, actor: Actor, session: str, way: Way) -> None:
    """Let a planned session's seats go out so; with a round once one is planned with it."""
    with shop.database.transaction() as write:
        found = write.first(Session, "select * from session where id = ?", [session])
        if found is None:
            raise NotFound()
        require(actor, "book-session", f"lab:{found.lab}")
        if found.status != Status.PLANNED:
            raise WrongStatus()
        put_way(write, found, way)
        write.record(actor.id, "set-way", f"session:{session}", way=way)


def put_way(write: Transaction, session: Session, way: Way, round_id: str = "") -> None:
    """Write it down; refused once somebody has asked, and in a round: what was published of it has to hold."""
    planned = "select round.title from session_way join round on round.id = session_way.round where session = ?"
    in_round = write.value(planned, [session.id])
    if in_round is not None:
        raise InRound(title=session.title, round=in_round)
    asked = write.value(
        "select 1 from wish where session = ? and list_contains(?, state) limit 1", [session.id, list(LIVE)]
    )
    if asked:
        raise WayInUse(title=session.title)
    write.execute("delete from session_way where session = ?", [session.id])
    if way is not Way.DROP_IN:
        write.execute("insert into session_way values (?, ?, ?)", [session.id, way, round_id])
