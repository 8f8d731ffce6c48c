"""When a lab is open: hours for each weekday, less closures and holidays. Pure; days and minutes are the lab's own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bookings import public_holidays
from lab.errors import LabError, NotValid
from lab.i18n import N_, gettext, language

MINUTES_OF_DAY = 24 * 60
LONGEST_REASON = 80
WEEKDAYS = 7

Span = tuple[int, int]
"""Minutes of one day, from and to."""


@dataclass(frozen=True)
class Hours:
    """Open on a weekday (Monday is 0) from minute to minute; `valid_from` to `valid_to`, both ends included."""

    weekday: int
    opens: int
    closes: int
    valid_from: date | None = None
    valid_to: date | None = None

    def hold_on(self, day: date) -> bool:
        """Whether these hours are those of `day`."""
        return (
            self.weekday == day.weekday()
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True)
class Closing:
    """A time when a lab is closed: from a minute of the first day to a minute of the last one."""

    reason: str
    first_day: date
    last_day: date
    from_minute: int = 0
    to_minute: int = MINUTES_OF_DAY

    @property
    def begins(self) -> datetime:
        """On the lab's wall clock, without a zone."""
        return _wall(self.first_day, self.from_minute)

    @property
    def ends(self) -> datetime:
        return _wall(self.last_day, self.to_minute)


@dataclass(frozen=True)
class Timetable:
    """All that says when a lab is open."""

    time_zone: str
    hours: Sequence[Hours] = ()
    """None at all: nothing is said, and the lab is open at all hours."""
    closings: Sequence[Closing] = ()
    closed_on_holidays: bool = False


class LabClosed(LabError):
    """The lab is not open at a time; children say why."""

    message = N_("The lab is closed then.")
    hint = N_("Choose another time.")
    status = 409


class ClosedWeekday(LabClosed):
    message = N_("The lab has no opening hours on {day}.")


class OutsideHours(LabClosed):
    message = N_("The lab is open {hours} that day.")
    hint = N_("Choose a time within those hours.")


class ClosedThen(LabClosed):
    message = N_("The lab is closed then: {reason}.")


class ClosedForHoliday(LabClosed):
    message = N_("The lab is closed on public holidays, and that day is {name}.")


class HoursReversed(NotValid):
    message = N_("The lab must close later than it opens.")
    hint = N_("Choose a later closing time.")


class ValidityReversed(NotValid):
    message = N_("The last day is before the first one.")
    hint = N_("Choose a later last day.")


class ReasonMissing(NotValid):
    message = N_("A reason is missing.")
    hint = N_("Write why the lab is closed, in at most {most} characters: leaders are shown it.")


