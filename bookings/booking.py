"""Booking, changing and cancelling inside somebody's transaction: all that writes a session's plan goes through here.

The verbs in `sessions` and `series` ask permission and open the transaction; who else must know is told here, so that
nobody is forgotten whichever way a session is changed.
"""

from collections.abc import Collection
from dataclasses import replace

from bookings import claims, leading_claims, notices, openings, places, rules
from bookings.opening_rules import check_open
from bookings.resource_rules import Needs
from bookings.rules import Draft, Session, Status, WrongStatus
from lab.database import Cursor, Transaction, new_id
from lab.errors import NotFound
from lab.runtime import Workshop


def booked(
    write: Transaction,
    shop: Workshop,
    actor: str,
    draft: Draft,
    needs: Needs,
    leaders: Collection[str] | None = None,
) -> Session:
    """A new planned session that holds what it takes. Raises the rule that is broken, or what stands in the way.

    `leaders` are staff; with None whoever books leads, if they can.
    """
    check_draft(shop, write, draft)
    check_time(write, draft)
    made = new_id()
    claims.hold(write, made, draft, needs)
    claims.keep_needs(write, made, needs)
    write.execute(
        "insert into session values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', '', ?, null, null)",
        [made, *_columns(draft), write.now],
    )
    write.record(actor, "book-session", f"session:{made}")
    new = session(write, made)
    leading_claims.assign(write, actor, new, leaders)
    notices.booked(write, new)
    return new


def changed(
    write: Transaction,
    shop: Workshop,
    actor: str,
    before: Session,
    draft: Draft,
    needs: Needs,
    alone: bool = True,
    leaders: Collection[str] | None = None,
) -> Session:
    """`draft` in a session's stead, led by `leaders` or else by those who did.

    An occurrence that is changed `alone` no longer follows its series.
    """
    check_draft(shop, write, draft)
    _check_change(write, before, draft)
    claims.hold(write, before.id, draft, needs)
    claims.keep_needs(write, before.id, needs)
    write.execute(
        "update session set lab = ?, room = ?, title = ?, starts_at = ?, ends_at = ?, seats = ?, youngest = ?,"
        " oldest = ?, exercises = ? where id = ?",
        [*_columns(draft), before.id],
    )
    write.execute("delete from seat where session = ? and number > ?", [before.id, draft.seats])
    if alone:
        write.execute("update series_session set detached = true where session = ?", [before.id])
    write.record(actor, "change-session", f"session:{before.id}")
    after = session(write, before.id)
    places.seats_changed(write, before, after)
    if leaders is not None:
        leading_claims.put(write, after, leaders)
        write.record(actor, "choose-leaders", f"session:{before.id}", leaders=sorted(leaders))
    notices.moved(write, before, after, leaders is not None)
    return after


def cancelled(write: Transaction, actor: str, before: Session) -> Session:
    """A planned session's room and all else that it held, given back."""
    if before.status != Status.PLANNED:
        raise WrongStatus()
    claims.release(write, before.id)
    write.execute("update session set status = 'cancelled' where id = ?", [before.id])
    write.record(actor, "cancel-session", f"session:{before.id}")
    after = session(write, before.id)
    places.session_cancelled(write, after)
    notices.cancelled(write, after)
    return after


def session(read: Cursor, id: str) -> Session:  # noqa: A002
    """One session, whoever asks. Raises NotFound."""
    return whole(read.one(Session, "select * from session where id = ?", [id]))


def whole(found: Session) -> Session:
    """The store gives lists, a frozen row keeps tuples."""
    return replace(found, exercises=tuple(found.exercises))


def draft_of(booked: Session) -> Draft:
    """What was asked for when a session was booked or last changed."""
    return Draft(**{name: getattr(booked, name) for name in Draft.__dataclass_fields__})


def check_draft(shop: Workshop, read: Cursor, draft: Draft) -> None:
    """Refuse a draft that breaks a rule wherever it stands in the calendar, or whose room is not its lab's."""
    read.one_value("select 1 from lab where id = ?", [draft.lab])
    if read.value("select lab from room where id = ?", [draft.room]) != draft.lab:
        raise NotFound()
    stations = read.value("select count(*) from station where room = ?", [draft.room])
    rules.check(draft, int(stations), shop.exercises)


def check_time(write: Transaction, draft: Draft) -> None:
    """Refuse a new time that has passed, or when the lab is closed."""
    rules.check_not_past(draft.starts_at, draft.ends_at, write.now)
    check_open(openings.timetable(write, draft.lab), draft.starts_at, draft.ends_at)


def _check_change(write: Transaction, before: Session, draft: Draft) -> None:
    """A session that a closure has hit can still be given another title; only a new time must lie in open hours."""
    if before.status not in (Status.PLANNED, Status.OPEN):
        raise WrongStatus()
    if before.status == Status.OPEN and (draft.lab, draft.room) != (before.lab, before.room):
        raise WrongStatus()
    times = (draft.starts_at, draft.ends_at)
    rules.check_moved((before.starts_at, before.ends_at), times, write.now)
    if (draft.lab, *times) != (before.lab, before.starts_at, before.ends_at):
        check_open(openings.timetable(write, draft.lab), *times)
    taken = write.column("select number from seat where session = ? and left_at is null", [before.id])
    rules.check_shrinking(draft.seats, taken)


def _columns(draft: Draft) -> list[object]:
    return [
        draft.lab,
        draft.room,
        draft.title.strip(),
        draft.starts_at,
        draft.ends_at,
        draft.seats,
        draft.youngest,
        draft.oldest,
        list(draft.exercises),
    ]
