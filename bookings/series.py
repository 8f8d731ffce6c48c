"""Sessions that come again: planned in one go, changed or cancelled one by one, from one on, or all.

Each occurrence is a session of its own. A series only remembers the rule and which sessions came from it, so that an
occurrence that was changed alone stays as it is when the others are changed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bookings import booking, repeats
from bookings.alternatives import Answer, Asking
from bookings.labs import lab_of
from bookings.repeats import Repeat
from bookings.resource_rules import Needs
from bookings.rules import Draft, from_local
from bookings.terms import Terms
from bookings.terms import put as put_terms
from lab.access import Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError
from lab.i18n import N_, language
from lab.runtime import Workshop


class Scope(StrEnum):
    """Which occurrences a change is for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True)
class Plan:
    """What a leader asks for: the first time, how it goes on, and what each time needs."""

    draft: Draft
    repeat: Repeat
    needs: Needs = field(default_factory=Needs)
    leaders: tuple[str, ...] | None = None
    """Staff who lead each time; None: whoever books, where they are free."""
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True)
class Series:
    """`rule` is RFC 5545 text on the wall clock of `time_zone`; each time lasts `minutes`."""

    id: str
    lab: str
    rule: str
    time_zone: str
    minutes: int


@dataclass(frozen=True)
class Member:
    """A session of a series and the day that the rule gave it; `detached` when it was changed alone."""

    session: str
    day: date
    detached: bool


@dataclass(frozen=True)
class Occurrence:
    """One time of a series before it is saved: the rule's day, and whether what is asked for then can be booked."""

    day: date
    answer: Answer


Choices = Mapping[date, Draft | None]
"""For a day what to book instead; None: skip it. A day that is not there is booked as it is."""


class SeriesCollides(LabError):
    message = N_("{count} of the times cannot be booked as they are. The first is {day}: {why}")
    hint = N_("Choose for each of them another time, another room, or to skip it. Nothing has been saved.")
    status = 409


class NothingLeft(LabError):
    message = N_("Every time is skipped.")
    hint = N_("Keep at least one.")


def preview(shop: Workshop, actor: Actor, plan: Plan) -> list[Occurrence]:
    """Each time of the plan, what is in its way and what could be instead. Nothing is written."""
    require(actor, "book-session", f"lab:{plan.draft.lab}")
    drafts = _drafts(shop, plan)
    with shop.database.read() as read:
        asking = Asking(shop, read, plan.draft.lab, plan.needs, leaders=plan.leaders or ())
        return [Occurrence(day, asking.answer(draft)) for day, draft in drafts.items()]


@retried
def book(shop: Workshop, actor: Actor, plan: Plan, choices: Choices | None = None) -> Series:
    """Book every time of a plan but the skipped ones, all or none. Raises SeriesCollides where one is in the way."""
    require(actor, "book-session", f"lab:{plan.draft.lab}")
    chosen = choices or {}
    asked = {day: chosen.get(day, draft) for day, draft in _drafts(shop, plan).items()}
    skipped = tuple(day for day, draft in asked.items() if draft is None)
    if len(skipped) == len(asked):
        raise NothingLeft()
    made = _written(shop, replace(plan, repeat=replace(plan.repeat, skipped=(*plan.repeat.skipped, *skipped))))
    with shop.database.transaction() as write:
        insert(write, made)
        troubles: dict[date, LabError] = {}
        for day, draft in asked.items():
            if draft:
                with gathering(troubles, day):
                    booked = booking.booked(write, shop, actor.id, draft, plan.needs, plan.leaders)
                    put_terms(write, actor.id, booked, plan.terms)
                    _keep(write, made, booked.id, day, alone=day in chosen)
        check_none(troubles)
        times = len(asked) - len(skipped)
        write.record(actor.id, "book-series", f"series:{made.id}", times=times, skipped=len(skipped))
    return made


def of_session(shop: Workshop, actor: Actor, session: str) -> tuple[Series, list[Member]] | None:
    """The series that a session came from and all who did, by day; None when it stands alone."""
    with shop.database.read() as read:
        require(actor, "see-calendar", f"lab:{booking.session(read, session).lab}")
        found = series_of(read, session)
        return (found, members_of(read, found.id)) if found else None


def _keep(write: Transaction, series: Series, session: str, day: date, alone: bool) -> None:
    write.execute("insert into series_session values (?, ?, ?, ?)", [session, series.id, day, alone])


def _written(shop: Workshop, plan: Plan) -> Series:
    zone = lab_of(shop, plan.draft.lab).time_zone
    rule = repeats.written(plan.repeat, wall(plan.draft.starts_at, zone))
    return Series(new_id(), plan.draft.lab, rule, zone, minutes(plan.draft))


def _drafts(shop: Workshop, plan: Plan) -> dict[date, Draft]:
    """Each day of the rule and what is asked for then."""
    repeats.check_repeat(plan.repeat)
    zone = lab_of(shop, plan.draft.lab).time_zone
    first = wall(plan.draft.starts_at, zone)
    days = repeats.days(repeats.written(plan.repeat, first))
    return {day: on_day(plan.draft, day, first.time(), zone) for day in days}


def on_day(draft: Draft, day: date, clock: time, zone: str) -> Draft:
    """The draft on another day; an hour and a half is as long when the clock is changed meanwhile."""
    begins = from_local(day, clock, zone)
    return replace(draft, starts_at=begins, ends_at=begins + (draft.ends_at - draft.starts_at))


def wall(moment: datetime, zone: str) -> datetime:
    """A moment as the clocks of `zone` show it, without a zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def minutes(draft: Draft) -> int:
    """How long a draft lasts."""
    return int((draft.ends_at - draft.starts_at).total_seconds() // 60)


def insert(write: Transaction, made: Series) -> None:
    """Keep a new series."""
    write.execute(
        "insert into series values (?, ?, ?, ?, ?, ?)",
        [made.id, made.lab, made.rule, made.time_zone, made.minutes, write.now],
    )


def series_of(read: Cursor, session: str) -> Series | None:
    """The series that a session came from; None when it stands alone."""
    return read.first(
        Series, "select * from series where id = (select series from series_session where session = ?)", [session]
    )


def members_of(read: Cursor, series: str) -> list[Member]:
    """All that came from a series, by day."""
    return read.rows(
        Member, "select session, day, detached from series_session where series = ? order by day, session", [series]
    )


@contextmanager
def gathering(troubles: dict[date, LabError], day: date) -> Iterator[None]:
    """Keep what stands in the way of a day, and go on with the next."""
    try:
        yield
    except LabError as trouble:
        troubles[day] = trouble


def check_none(troubles: Mapping[date, LabError]) -> None:
    """Raise SeriesCollides, with the first day and why, when anything stood in the way."""
    if troubles:
        day, trouble = next(iter(troubles.items()))
        told = format_date(day, "EEEE d MMMM", locale=language())
        raise SeriesCollides(count=len(troubles), day=told, why=trouble.told())
