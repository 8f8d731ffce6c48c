"""A month of sessions as a table of weeks; on a narrow screen only the days that hold something, one after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from bookings.components import dates, looks, session_words
from bookings.opening_rules import Timetable, closed_reason
from bookings.sessions import Session
from lab import page
from lab.i18n import gettext as _


@dataclass(frozen=True)
class Month:
    """What the table shows: the sessions of the weeks that hold any of the month's days."""

    first: date
    """The first day of the month."""
    today: date
    lab: str
    sessions: Sequence[Session]
    timetable: Timetable


def weeks_of(first: date) -> tuple[date, date]:
    """The Monday on or before the month's first day, and the Monday after its last."""
    following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    return dates.monday_of(first.replace(day=1)), dates.monday_of(last) + timedelta(days=dates.DAYS_IN_WEEK)


def show(month: Month) -> None:
    """Draw the month; a day's number leads to its week, a session to its page, the plus to booking on that day."""
    looks.load()
    monday, end = weeks_of(month.first)
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(dates.weekday_short(number)) for number in range(dates.DAYS_IN_WEEK)
    )
    weeks = range(0, (end - monday).days, dates.DAYS_IN_WEEK)
    rows = Markup("").join(_week(month, monday + timedelta(days=week)) for week in weeks)
    page.html(
        Markup('<div class="month-frame"><table class="month"><caption>{}</caption><thead><tr>{}</tr></thead>').format(
            dates.month_title(month.first), heads
        )
        + Markup("<tbody>{}</tbody></table></div>").format(rows)
    )


def _week(month: Month, monday: date) -> Markup:
    days = [_day(month, monday + timedelta(days=number)) for number in range(dates.DAYS_IN_WEEK)]
    return Markup("<tr>{}</tr>").format(Markup("").join(days))


def _day(month: Month, day: date) -> Markup:
    of_day = [one for one in month.sessions if dates.local(one.starts_at, month.timetable.time_zone).date() == day]
    closed = closed_reason(month.timetable, day)
    marks = [
        ("month-out", day.month != month.first.month),
        ("month-today", day == month.today),
        ("month-bare", not of_day and not closed),
    ]
    parts = [
        _number(month, day),
        Markup('<p class="day-closed">{}</p>').format(closed) if closed else Markup(""),
        _sessions(of_day, month.timetable.time_zone),
        _plus(month, day) if day >= month.today and not closed else Markup(""),
    ]
    return Markup('<td class="{}">{}</td>').format(
        " ".join(name for name, holds in marks if holds), Markup("").join(parts)
    )


def _number(month: Month, day: date) -> Markup:
    return Markup('<a class="month-number" href="{}" aria-label="{}"><span>{}</span> {}</a>').format(
        _address(lab=month.lab, view="week", week=day.isoformat()),
        _("The week of {day}", day=dates.near_day(day)),
        dates.weekday(day),
        day.day,
    )


def _sessions(of_day: Sequence[Session], zone: str) -> Markup:
    if not of_day:
        return Markup("")
    chips = (
        Markup('<li class="chip chip-{}"><a href="/session?{}"><span>{}</span> {}{}</a></li>').format(
            one.status,
            urlencode({"id": one.id}),
            dates.clock(one.starts_at, zone),
            one.title,
            Markup(' <span class="unseen">({})</span>').format(session_words.status(one)),
        )
        for one in of_day
    )
    return Markup("<ul>{}</ul>").format(Markup("").join(chips))


def _plus(month: Month, day: date) -> Markup:
    return Markup('<a class="month-plus" href="{}" aria-label="{}">+</a>').format(
        _address(lab=month.lab, view="month", week=month.first.isoformat(), book=day.isoformat()),
        _("Book a session on {day}", day=dates.near_day(day)),
    )


def _address(**query: str) -> str:
    return f"/calendar?{urlencode(query)}"