def check_open(timetable: Timetable, starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a time (aware) of which any part lies outside opening hours, in a closure or on a holiday."""
    for day, span in days_of(starts_at, ends_at, timetable.time_zone):
        _check_holiday(timetable, day)
        _check_closings(timetable, day, span)
        _check_hours(timetable, day, span)


def check_hours(hours: Hours) -> None:
    """Refuse hours that end before they begin, in a day or in a year."""
    if not (0 <= hours.opens < hours.closes <= MINUTES_OF_DAY and 0 <= hours.weekday < WEEKDAYS):
        raise HoursReversed()
    if hours.valid_from and hours.valid_to and hours.valid_to < hours.valid_from:
        raise ValidityReversed()


def check_closing(closing: Closing) -> None:
    """Refuse a closure without a reason, or that ends before it begins."""
    if not 0 < len(closing.reason.strip()) <= LONGEST_REASON:
        raise ReasonMissing(most=LONGEST_REASON)
    if closing.ends <= closing.begins:
        raise ValidityReversed()


def open_spans(timetable: Timetable, day: date) -> list[Span]:
    """When the lab is open on a day, in order and apart."""
    if _holiday(timetable, day):
        return []
    spans = _hours_on(timetable, day)
    return without(spans, (_part_on(closing, day) for closing in timetable.closings))


def without(spans: Iterable[Span], taken: Iterable[Span], least: int = 0) -> list[Span]:
    """What is left of `spans` when `taken` is gone; parts shorter than `least` minutes are not given."""
    left = list(spans)
    for one in taken:
        left = [part for span in left for part in _without(span, one)]
    return [(first, last) for first, last in left if last - first >= least]


def closed_reason(timetable: Timetable, day: date) -> str:
    """Why a lab is closed on a whole day, in the reader's language: the holiday's name or the reason; empty if open."""
    if name := _holiday(timetable, day):
        return name
    whole = (closing for closing in timetable.closings if _part_on(closing, day) == (0, MINUTES_OF_DAY))
    return next((closing.reason for closing in whole), "")


def days_of(starts_at: datetime, ends_at: datetime, zone: str) -> Iterator[tuple[date, Span]]:
    """Each local day that a time touches, with the minutes from and to as the wall clock shows them."""
    start, end = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (starts_at, ends_at))
    day = start.date()
    while (midnight := datetime.combine(day, time())) < end:
        last = MINUTES_OF_DAY if end >= midnight + timedelta(days=1) else _minute(end)
        first = _minute(start) if day == start.date() else 0
        if first < last:
            yield day, (first, last)
        day += timedelta(days=1)


def told_spans(spans: Iterable[Span]) -> str:
    """ "10:00–12:00, 13:00–18:00"."""
    return ", ".join(f"{told_minute(first)}–{told_minute(last)}" for first, last in spans)


def told_minute(minute: int) -> str:
    """ "08:30"; the end of a day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _check_holiday(timetable: Timetable, day: date) -> None:
    if name := _holiday(timetable, day):
        raise ClosedForHoliday(name=name)


def _check_closings(timetable: Timetable, day: date, span: Span) -> None:
    for closing in timetable.closings:
        if _meet(span, _part_on(closing, day)):
            raise ClosedThen(reason=closing.reason)


def _check_hours(timetable: Timetable, day: date, span: Span) -> None:
    spans = _hours_on(timetable, day)
    if not spans:
        raise ClosedWeekday(day=gettext(_ON_WEEKDAYS[day.weekday()]))
    if not any(first <= span[0] and span[1] <= last for first, last in spans):
        raise OutsideHours(hours=told_spans(spans))


_ON_WEEKDAYS = (
    N_("Mondays"),
    N_("Tuesdays"),
    N_("Wednesdays"),
    N_("Thursdays"),
    N_("Fridays"),
    N_("Saturdays"),
    N_("Sundays"),
)


def _holiday(timetable: Timetable, day: date) -> str:
    return public_holidays.name(day, language()) if timetable.closed_on_holidays else ""


def _hours_on(timetable: Timetable, day: date) -> list[Span]:
    if not timetable.hours:
        return [(0, MINUTES_OF_DAY)]
    merged: list[Span] = []
    for first, last in sorted((hours.opens, hours.closes) for hours in timetable.hours if hours.hold_on(day)):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _part_on(closing: Closing, day: date) -> Span:
    """The minutes of `day` that a closure takes; (0, 0) when none."""
    if not closing.first_day <= day <= closing.last_day:
        return (0, 0)
    first = closing.from_minute if day == closing.first_day else 0
    return (first, closing.to_minute if day == closing.last_day else MINUTES_OF_DAY)


def _meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _without(span: Span, taken: Span) -> list[Span]:
    if not _meet(span, taken):
        return [span]
    parts = [(span[0], taken[0]), (taken[1], span[1])]
    return [(first, last) for first, last in parts if first < last]


def _minute(wall: datetime) -> int:
    """Minutes of the day; a part of a minute counts as a whole one."""
    return wall.hour * 60 + wall.minute + (1 if wall.second or wall.microsecond else 0)


def _wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
