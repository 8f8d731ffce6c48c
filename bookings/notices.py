"""What follows, in the same transaction, when a session is booked, moved or cancelled: calendars, leaders, messages.

Seats are another matter (`places`): who has one is told of a cancellation from there.
"""

from bookings import leading_claims, letters
from bookings.rules import Session
from lab.database import Transaction


def booked(write: Transaction, session: Session) -> None:
    """A session is new."""
    edited(write, session.id)


def moved(write: Transaction, before: Session, after: Session, other_leaders: bool = False) -> None:
    """A session was changed; whoever has a seat or leads is told when its time or place is another.

    Raises LeaderBusy when a leader of it leads something else at the new time, and what the lab's rule says of more or
    younger youths.
    """
    if before == after and not other_leaders:
        return
    sequence = edited(write, after.id)
    if before.lab != after.lab:
        row = [before.id, before.lab, before.room, before.starts_at, before.ends_at]
        write.execute("insert or replace into session_departure values (?, ?, ?, ?, ?)", row)
    leading_claims.moved(write, after)
    if other_leaders or _who_comes(before) != _who_comes(after):
        leading_claims.check_rule(write, after)
    write.execute(
        "update session_minimum set decide_at = decide_at + (?::timestamp - ?::timestamp)"
        " where session = ? and outcome = ''",
        [after.starts_at, before.starts_at, after.id],
    )
    if _where_and_when(before) != _where_and_when(after):
        told = letters.facts(write, before, "old_")
        readers = [*letters.leaders(write, after.id), *letters.parties(write, after.id, letters.SEATED)]
        letters.tell(write, after, readers, "moved", f"moved-{sequence}", told)


def cancelled(write: Transaction, session: Session) -> None:
    """A session is not held; of one that is over there is nothing to tell."""
    edited(write, session.id)
    leading_claims.release(write, session.id)
    if session.ends_at > write.now:
        letters.tell(write, session, letters.leaders(write, session.id), "cancelled", "cancelled")
    write.execute(
        "update substitute_question set answer = 'too-late', answered_at = ? where session = ? and answer = ''",
        [write.now, session.id],
    )


def edited(write: Transaction, session: str) -> int:
    """Note that calendars have to learn something new of a session; gives how many times there was something new."""
    known = write.value("select sequence from session_edition where session = ?", [session])
    if known is None:
        write.execute("insert into session_edition values (?, 0, ?)", [session, write.now])
        return 0
    write.execute(
        "update session_edition set sequence = ?, changed_at = ? where session = ?",
        [int(known) + 1, write.now, session],
    )
    return int(known) + 1


def _who_comes(session: Session) -> tuple[object, ...]:
    return session.lab, session.seats, session.youngest, session.oldest


def _where_and_when(session: Session) -> tuple[object, ...]:
    return session.lab, session.room, session.starts_at, session.ends_at
