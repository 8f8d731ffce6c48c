"""When a series happens: a part of RFC 5545's recurrence rules, on the lab's wall clock. Pure.

A rule is kept as RFC 5545 text (DTSTART, RRULE, EXDATE) without a zone, and `dateutil` reckons its days. Each day then
gets its own moment in UTC, so that three in the afternoon stays so when the clock changes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from lab.errors import LabError, NotValid
from lab.i18n import N_

MOST_OCCURRENCES = 120
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = (1, 2, 3, 4, -1)
WIDEST_INTERVAL = 12
_MOMENT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Repeat:
    """How a series goes on: weekdays (Monday is 0) of each week or each second one, or the nth of a month."""

    weekdays: tuple[int, ...]
    interval: int = 1
    """Every week or month, every second one, ..."""
    nth: int = 0
    """0: weeks. 1 to 4: that weekday of a month by number; -1: the last one."""
    until: date | None = None
    count: int | None = None
    """How many times in all, the skipped ones with them. Either this or `until`."""
    skipped: tuple[date, ...] = ()


class RepeatMissing(NotValid):
    message = N_("It is not said on which days the series goes on.")
    hint = N_("Choose at least one weekday.")


class RepeatEndless(NotValid):
    message = N_("A series must end some time.")
    hint = N_("Choose its last day, or how many times.")


class RepeatTooLong(NotValid):
    message = N_("A series can have at most {most} times.")
    hint = N_("Choose an earlier last day, and plan the rest later.")


class RepeatEmpty(NotValid):
    message = N_("The series has no time at all between its first and its last day.")
    hint = N_("Choose a later last day, or other weekdays.")


class SeriesDayFixed(LabError):
    message = N_("These times cannot be moved to another day together.")
    hint = N_("Move them one by one, or cancel the rest and plan a new series.")
    status = 409


def check_repeat(repeat: Repeat) -> None:
    """Refuse a rule without days or without an end, or one that is outside what is offered."""
    if not repeat.weekdays or not set(repeat.weekdays) <= set(range(7)):
        raise RepeatMissing()
    if repeat.nth not in (0, *NTHS) or not 1 <= repeat.interval <= WIDEST_INTERVAL:
        raise RepeatMissing()
    if repeat.until is None and repeat.count is None:
        raise RepeatEndless()
    if repeat.count is not None and not 1 <= repeat.count <= MOST_OCCURRENCES:
        raise RepeatTooLong(most=MOST_OCCURRENCES)


def written(repeat: Repeat, first: datetime) -> str:
    """The rule as RFC 5545 text, from `first`: the first day and the time of day, on a wall without a zone."""
    nth = str(repeat.nth or "")
    parts = [
        f"FREQ={'MONTHLY' if repeat.nth else 'WEEKLY'}",
        f"INTERVAL={repeat.interval}",
        "BYDAY=" + ",".join(nth + DAYS[weekday] for weekday in sorted(repeat.weekdays)),
    ]
    if repeat.until:
        parts.append(f"UNTIL={datetime.combine(repeat.until, time(23, 59, 59)):{_MOMENT}}")
    if repeat.count:
        parts.append(f"COUNT={repeat.count}")
    lines = [f"DTSTART:{first:{_MOMENT}}", f"RRULE:{';'.join(parts)}"]
    lines += [f"EXDATE:{datetime.combine(day, first.time()):{_MOMENT}}" for day in sorted(repeat.skipped)]
    return "\n".join(lines)


def read(text: str) -> tuple[Repeat, datetime]:
    """A rule and its first moment, from the text that `written` gives."""
    lines = [line.partition(":") for line in text.splitlines()]
    first = datetime.strptime(next(value for name, _colon, value in lines if name == "DTSTART"), _MOMENT)
    rule = dict(part.split("=") for name, _colon, value in lines if name == "RRULE" for part in value.split(";"))
    days = rule["BYDAY"].split(",")
    return Repeat(
        weekdays=tuple(DAYS.index(day[-2:]) for day in days),
        interval=int(rule["INTERVAL"]),
        nth=int(days[0][:-2] or 0),
        until=datetime.strptime(rule["UNTIL"], _MOMENT).date() if "UNTIL" in rule else None,
        count=int(rule["COUNT"]) if "COUNT" in rule else None,
        skipped=tuple(datetime.strptime(value, _MOMENT).date() for name, _colon, value in lines if name == "EXDATE"),
    ), first


def days(text: str) -> list[date]:
    """The days of a rule, in order. Refused when they are none or too many."""
    found = _days(text)
    if len(found) > MOST_OCCURRENCES:
        raise RepeatTooLong(most=MOST_OCCURRENCES)
    if not found:
        raise RepeatEmpty()
    return found


def cut(text: str, before: date) -> str:
    """The rule's part before a day."""
    repeat, first = read(text)
    skipped = tuple(day for day in repeat.skipped if day < before)
    return written(replace(repeat, until=before - timedelta(days=1), count=None, skipped=skipped), first)


def rest(text: str, kept: Sequence[date], by: int, clock: time) -> str:
    """The rule's part that gives the days `kept` (in order), moved `by` days and to another time of day.

    Refused where the moved days are no longer such a rule's: the second Tuesday's next day is not always the second
    Wednesday, and a week's days may fall into two weeks.
    """
    repeat, _first = read(text)
    moved = [day + timedelta(days=by) for day in kept]
    weekdays = tuple(sorted((weekday + by) % 7 for weekday in repeat.weekdays))
    whole = replace(repeat, weekdays=weekdays, until=moved[-1], count=None, skipped=())
    first = datetime.combine(moved[0], clock)
    given = _days(written(whole, first))
    if not set(moved) <= set(given) or (by % 7 and not _were_skipped(given, moved, repeat.skipped, by)):
        raise SeriesDayFixed()
    return written(replace(whole, skipped=tuple(day for day in given if day not in moved)), first)


def _days(text: str) -> list[date]:
    return [moment.date() for moment in islice(rrulestr(text), MOST_OCCURRENCES + 1)]


def _were_skipped(given: Collection[date], moved: Collection[date], skipped: Collection[date], by: int) -> bool:
    return {day - timedelta(days=by) for day in given if day not in moved} <= set(skipped)
