"""Changing and cancelling several sessions of a series together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings import booking, claims, leading_claims, repeats, sessions
from bookings.alternatives import Asking
from bookings.resource_rules import Needs
from bookings.rules import Draft, Session, Status, WrongStatus
from bookings.series import (
    Choices,
    Member,
    Occurrence,
    Scope,
    Series,
    check_none,
    gathering,
    insert,
    members_of,
    minutes,
    on_day,
    series_of,
    wall,
)
from lab.access import Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotFound
from lab.runtime import Workshop


def preview_change(
    shop: Workshop,
    actor: Actor,
    session: str,
    scope: Scope,
    draft: Draft,
    needs: Needs,
    leaders: Collection[str] | None = None,
) -> list[Occurrence]:
    """What becomes of each time that a change of several is for, as `preview`. Nothing is written.

    Without `leaders` each keeps its own.
    """
    with shop.database.read() as read:
        change = _change_of(shop, read, actor, session, scope, draft)
        repeats.rest(change.series.rule, change.days, change.by, change.first.time())
        asking = Asking(shop, read, draft.lab, needs, [one.session for one in change.moved])
        return [
            Occurrence(one.day, asking.answer(draft, _leaders(read, one.session) if leaders is None else leaders))
            for one, draft in change.moved.items()
        ]


@retried
def change(
    shop: Workshop,
    actor: Actor,
    session: str,
    scope: Scope,
    draft: Draft,
    needs: Needs,
    choices: Choices | None = None,
    leaders: Collection[str] | None = None,
) -> int:
    """Let `draft`, which is for `session`, be how this time, this and the following, or all coming ones are.

    Each keeps its day (moved as many days as `session` is) and gets the rest from the draft, all or none. One that is
    skipped in `choices` stays as it was, and like one that gets something else it no longer follows. With `leaders`
    these lead each that is changed, else each keeps its own. Gives how many were changed.
    """
    if scope == Scope.ONE:
        sessions.change(shop, actor, session, draft, needs, leaders)
        return 1
    chosen = choices or {}
    with shop.database.transaction() as write:
        change = _change_of(shop, write, actor, session, scope, draft)
        _split(write, change)
        asked = {one: chosen.get(one.day, draft) for one, draft in change.moved.items()}
        for one in (one for one, draft in asked.items() if draft):
            claims.release(write, one.session)
            leading_claims.release(write, one.session)
        troubles: dict[date, LabError] = {}
        for one, wanted in asked.items():
            with gathering(troubles, one.day):
                _change_one(write, shop, actor.id, one, wanted, needs, alone=one.day in chosen, leaders=leaders)
        check_none(troubles)
        changed = sum(1 for wanted in asked.values() if wanted)
        write.record(actor.id, "change-series", f"series:{change.series.id}", times=changed)
    return changed


@retried
def cancel(shop: Workshop, actor: Actor, session: str, scope: Scope) -> int:
    """Cancel this time, the planned ones from this on, or all coming ones; those changed alone too. Gives how many."""
    if scope == Scope.ONE:
        sessions.cancel(shop, actor, session)
        return 1
    with shop.database.transaction() as write:
        pivot = booking.session(write, session)
        require(actor, "book-session", f"lab:{pivot.lab}")
        series, members = _series_with(write, session)
        planned = [found for found in _sessions(write, _reached(members, session, scope)) if _coming(found, write.now)]
        for found in planned:
            booking.cancelled(write, actor.id, found)
        write.record(actor.id, "cancel-series", f"series:{series.id}", times=len(planned))
    return len(planned)


@dataclass(frozen=True)
class _Change:
    """A change of several times: which, how each is to be, and the rule's days from the first of them on."""

    series: Series
    moved: Mapping[Member, Draft]
    days: Sequence[date]
    by: int
    """How many days later each is."""
    first: datetime
    """When the first of them is to start, on the wall."""
    minutes: int


def _change_of(shop: Workshop, read: Cursor, actor: Actor, session: str, scope: Scope, draft: Draft) -> _Change:
    pivot = booking.session(read, session)
    for lab in (pivot.lab, draft.lab):
        require(actor, "book-session", f"lab:{lab}")
    series, members = _series_with(read, session)
    reached = [one for one in _reached(members, session, scope) if one.session == session or not one.detached]
    coming = {found.id for found in _sessions(read, reached) if _coming(found, shop.clock())}
    following = [one for one in reached if one.session in coming]
    if not following:
        raise WrongStatus()
    before, after = (wall(moment, series.time_zone) for moment in (pivot.starts_at, draft.starts_at))
    by = (after.date() - before.date()).days
    moved = {one: on_day(draft, one.day + timedelta(days=by), after.time(), series.time_zone) for one in following}
    days = [one.day for one in members if one.day >= following[0].day]
    first = datetime.combine(days[0] + timedelta(days=by), after.time())
    return _Change(series, moved, days, by, first, minutes(draft))


def _split(write: Transaction, change: _Change) -> None:
    """The changed times get a rule of their own; what came before keeps the old one."""
    old = change.series
    rule = repeats.rest(old.rule, change.days, change.by, change.first.time())
    made = replace(old, id=new_id(), rule=rule, minutes=change.minutes)
    insert(write, made)
    write.execute(
        "update series_session set series = ?, day = day + ?::integer where series = ? and day >= ?",
        [made.id, change.by, old.id, change.days[0]],
    )
    write.execute("update series set rule = ? where id = ?", [repeats.cut(old.rule, change.days[0]), old.id])
    write.execute("delete from series where id not in (select series from series_session) and id = ?", [old.id])


def _leaders(read: Cursor, session: str) -> list[str]:
    return [one.id for one in leading_claims.leaders_of(read, session)]


def _change_one(
    write: Transaction,
    shop: Workshop,
    actor: str,
    one: Member,
    wanted: Draft | None,
    needs: Needs,
    alone: bool,
    leaders: Collection[str] | None,
) -> None:
    if wanted is None:
        write.execute("update series_session set detached = true where session = ?", [one.session])
    else:
        before = booking.session(write, one.session)
        leading_claims.moved(write, booking.changed(write, shop, actor, before, wanted, needs, alone, leaders))


def _coming(session: Session, now: datetime) -> bool:
    return session.status == Status.PLANNED and session.ends_at > now


def _reached(members: Sequence[Member], session: str, scope: Scope) -> list[Member]:
    own = next(one for one in members if one.session == session)
    return [one for one in members if scope == Scope.ALL or one.day >= own.day]


def _sessions(read: Cursor, members: Sequence[Member]) -> list[Session]:
    ids = [one.session for one in members]
    found = read.rows(Session, "select * from session where list_contains(?::varchar[], id)", [ids])
    return [booking.whole(one) for one in found]


def _series_with(read: Cursor, session: str) -> tuple[Series, list[Member]]:
    series = series_of(read, session)
    if series is None:
        raise NotFound()
    return series, members_of(read, series.id)
