"""A leader's start page: the sessions of a lab by week, month or list, what runs now, and booking."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from urllib.parse import urlencode

import streamlit as st

from bookings import board, labs, leading, openings, sessions
from bookings.components import (
    dates,
    dragging,
    month_grid,
    running_now,
    session_filter,
    session_list,
    struck_list,
    week_grid,
)
from bookings.components.dragging import Dropped
from bookings.components.session_filter import Filter
from bookings.labs import Lab, Room
from bookings.opening_rules import Span, Timetable
from bookings.pages import session_booking, session_moving
from bookings.pages.session_booking import Beginning
from lab import page
from lab.i18n import N_
from lab.i18n import gettext as _

BOOKING = "calendar-booking"
MOVING = "calendar-moving"
VIEWS = {"week": N_("Week"), "month": N_("Month"), "list": N_("List")}
LIST_WEEKS = 4


def draw() -> None:
    """The lab that was chosen, or the first one."""
    own = labs.all_labs(page.shop(), page.actor())
    if not own:
        page.heading(_("Calendar"))
        page.empty_state(_("You have no lab yet. Ask an administrator to make you a leader of one."))
        return
    lab = _chosen_lab(own)
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    _take_booking_from_address(today)
    _top(lab, today)
    with page.telling():
        _draw_lab(lab, labs.rooms(page.shop(), lab.id), _anchor(today), today)


def _draw_lab(lab: Lab, rooms: Sequence[Room], anchor: date, today: date) -> None:
    names = {room.id: room.name for room in rooms}
    running = board.running(page.shop(), page.actor(), lab.id)
    for session in running:
        taken = board.taken(page.shop(), page.actor(), lab.id, running)
        running_now.show(session, names[session.room], lab.time_zone, taken.get(session.id, 0))
    began = st.session_state.get(BOOKING)
    if began:
        session_booking.show(lab, rooms, began, today, _end)
    dropped = st.session_state.get(MOVING)
    if dropped:
        session_moving.show(lab, rooms, dropped, _end)
    struck_list.show("calendar", openings.struck(page.shop(), page.actor(), lab.id), lab.time_zone)
    view = _view_bar(anchor, today)
    timetable = openings.hours(page.shop(), page.actor(), lab.id)
    _VIEWS[view](lab, names, anchor, timetable)


def _week(lab: Lab, names: Mapping[str, str], anchor: date, timetable: Timetable) -> None:
    monday = dates.monday_of(anchor)
    found = sessions.of_week(page.shop(), page.actor(), lab.id, monday)
    chosen = _tools(lab, names, monday, dates.DAYS_IN_WEEK)
    shown = [one for one in found if chosen.keeps(one)]
    week = week_grid.Week(
        monday,
        page.shop().clock(),
        shown,
        [one for one in found if not chosen.rooms or one.room in chosen.rooms],
        names,
        board.taken(page.shop(), page.actor(), lab.id, shown),
        page.shop().exercises,
        timetable,
        leading.of_sessions(page.shop(), page.actor(), lab.id, shown),
    )
    week_grid.show(week, None if st.session_state.get(BOOKING) else _book_empty)
    dragging.listen(monday, _dropped)


def _month(lab: Lab, names: Mapping[str, str], anchor: date, timetable: Timetable) -> None:
    first, end = month_grid.weeks_of(anchor)
    found = sessions.between(page.shop(), page.actor(), lab.id, first, end)
    chosen = _tools(lab, names, first, (end - first).days)
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    month_grid.show(
        month_grid.Month(anchor.replace(day=1), today, lab.id, [one for one in found if chosen.keeps(one)], timetable)
    )


def _list(lab: Lab, names: Mapping[str, str], anchor: date, timetable: Timetable) -> None:
    first = dates.monday_of(anchor)
    end = first + timedelta(weeks=LIST_WEEKS)
    found = sessions.between(page.shop(), page.actor(), lab.id, first, end)
    chosen = _tools(lab, names, first, (end - first).days)
    shown = [one for one in found if chosen.keeps(one)]
    caption = _span_title(first)
    leaders = leading.of_sessions(page.shop(), page.actor(), lab.id, shown)
    session_list.show(caption, shown, timetable.time_zone, names, leaders, page.shop().exercises)


_VIEWS = {"week": _week, "month": _month, "list": _list}


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


def _anchor(today: date) -> date:
    """A day of the week or month that is shown."""
    return dates.day_asked(st.query_params.get("week", ""), today)


def _top(lab: Lab, today: date) -> None:
    """Which lab, and the page's main action."""
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-top"):
        page.heading(lab.name)
        if not st.session_state.get(BOOKING):
            st.button(
                _("Book a session"),
                type="primary",
                icon=":material/add:",
                key="calendar-book",
                on_click=_begin,
                args=(max(dates.monday_of(_anchor(today)), today),),
            )


