"""Days and times as words, in the reader's language and the lab's own zone."""

from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date

from lab import i18n
from lab.i18n import JOINED_DASH, language
from lab.i18n import gettext as _
from lab.runtime import current

DAYS_IN_WEEK = 7
MONDAY = date(2024, 1, 1)
YEARS = range(1970, 2200)
"""Those that an address may name: at the ends of Python's calendar there is no week before or after."""


class Timed(Protocol):
    """A session, or one that is only planned."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def monday_of(day: date) -> date:
    """The first day of `day`'s week."""
    return day - timedelta(days=day.weekday())


def day_asked(text: str, otherwise: date) -> date:
    """The day that an address names as YYYY-MM-DD, or else another."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return asked if asked.year in YEARS else otherwise


def local(moment: datetime, zone: str) -> datetime:
    """An aware `moment` as the clocks in `zone` show it."""
    return moment.astimezone(ZoneInfo(zone))


def clock(moment: datetime, zone: str) -> str:
    """ "15:30" on the lab's own wall clock."""
    return f"{local(moment, zone):%H:%M}"


def hours(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """ "15:30–17:00"."""
    return f"{clock(starts_at, zone)}{JOINED_DASH}{clock(ends_at, zone)}"


def day(moment: datetime, zone: str) -> str:
    """ "tisdag 17 mars", on the lab's own calendar."""
    return near_day(local(moment, zone).date())


def day_and_hours(of: Timed, zone: str) -> str:
    """ "tisdag 17 mars, 15:30–17:00"."""
    return f"{day(of.starts_at, zone)}, {hours(of.starts_at, of.ends_at, zone)}"


def moment(when: datetime, zone: str) -> str:
    """ "tis 17 mars 15:30"."""
    on = local(when, zone).date()
    return f"{weekday(on)} {day_and_month(on)} {clock(when, zone)}"


def weekday(day: date) -> str:
    """ "tis"."""
    return format_date(day, "EEE", locale=language()).rstrip(".")


def day_and_month(day: date) -> str:
    """ "17 mars"."""
    return format_date(day, "d MMMM", locale=language())


def near_day(day: date) -> str:
    """ "tisdag 17 mars", for pages that are read now: the year is said only where it is another than today's."""
    return i18n.date_words(day, "EEEE d MMMM", current().clock().date())


def long_day(day: date) -> str:
    """ "tisdag 17 mars 2026", for what is kept or published and may be read in another year."""
    return format_date(day, "EEEE d MMMM y", locale=language())


def day_month_year(day: date) -> str:
    """ "17 mars 2026"."""
    return format_date(day, "d MMMM y", locale=language())


def month_title(day: date) -> str:
    """ "Mars 2026"."""
    said = format_date(day, "LLLL y", locale=language())
    return said[:1].upper() + said[1:]


def weekday_name(weekday: int) -> str:
    """ "tisdag", of a weekday counted from Monday = 0."""
    return format_date(MONDAY + timedelta(days=weekday), "EEEE", locale=language())


def weekday_short(number: int) -> str:
    """ "tis", of a weekday counted from Monday = 0."""
    return weekday(MONDAY + timedelta(days=number))


def week_number(day: date) -> int:
    """The ISO week of `day`, 1 to 53."""
    return day.isocalendar().week


def week_title(monday: date) -> str:
    """ "Vecka 12 · 16 mars–22 mars 2026"."""
    sunday = monday + timedelta(days=DAYS_IN_WEEK - 1)
    first = format_date(monday, _first_pattern(monday, sunday), locale=language())
    last = format_date(sunday, "d MMMM y", locale=language())
    return _("Week {number} · {first}–{last}", number=week_number(monday), first=first, last=last)


def length(minutes: int) -> str:
    """ "45 min", "1 h", "1 h 30 min"."""
    whole, left = divmod(minutes, 60)
    parts = ([_("{hours} h", hours=whole)] if whole else []) + ([_("{minutes} min", minutes=left)] if left else [])
    return " ".join(parts)


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in whole minutes: "nu", "3 min sedan"."""
    minutes = int((now - moment).total_seconds() // 60)
    return _("{minutes} min ago", minutes=minutes) if minutes >= 1 else _("now")


def _first_pattern(monday: date, sunday: date) -> str:
    if monday.year != sunday.year:
        return "d MMMM y"
    return "d MMMM" if monday.month != sunday.month else "d"
