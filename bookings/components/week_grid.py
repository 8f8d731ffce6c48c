"""A week of sessions: seven days side by side where there is room, else one list. Empty times are buttons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st
from markupsafe import Markup

from bookings.components import dates, looks, session_words
from bookings.opening_rules import (
    MINUTES_OF_DAY,
    Span,
    Timetable,
    closed_reason,
    days_of,
    open_spans,
    told_spans,
    without,
)
from bookings.rules import Status
from bookings.sessions import Session
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _

SHORTEST_EMPTY = 60
"""Minutes; a shorter empty time is not offered."""
_FACT = Markup("<span>{}</span>")
DAYTIME: Span = (8 * 60, 20 * 60)
"""Where a lab has said nothing of its hours, empty times are shown between these."""


@dataclass(frozen=True)
class Week:
    """What the grid shows: the sessions of seven days from `monday`, and what their ids stand for."""

    monday: date
    now: datetime
    sessions: Sequence[Session]
    """Those that are shown."""
    booked: Sequence[Session]
    """Those that make a time not empty."""
    rooms: Mapping[str, str]
    """Room id: its name."""
    taken: Mapping[str, int]
    """Session id: seats taken; none where it is missing."""
    exercises: Sequence[Exercise]
    timetable: Timetable
    leaders: Mapping[str, tuple[str, ...]]
    """Session id: short names of those who lead it; none where it is missing."""

    @property
    def zone(self) -> str:
        return self.timetable.time_zone

    @property
    def today(self) -> date:
        return dates.local(self.now, self.zone).date()


def show(week: Week, on_empty: Callable[[date, Span], None] | None = None) -> None:
    """Draw the week; each session is a card that leads to its page, each empty time a button for `on_empty`."""
    looks.load()
    with st.container(key="week-frame"), st.container(key="week", gap="small"):
        for number in range(dates.DAYS_IN_WEEK):
            _day(week, week.monday + timedelta(days=number), on_empty)


def empty_times(week: Week, day: date) -> list[Span]:
    """When the lab is open on a day that is not over and nothing is booked, an hour at least."""
    hours = open_spans(week.timetable, day) if week.timetable.hours else _within_daytime(week.timetable, day)
    booked = [
        span
        for one in week.booked
        if one.status != Status.CANCELLED
        for touched, span in days_of(one.starts_at, one.ends_at, week.zone)
        if touched == day
    ]
    return without(hours, [*booked, (0, _passed(week, day))], SHORTEST_EMPTY)


def _within_daytime(timetable: Timetable, day: date) -> list[Span]:
    night = [(0, DAYTIME[0]), (DAYTIME[1], MINUTES_OF_DAY)]
    return without(open_spans(timetable, day), night)


def _passed(week: Week, day: date) -> int:
    """Minutes of a day that have passed, on to the next whole hour."""
    if day != week.today:
        return MINUTES_OF_DAY if day < week.today else 0
    return (dates.local(week.now, week.zone).hour + 1) * 60


def _day(week: Week, day: date, on_empty: Callable[[date, Span], None] | None) -> None:
    of_day = [one for one in week.sessions if dates.local(one.starts_at, week.zone).date() == day]
    with st.container(key=f"day-{day.isoweekday()}", gap="small"):
        page.html(_day_heading(day, week, empty=not of_day))
        for session in sorted(of_day, key=lambda one: one.starts_at):
            _card(week, session)
        for span in empty_times(week, day) if on_empty else ():
            st.button(
                told_spans([span]),
                icon=":material/add:",
                key=f"empty-{day.isoformat()}-{span[0]}",
                type="tertiary",
                help=_("Book a session on {day}", day=dates.near_day(day)),
                on_click=on_empty,
                args=(day, span),
            )


def _day_heading(day: date, week: Week, empty: bool) -> Markup:
    closed = closed_reason(week.timetable, day)
    said = closed or (_("No sessions") if empty else "")
    return Markup('<div class="day{}"><h3>{} {}<span class="day-date">{}</span></h3>{}</div>').format(
        " day-today" if day == week.today else "",
        dates.weekday(day),
        Markup('<span class="day-mark">{}</span>').format(_("today")) if day == week.today else "",
        dates.day_and_month(day),
        Markup('<p class="{}">{}</p>').format("day-closed" if closed else "day-empty", said) if said else "",
    )


def _card(week: Week, session: Session) -> None:
    with st.container(border=True, key=f"card-{session.status}-{session.id}", gap="xxsmall"):
        page.html(
            Markup('<p class="card-time">{}</p>').format(dates.hours(session.starts_at, session.ends_at, week.zone))
        )
        page.link(session.title, "session", id=session.id)
        facts = (
            week.rooms.get(session.room, ""),
            session_words.leaders(session, week.leaders.get(session.id, ())),
            session_words.exercises(session, week.exercises),
            session_words.seats(session, week.taken.get(session.id, 0)),
        )
        page.html(
            Markup('<p class="card-facts">{}</p><p class="card-status">{}</p>').format(
                Markup(" ").join(map(_FACT.format, filter(None, facts))), session_words.status(session)
            )
        )
