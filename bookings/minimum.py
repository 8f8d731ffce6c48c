"""Sessions that are held only if enough come: counted at a set time, then cancelled or put to the leaders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings import booking, letters
from bookings.rules import Session, Status, WrongStatus
from lab.access import SYSTEM, Actor, require
from lab.database import Cursor, Transaction, retried
from lab.errors import NotValid
from lab.i18n import N_
from lab.runtime import Workshop

ENOUGH, FLAGGED, CANCELLED, HELD = "enough", "flagged", "cancelled", "held"


class LeastOutside(NotValid):
    message = N_("A session with {seats} seats can ask for 1 to {seats} participants.")
    hint = N_("Choose a number in between.")


class DecidedOutside(NotValid):
    message = N_("It must be decided after now and before the session starts.")
    hint = N_("Choose fewer hours before the start.")


@dataclass(frozen=True)
class Minimum:
    """At `decide_at`, fewer than `least` with a seat means cancelled (`cancels`) or told to the leaders.

    `outcome` is empty until then; after it "enough", "flagged", "cancelled", or "held" by a leader's decision.
    """

    least: int
    decide_at: datetime
    cancels: bool
    outcome: str


@dataclass(frozen=True)
class Least:
    """So many at least, counted so many hours before the start; with fewer it is cancelled, or its leaders decide."""

    number: int
    hours_before: int
    cancels: bool


def of_session(shop: Workshop, actor: Actor, session: Session) -> Minimum | None:
    """What is asked of a session, or None where it is held whoever comes."""
    require(actor, "see-calendar", f"lab:{session.lab}")
    with shop.database.read() as read:
        return _of(read, session.id)


def coming(shop: Workshop, actor: Actor, session: Session) -> int:
    """How many seats are promised so far."""
    require(actor, "see-calendar", f"lab:{session.lab}")
    with shop.database.read() as read:
        return promised(read, session.id)


@retried
def ask(shop: Workshop, actor: Actor, id: str, least: int, hours_before: int, cancels: bool) -> None:  # noqa: A002
    """Ask for at least so many of a planned session, counted so many hours before its start."""
    with shop.database.transaction() as write:
        put(write, actor.id, _planned(write, actor, id), Least(least, hours_before, cancels))


def put(write: Transaction, actor: str, session: Session, asked: Least) -> None:
    """The same, for a session that the caller has seen to be planned."""
    decide_at = session.starts_at - timedelta(hours=asked.hours_before)
    if not 1 <= asked.number <= session.seats:
        raise LeastOutside(seats=session.seats)
    if not write.now < decide_at <= session.starts_at:
        raise DecidedOutside()
    _put(write, session.id, Minimum(asked.number, decide_at, asked.cancels, ""))
    write.record(actor, "ask-minimum", f"session:{session.id}", least=asked.number, cancels=asked.cancels)


@retried
def hold_anyway(shop: Workshop, actor: Actor, id: str) -> None:  # noqa: A002
    """Ask nothing more of a session: it is held whoever comes."""
    with shop.database.transaction() as write:
        _planned(write, actor, id)
        write.execute(
            "update session_minimum set outcome = ?, decided_at = coalesce(decided_at, ?) where session = ?",
            [HELD, write.now, id],
        )
        write.record(actor.id, "hold-anyway", f"session:{id}")


def decide(shop: Workshop) -> int:
    """Decide what is due, each session in a transaction of its own; gives how many were too few. A chore."""
    with shop.database.read() as read:
        due = read.column(
            "select session.id from session_minimum join session on session.id = session_minimum.session"
            " where outcome = '' and decide_at <= ? and status = 'planned' order by decide_at, session.id",
            [shop.clock()],
        )
    return sum(_decide(shop, one) for one in due)


@retried
def _decide(shop: Workshop, id: str) -> bool:  # noqa: A002
    """Whether there were too few. Asked again inside the transaction: a leader may just have been quicker."""
    with shop.database.transaction() as write:
        session, found = booking.session(write, id), _of(write, id)
        if found is None or found.outcome or session.status != Status.PLANNED or found.decide_at > write.now:
            return False
        count = promised(write, id)
        few = count < found.least
        outcome = (CANCELLED if found.cancels else FLAGGED) if few else ENOUGH
        write.execute(
            "update session_minimum set outcome = ?, decided_at = ? where session = ?", [outcome, write.now, id]
        )
        if few:
            _too_few(write, session, found, count)
        return few


def _too_few(write: Transaction, session: Session, found: Minimum, count: int) -> None:
    """Cancel and tell everyone why, or tell the leaders. Told first: who has been told why is not told once more."""
    told = {"count": str(count), "least": str(found.least)}
    leaders = letters.leaders(write, session.id)
    if not found.cancels:
        letters.tell(write, session, leaders, "too-few", "too-few", told)
        write.record(SYSTEM.id, "flag-too-few", f"session:{session.id}", **told)
        return
    readers = [*leaders, *letters.parties(write, session.id, letters.CONCERNED)]
    letters.tell(write, session, readers, "cancelled-too-few", "cancelled", told)
    booking.cancelled(write, SYSTEM.id, session)


def promised(read: Cursor, session: str) -> int:
    """How many seats somebody has said yes to."""
    return int(
        read.value(
            "select count(*) from place join wish on wish.request = place.request and wish.session = place.session"
            " where place.session = ? and wish.state in ('placed', 'arrived')",
            [session],
        )
    )


def _planned(write: Transaction, actor: Actor, id: str) -> Session:  # noqa: A002
    session = booking.session(write, id)
    require(actor, "book-session", f"lab:{session.lab}")
    if session.status != Status.PLANNED:
        raise WrongStatus()
    return session


def _of(read: Cursor, session: str) -> Minimum | None:
    return read.first(
        Minimum, "select least, decide_at, cancels, outcome from session_minimum where session = ?", [session]
    )


def _put(write: Transaction, session: str, wanted: Minimum) -> None:
    if _of(write, session):
        write.execute(
            "update session_minimum set least = ?, decide_at = ?, cancels = ?, outcome = '', decided_at = null"
            " where session = ?",
            [wanted.least, wanted.decide_at, wanted.cancels, session],
        )
    else:
        row = [session, wanted.least, wanted.decide_at, wanted.cancels]
        write.execute("insert into session_minimum values (?, ?, ?, ?, null, '')", row)
