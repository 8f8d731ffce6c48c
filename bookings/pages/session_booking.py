"""A part of the calendar: booking a session, or a series whose times are looked through before they are saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

import streamlit as st
from markupsafe import Markup

from bookings import alternatives, resources, series, sessions
from bookings.components import (
    dates,
    in_the_way,
    leaders_box,
    needs_form,
    repeat_form,
    session_form,
    terms_form,
    times_form,
)
from bookings.labs import Lab, Room
from bookings.resource_rules import Needs
from bookings.rules import Draft
from bookings.series import Plan
from bookings.terms import Terms
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext


@dataclass(frozen=True)
class Beginning:
    """The empty time that was clicked; none of both: the next one that is likely."""

    day: date
    start: time | None = None
    minutes: int = 90


@dataclass(frozen=True)
class Asked:
    """One session as the form asks for it."""

    draft: Draft
    needs: Needs
    leaders: tuple[str, ...] | None
    terms: Terms


def show(lab: Lab, rooms: Sequence[Room], began: Beginning, today: date, end: Callable[[date | None], None]) -> None:
    """Draw the form. `end` is called when it is over, with the day that was booked first, or None."""
    choices = session_form.Choices(lab, rooms, page.shop().exercises, today)
    with st.container(border=True, key="booking"):
        page.subheading(_("Book a session"))
        filled = session_form.show("booking", choices, _filled(choices, began))
        needs = needs_form.show(
            "booking", resources.stations(page.shop(), lab.id), resources.equipment(page.shop(), lab.id), Needs()
        )
        leaders = leaders_box.field("booking", lab.id)
        terms = terms_form.show("booking", filled.seats)
        repeat = repeat_form.show("booking-repeat", filled.day)
        with page.telling():
            draft = session_form.draft(choices, filled)
            if repeat:
                _series(lab, rooms, Plan(draft, repeat, needs, leaders, terms), end)
            else:
                _one(lab, rooms, Asked(draft, needs, leaders, terms), end)
                return
        if repeat:
            st.button(_("Cancel"), key="booking-cancel", on_click=end, args=(None,))


def _filled(choices: session_form.Choices, began: Beginning) -> session_form.Filled:
    blank = session_form.blank(choices, began.day, page.shop().clock())
    if began.start is None:
        return blank
    return replace(blank, start=began.start, minutes=min(began.minutes, blank.minutes))


def _one(lab: Lab, rooms: Sequence[Room], asked: Asked, end: Callable[[date | None], None]) -> None:
    answer = alternatives.answer(page.shop(), page.actor(), asked.draft, asked.needs, asked.leaders or ())
    in_the_way.show("booking", answer, {room.id: room.name for room in rooms}, lab.time_zone)
    with st.container(horizontal=True):
        booking = st.button(_("Book the session"), type="primary", key="booking-book")
        st.button(_("Cancel"), key="booking-cancel", on_click=end, args=(None,))
    if booking:
        with page.telling():
            booked = sessions.book(page.shop(), page.actor(), asked.draft, asked.needs, asked.leaders, asked.terms)
            start = dates.local(booked.starts_at, lab.time_zone)
            end(start.date())
            told = _(
                "Booked: {title}, {day} at {time}.",
                title=booked.title,
                day=dates.near_day(start.date()),
                time=f"{start:%H:%M}",
            )
            page.done(told)


def _series(lab: Lab, rooms: Sequence[Room], plan: Plan, end: Callable[[date | None], None]) -> None:
    times = series.preview(page.shop(), page.actor(), plan)
    page.html(Markup('<h3 class="times-title">{}</h3>').format(repeat_form.told(plan.repeat)))
    names = {room.id: room.name for room in rooms}
    chosen = times_form.show("booking-times", times, names, lab.time_zone, _("Skip it"))
    left = len(times) - sum(1 for draft in chosen.values() if draft is None)
    label = ngettext("Book {count} session", "Book {count} sessions", left)
    if st.button(label, type="primary", key="booking-book-series", disabled=not left):
        series.book(page.shop(), page.actor(), plan, chosen)
        end(times[0].day)
        page.done(ngettext("{count} session is booked.", "{count} sessions are booked.", left))
