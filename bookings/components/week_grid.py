"""A week of sessions: seven days side by side where there is room, else one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from bookings.components import dates, looks, session_words
from bookings.sessions import Session
from lab import page
from lab.exercise import Exercise
from lab.i18n import gettext as _


@dataclass(frozen=True)
class Week:
    """What the grid shows: the sessions of seven days from `monday`, and what their ids stand for."""

    monday: date
    today: date
    zone: str
    sessions: Sequence[Session]
    rooms: Mapping[str, str]
    """Room id: its name."""
    taken: Mapping[str, int]
    """Session id: seats taken; none where it is missing."""
    exercises: Sequence[Exercise]


def show(week: Week) -> None:
    """Draw the week; each session is a card that leads to its page."""
    looks.load()
    with st.container(key="week-frame"), st.container(key="week", gap="small"):
        for number in range(dates.DAYS_IN_WEEK):
            _day(week, week.monday + timedelta(days=number))


def _day(week: Week, day: date) -> None:
    of_day = [one for one in week.sessions if dates.local(one.starts_at, week.zone).date() == day]
    with st.container(key=f"day-{day.isoweekday()}", gap="small"):
        page.html(_day_heading(day, week.today, empty=not of_day))
        for session in sorted(of_day, key=lambda one: one.starts_at):
            _card(week, session)


def _day_heading(day: date, today: date, empty: bool) -> Markup:
    return Markup('<div class="day{}"><h3>{} {}<span class="day-date">{}</span></h3>{}</div>').format(
        " day-today" if day == today else "",
        dates.weekday(day),
        Markup('<span class="day-mark">{}</span>').format(_("today")) if day == today else "",
        dates.day_and_month(day),
        Markup('<p class="day-empty">{}</p>').format(_("No sessions")) if empty else "",
    )


def _card(week: Week, session: Session) -> None:
    with st.container(border=True, key=f"card-{session.status}-{session.id}", gap="xxsmall"):
        page.html(
            Markup('<p class="card-time">{}</p>').format(dates.hours(session.starts_at, session.ends_at, week.zone))
        )
        page.link(session.title, "session", id=session.id)
        page.html(
            Markup('<p class="card-facts">{}<br>{}<br>{}</p><p class="card-status">{}</p>').format(
                week.rooms.get(session.room, ""),
                session_words.exercises(session, week.exercises),
                session_words.seats(session, week.taken.get(session.id, 0)),
                session_words.status(session),
            )
        )
