"""A leader's start page: the week of a lab, what runs now, and booking."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from bookings import board, labs, sessions
from bookings.components import dates, running_now, session_form, week_grid
from bookings.labs import Lab, Room
from bookings.sessions import Session
from lab import page
from lab.i18n import gettext as _

BOOKING = "calendar-booking"


def draw() -> None:
    """The lab that was chosen, or the first one."""
    own = labs.all_labs(page.shop(), page.actor())
    if not own:
        page.heading(_("Calendar"))
        page.empty_state(_("You have no lab yet. Ask an administrator to make you a leader of one."))
        return
    lab = _chosen_lab(own)
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    _top(lab)
    with page.telling():
        _draw_week(lab, labs.rooms(page.shop(), lab.id), _chosen_monday(today), today)


def _draw_week(lab: Lab, rooms: Sequence[Room], monday: date, today: date) -> None:
    found = sessions.of_week(page.shop(), page.actor(), lab.id, monday)
    names = {room.id: room.name for room in rooms}
    running = board.running(page.shop(), page.actor(), lab.id)
    taken = board.taken(page.shop(), page.actor(), lab.id, [*found, *running])
    for session in running:
        running_now.show(session, names[session.room], lab.time_zone, taken.get(session.id, 0))
    if st.session_state.get(BOOKING):
        _book(lab, rooms, max(monday, today), today)
    _week_bar(monday, today)
    week_grid.show(week_grid.Week(monday, today, lab.time_zone, found, names, taken, page.shop().exercises))


def _chosen_lab(own: Sequence[Lab]) -> Lab:
    """The lab in the address, so that a bookmark and the back button keep it."""
    by_id = {lab.id: lab for lab in own}
    asked = st.query_params.get("lab", "")
    if len(own) == 1:
        return own[0]
    start = list(by_id).index(asked) if asked in by_id else 0
    chosen = st.selectbox(_("Lab"), list(by_id), start, lambda lab: by_id[lab].name, key="calendar-lab")
    st.query_params["lab"] = chosen
    return by_id[chosen]


def _chosen_monday(today: date) -> date:
    try:
        asked = date.fromisoformat(st.query_params.get("week", ""))
    except ValueError:
        asked = today
    return dates.monday_of(asked)


def _top(lab: Lab) -> None:
    """Which lab, and the page's main action."""
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-top"):
        page.heading(lab.name)
        if not st.session_state.get(BOOKING):
            st.button(_("Book a session"), type="primary", icon=":material/add:", key="calendar-book", on_click=_begin)


def _week_bar(monday: date, today: date) -> None:
    """Which week, and the way to others."""
    week = timedelta(days=dates.DAYS_IN_WEEK)
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-week"):
        page.subheading(dates.week_title(monday))
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _turn("previous", _("Previous week"), ":material/chevron_left:", monday - week)
            _turn("today", _("Today"), None, dates.monday_of(today))
            _turn("next", _("Next week"), ":material/chevron_right:", monday + week)


def _turn(name: str, label: str, icon: str | None, monday: date) -> None:
    st.button(label, icon=icon, key=f"calendar-{name}", on_click=_show_week, args=(monday,))


def _show_week(monday: date) -> None:
    st.query_params["week"] = monday.isoformat()


def _begin() -> None:
    st.session_state[BOOKING] = True


def _end() -> None:
    st.session_state[BOOKING] = False


def _book(lab: Lab, rooms: Sequence[Room], day: date, today: date) -> None:
    choices = session_form.Choices(lab, rooms, page.shop().exercises, today)
    with st.container(border=True, key="booking"):
        page.subheading(_("Book a session"))
        filled = session_form.show("booking", choices, session_form.blank(choices, day, page.shop().clock()))
        with st.container(horizontal=True):
            booking = st.button(_("Book the session"), type="primary", key="booking-book")
            st.button(_("Cancel"), key="booking-cancel", on_click=_end)
        if booking:
            with page.telling():
                _booked(sessions.book(page.shop(), page.actor(), session_form.draft(choices, filled)), lab)


def _booked(session: Session, lab: Lab) -> None:
    start = dates.local(session.starts_at, lab.time_zone)
    _end()
    _show_week(dates.monday_of(start.date()))
    page.done(
        _(
            "Booked: {title}, {day} at {time}.",
            title=session.title,
            day=dates.long_day(start.date()),
            time=f"{start:%H:%M}",
        )
    )


draw()