def _view_bar(anchor: date, today: date) -> str:
    """Which week or month, the way to others, and how they are shown."""
    view = _view()
    title = {"week": dates.week_title(dates.monday_of(anchor)), "month": dates.month_title(anchor)}
    before, after = _neighbours(view, anchor)
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-week"):
        page.subheading(title.get(view) or _span_title(dates.monday_of(anchor)))
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _turn(
                "previous",
                _("Previous month") if view == "month" else _("Previous week"),
                ":material/chevron_left:",
                before,
            )
            _turn("today", _("Today"), None, today)
            _turn("next", _("Next month") if view == "month" else _("Next week"), ":material/chevron_right:", after)
    return view


def _view() -> str:
    asked = st.query_params.get("view", "")
    return asked if asked in VIEWS else "week"


def _neighbours(view: str, anchor: date) -> tuple[date, date]:
    if view == "month":
        first = anchor.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    week = timedelta(days=dates.DAYS_IN_WEEK)
    return dates.monday_of(anchor) - week, dates.monday_of(anchor) + week


def _span_title(first: date) -> str:
    last = first + timedelta(weeks=LIST_WEEKS) - timedelta(days=1)
    return f"{dates.day_month_year(first)} – {dates.day_month_year(last)}"


def _tools(lab: Lab, names: Mapping[str, str], first: date, days: int) -> Filter:
    """How the sessions are shown, which of them, and the way to paper."""
    with st.container(horizontal=True, vertical_alignment="center", key="calendar-tools"):
        st.segmented_control(
            _("Shown as"),
            list(VIEWS),
            default=_view(),
            required=True,
            format_func=lambda view: _(VIEWS[view]),
            key="calendar-view",
            on_change=_show_view,
            label_visibility="collapsed",
        )
        chosen = session_filter.show("calendar-filter", names, page.shop().exercises)
        query = [("lab", lab.id), ("first", first.isoformat()), ("days", str(days)), *chosen.query()]
        st.link_button(_("Print"), f"/calendar/print?{urlencode(query)}", icon=":material/print:")
    return chosen


def _show_view() -> None:
    st.query_params["view"] = st.session_state["calendar-view"] or "week"


def _turn(name: str, label: str, icon: str | None, day: date) -> None:
    st.button(label, icon=icon, key=f"calendar-{name}", on_click=_show_week, args=(day,))


def _show_week(day: date) -> None:
    st.query_params["week"] = day.isoformat()


def _begin(day: date) -> None:
    st.session_state[BOOKING] = Beginning(day)


def _book_empty(day: date, span: Span) -> None:
    """Begin to book the empty time that was clicked."""
    st.session_state[BOOKING] = Beginning(day, time(span[0] // 60, span[0] % 60), span[1] - span[0])


def _dropped(where: Dropped) -> None:
    """Ask about a session that was dragged somewhere; an earlier question is over."""
    st.session_state[BOOKING], st.session_state[MOVING] = None, where
    for field in ("moving-start", "moving-room"):
        st.session_state.pop(field, None)


def _take_booking_from_address(today: date) -> None:
    """The plus of a day in the month leads here; a reload does not begin anew."""
    asked = st.query_params.get("book")
    if asked is not None:
        _begin(max(dates.day_asked(asked, today), today))
        del st.query_params["book"]


def _end(day: date | None) -> None:
    """Booking or moving is over: with the day that it was for, or None."""
    st.session_state[BOOKING] = st.session_state[MOVING] = None
    if day:
        _show_week(day)


draw()
