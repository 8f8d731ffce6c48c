"""A part of the labs' page: opening hours, public holidays, closures, and a list of school breaks."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from bookings import openings
from bookings.components import closures_upload, dates, looks, struck_list
from bookings.labs import Lab
from bookings.opening_rules import LONGEST_REASON, MINUTES_OF_DAY, Closing, Hours, Timetable, told_minute
from bookings.openings import SCHOOL_BREAKS, Closure
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext

DAYS_AHEAD = 550
LARGEST_LIST = 100_000
STEP = 15
_MINUTES = list(range(0, MINUTES_OF_DAY + 1, STEP))
OPENS, CLOSES = 10 * 60, 20 * 60


def hours(lab: Lab) -> None:
    """Draw the hours that hold, a way to take each away, and the form for more."""
    looks.load()
    known = openings.hours(page.shop(), page.actor(), lab.id)
    with page.telling():
        if not known.hours:
            page.empty_state(_("No opening hours yet: sessions can be booked at all hours."))
        for number, one in enumerate(known.hours):
            _hours_row(lab, known, number, one)
        _more_hours(lab, known)
        _holidays(lab, known)


def closures(lab: Lab) -> None:
    """Draw the coming closures and what they hit, the form for one more, and the list of school breaks."""
    with page.telling():
        struck_list.show(f"lab-{lab.id}", openings.struck(page.shop(), page.actor(), lab.id), lab.time_zone)
        coming = openings.closures(page.shop(), page.actor(), lab.id)
        if not coming:
            page.empty_state(_("No coming closures."))
        for closure in coming:
            _closure_row(closure)
        with st.expander(_("Close the lab for some time")), page.telling():
            _close(lab)
        with st.expander(_("Read in a list of school breaks")), page.telling():
            _school_breaks(lab)
        with st.expander(_("Read in a calendar file")), page.telling():
            closures_upload.show(lab)


def _hours_row(lab: Lab, known: Timetable, number: int, one: Hours) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        page.html(Markup('<p class="row-text">{}</p>').format(_told_hours(one)))
        if st.button(_("Remove"), key=f"hours-remove-{lab.id}-{number}"):
            left = [other for place, other in enumerate(known.hours) if place != number]
            openings.set_hours(page.shop(), page.actor(), lab.id, left)
            page.done(_("The opening hours are saved."))


def _told_hours(one: Hours) -> str:
    day = dates.weekday_name(one.weekday).capitalize()
    said = f"{day} {told_minute(one.opens)}–{told_minute(one.closes)}"
    if one.valid_from and one.valid_to:
        span = (dates.day_month_year(one.valid_from), dates.day_month_year(one.valid_to))
        return f"{said}, {span[0]} – {span[1]}"
    if one.valid_from:
        return "{}, {}".format(said, _("from {day}", day=dates.day_month_year(one.valid_from)))
    if one.valid_to:
        return "{}, {}".format(said, _("until {day}", day=dates.day_month_year(one.valid_to)))
    return said


def _more_hours(lab: Lab, known: Timetable) -> None:
    with st.expander(_("Add opening hours"), expanded=not known.hours):
        weekdays = st.pills(
            _("Weekdays"),
            list(range(dates.DAYS_IN_WEEK)),
            selection_mode="multi",
            default=[0, 1, 2, 3, 4],
            format_func=dates.weekday_short,
            key=f"hours-days-{lab.id}",
        )
        with st.container(horizontal=True):
            opens = _minute(_("Opens"), OPENS, f"hours-opens-{lab.id}")
            closes = _minute(_("Closes"), CLOSES, f"hours-closes-{lab.id}")
            first = _day(_("From, if not always"), f"hours-from-{lab.id}")
            last = _day(_("Until, if not for ever"), f"hours-to-{lab.id}")
        if st.button(_("Add the hours"), key=f"hours-add-{lab.id}", disabled=not weekdays):
            more = [Hours(weekday, opens, closes, first, last) for weekday in sorted(weekdays)]
            openings.set_hours(page.shop(), page.actor(), lab.id, [*known.hours, *more])
            page.done(_("The opening hours are saved."))


def _holidays(lab: Lab, known: Timetable) -> None:
    closed = st.toggle(
        _("Closed on Sweden's public holidays"),
        known.closed_on_holidays,
        key=f"holidays-{lab.id}-{known.closed_on_holidays}",
    )
    if closed != known.closed_on_holidays:
        openings.set_holidays(page.shop(), page.actor(), lab.id, closed)
        page.done(_("The lab is closed on public holidays.") if closed else _("The lab is open on public holidays."))


def _closure_row(closure: Closure) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        page.html(_closure_text(closure))
        if st.button(_("Open again"), key=f"reopen-{closure.id}"):
            openings.reopen(page.shop(), page.actor(), closure.id)
            page.done(_("{reason} no longer closes the lab.", reason=closure.reason))


def _closure_text(closure: Closure) -> str:
    said = _told_closure(closure) if closure.lab else " · ".join((_told_closure(closure), _("every lab")))
    return Markup('<p class="row-text"><strong>{}</strong><br>{}</p>').format(closure.reason, said)


def _told_closure(closure: Closing) -> str:
    first, last = dates.day_month_year(closure.first_day), dates.day_month_year(closure.last_day)
    said = first if first == last else f"{first} – {last}"
    if (closure.from_minute, closure.to_minute) == (0, MINUTES_OF_DAY):
        return said
    return f"{said}, {told_minute(closure.from_minute)}–{told_minute(closure.to_minute)}"


def _close(lab: Lab) -> None:
    reason = st.text_input(_("Why"), max_chars=LONGEST_REASON, key=f"close-reason-{lab.id}")
    days = _days()
    with st.container(horizontal=True):
        first = st.selectbox(
            _("First day"), days, 0, dates.near_day, key=f"close-first-{lab.id}", filter_mode="contains", width=300
        )
        last = st.selectbox(
            _("Last day"),
            days,
            days.index(first),
            dates.near_day,
            key=f"close-last-{lab.id}-{first}",
            filter_mode="contains",
            width=300,
        )
        start = _minute(_("From"), 0, f"close-from-{lab.id}")
        end = _minute(_("Until"), MINUTES_OF_DAY, f"close-to-{lab.id}")
    closing = Closing(reason, first, last, start, end)
    if st.button(_("Close the lab then"), key=f"close-{lab.id}"):
        openings.close(page.shop(), page.actor(), lab.id, [closing])
        page.done(_told_struck(lab))


def _school_breaks(lab: Lab) -> None:
    page.source_note(_("A row for each break, with its name, first day and last day: Sportlov, 2027-02-22, 2027-02-26"))
    given = st.file_uploader(_("The list as a file"), ["csv", "txt"], key=f"breaks-file-{lab.id}")
    typed = st.text_area(_("Or the list as text"), key=f"breaks-text-{lab.id}", max_chars=LARGEST_LIST)
    text = given.getvalue()[:LARGEST_LIST].decode("utf-8", "replace") if given else typed
    if st.button(_("Close the lab in these breaks"), key=f"breaks-{lab.id}", disabled=not text.strip()):
        openings.close(page.shop(), page.actor(), lab.id, openings.school_breaks(text), SCHOOL_BREAKS)
        page.done(_told_struck(lab))


def _told_struck(lab: Lab) -> str:
    count = len(openings.struck(page.shop(), page.actor(), lab.id))
    if not count:
        return _("The lab is closed then. No session is hit.")
    return ngettext(
        "The lab is closed then. {count} session is hit: move or cancel it.",
        "The lab is closed then. {count} sessions are hit: move or cancel them.",
        count,
    )


def _minute(label: str, shown: int, key: str) -> int:
    return st.selectbox(label, _MINUTES, _MINUTES.index(shown), told_minute, key=key, filter_mode="prefix", width=120)


def _day(label: str, key: str) -> date | None:
    return st.selectbox(
        label, _days(), None, dates.day_month_year, key=key, placeholder=_("Choose"), filter_mode="contains", width=220
    )


def _days() -> Sequence[date]:
    today = page.shop().clock().date()
    return [today + timedelta(days=number) for number in range(DAYS_AHEAD)]
