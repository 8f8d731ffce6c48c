"""The form of a session: what to book, where, when and for whom. It keeps what was typed until it is let go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import streamlit as st

from bookings.components import dates, session_words
from bookings.labs import Lab, Room
from bookings.rules import LONGEST, LONGEST_NAME, OLDEST, QUARTER, YOUNGEST, from_local
from bookings.sessions import Draft, Session
from lab.exercise import Exercise
from lab.i18n import gettext as _

DAYS_AHEAD = 400
AFTERNOON = 15
_STEP = int(QUARTER.total_seconds() // 60)
_STARTS = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, _STEP)]
_LENGTHS = list(range(_STEP, int(LONGEST.total_seconds() // 60) + 1, _STEP))

Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Choices:
    """What can be chosen from."""

    lab: Lab
    rooms: Sequence[Room]
    exercises: Sequence[Exercise]
    today: date
    """In the lab's zone; the first day that is offered."""


@dataclass(frozen=True)
class Filled:
    """What the form shows when it is opened."""

    room: str
    day: date
    start: time
    minutes: int
    seats: int
    ages: tuple[int, int]
    exercises: tuple[str, ...]
    title: str = ""


def blank(choices: Choices, day: date, now: datetime) -> Filled:
    """A form for a new session: an afternoon, or the next whole hour of today, in the first room with all its seats."""
    first = choices.exercises[:1]
    next_hour = min(dates.local(now, choices.lab.time_zone).hour + 1, 23)
    return Filled(
        room=choices.rooms[0].id,
        day=max(day, choices.today),
        start=time(next_hour if day <= choices.today else AFTERNOON),
        minutes=90,
        seats=choices.rooms[0].stations,
        ages=first[0].ages if first else (YOUNGEST, OLDEST),
        exercises=tuple(exercise.slug for exercise in first),
        title=_(first[0].title) if first else "",
    )


def filled_from(session: Session, zone: str) -> Filled:
    """A form that shows what is booked."""
    start = dates.local(session.starts_at, zone)
    return Filled(
        room=session.room,
        day=start.date(),
        start=start.time().replace(second=0, microsecond=0),
        minutes=int((session.ends_at - session.starts_at).total_seconds() // 60),
        seats=session.seats,
        ages=(session.youngest, session.oldest),
        exercises=session.exercises,
        title=session.title,
    )


def show(key: str, choices: Choices, shown: Filled) -> Filled:
    """Draw the fields and give what they hold now."""
    title = st.text_input(_("Title"), shown.title, max_chars=LONGEST_NAME, key=f"{key}-title")
    day, start, minutes = _when(key, choices, shown)
    room, seats, ages = _where_and_for_whom(key, choices, shown)
    slugs = _what(key, choices, shown)
    return Filled(room, day, start, minutes, seats, ages, slugs, title)


def draft(choices: Choices, filled: Filled) -> Draft:
    """What the form asks for, in UTC. A time that the lab's clock never shows is refused."""
    starts_at = from_local(filled.day, filled.start, choices.lab.time_zone)
    return Draft(
        lab=choices.lab.id,
        room=filled.room,
        title=filled.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=filled.minutes),
        seats=filled.seats,
        youngest=filled.ages[0],
        oldest=filled.ages[1],
        exercises=filled.exercises,
    )


def _when(key: str, choices: Choices, shown: Filled) -> tuple[date, time, int]:
    """A list of days in words: it shows the weekday, is searched by typing, and speaks the page's language."""
    days = _with([choices.today + timedelta(days=number) for number in range(DAYS_AHEAD)], shown.day)
    lengths = _with(_LENGTHS, shown.minutes)
    columns = st.columns([2, 1, 1])
    day = columns[0].selectbox(
        _("Day"), days, days.index(shown.day), dates.near_day, key=f"{key}-day", filter_mode="contains"
    )
    with columns[1]:
        begins = start(key, shown.start)
    minutes = columns[2].selectbox(
        _("Length"), lengths, lengths.index(shown.minutes), dates.length, key=f"{key}-minutes", filter_mode="prefix"
    )
    return day, begins, minutes


def start(key: str, shown: time) -> time:
    """When it starts, in quarters of an hour."""
    starts = _with(_STARTS, shown)
    return st.selectbox(_("Starts"), starts, starts.index(shown), _hour, key=f"{key}-start", filter_mode="prefix")


def room(key: str, rooms: Sequence[Room], shown: str) -> str:
    """Which room, by its id."""
    names = {room.id: room for room in rooms}
    return st.selectbox(
        _("Room"), list(names), list(names).index(shown), lambda one: _room_words(names[one]), key=f"{key}-room"
    )


def _where_and_for_whom(key: str, choices: Choices, shown: Filled) -> tuple[str, int, tuple[int, int]]:
    rooms = {room.id: room for room in choices.rooms}
    columns = st.columns([5, 3, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        chosen = room(key, choices.rooms, shown.room)
    most = rooms[chosen].stations
    seats = columns[1].number_input(
        _("Seats, at most {most}", most=most), 1, most, min(shown.seats, most), key=f"{key}-seats-{chosen}"
    )
    youngest = columns[2].number_input(_("Youngest, years"), YOUNGEST, OLDEST, shown.ages[0], key=f"{key}-youngest")
    oldest = columns[3].number_input(_("Oldest, years"), YOUNGEST, OLDEST, shown.ages[1], key=f"{key}-oldest")
    return chosen, int(seats), (int(youngest), int(oldest))


def _what(key: str, choices: Choices, shown: Filled) -> tuple[str, ...]:
    known = {exercise.slug: exercise for exercise in choices.exercises}
    return tuple(
        st.pills(
            _("Exercises"),
            list(known),
            selection_mode="multi",
            default=[slug for slug in shown.exercises if slug in known],
            format_func=lambda slug: _exercise_words(known[slug]),
            key=f"{key}-exercises",
        )
    )


def _with(offered: list[Choice], own: Choice) -> list[Choice]:
    return offered if own in offered else [own, *offered]


def _hour(at: time) -> str:
    return f"{at:%H:%M}"


def _room_words(room: Room) -> str:
    return _("{room}, {stations} stations", room=room.name, stations=room.stations)


def _exercise_words(exercise: Exercise) -> str:
    return f"{_(exercise.title)} ({session_words.ages(*exercise.ages)})"
