"""How a session comes again: which weekdays, how often, until when."""

from datetime import date, timedelta

import streamlit as st

from bookings.components import dates
from bookings.repeats import MOST_OCCURRENCES, NTHS, Repeat
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _

WEEKS_AHEAD = 16
DAYS_AHEAD = 550
_HOW = {
    "1": N_("Every week"),
    "2": N_("Every second week"),
    "3": N_("Every third week"),
    "4": N_("Every fourth week"),
    "month": N_("Every month"),
}
_NTH = {1: N_("The first"), 2: N_("The second"), 3: N_("The third"), 4: N_("The fourth"), -1: N_("The last")}


def show(key: str, first: date) -> Repeat | None:
    """Draw the fields under a switch; None while it is off. `first` is the day that is chosen for the first time."""
    if not st.toggle(_("It comes again"), key=f"{key}-on"):
        return None
    columns = st.columns([3, 7], vertical_alignment="bottom")
    how = columns[0].selectbox(_("How often"), list(_HOW), format_func=lambda how: _(_HOW[how]), key=f"{key}-how")
    with columns[1]:
        nth, weekdays = (_nth(key, first), (first.weekday(),)) if how == "month" else (0, _weekdays(key, first))
    by_number = st.toggle(_("Ends after a number of times"), key=f"{key}-by-number")
    interval = 1 if how == "month" else int(how)
    if by_number:
        times = st.number_input(_("How many times"), 1, MOST_OCCURRENCES, 10, key=f"{key}-count", width=240)
        return Repeat(weekdays, interval, nth, count=int(times))
    return Repeat(weekdays, interval, nth, until=_until(key, first))


def told(repeat: Repeat) -> str:
    """ "Varje vecka på tisdag och torsdag, till och med 16 juni 2026"."""
    days = _(" and ").join(dates.weekday_name(weekday) for weekday in repeat.weekdays)
    often = _(_NTH[repeat.nth]) if repeat.nth else _(_HOW[str(repeat.interval)]) if repeat.interval <= 4 else ""
    end = (
        _("until {day}", day=dates.day_month_year(repeat.until))
        if repeat.until
        else ngettext("{count} time", "{count} times", repeat.count or 0)
    )
    if repeat.nth:
        return _("{nth} {day} of the month, {end}", nth=often, day=days, end=end)
    return _("{often} on {days}, {end}", often=often, days=days, end=end)


def _weekdays(key: str, first: date) -> tuple[int, ...]:
    chosen = st.pills(
        _("Weekdays"),
        list(range(dates.DAYS_IN_WEEK)),
        selection_mode="multi",
        default=[first.weekday()],
        format_func=dates.weekday_short,
        key=f"{key}-weekdays-{first.weekday()}",
    )
    return tuple(sorted(chosen))


def _nth(key: str, first: date) -> int:
    own = (first.day - 1) // dates.DAYS_IN_WEEK + 1
    return st.selectbox(
        _("Which {weekday} of the month", weekday=dates.weekday_name(first.weekday())),
        NTHS,
        NTHS.index(own if own in NTHS else -1),
        format_func=lambda nth: _(_NTH[nth]),
        key=f"{key}-nth-{first.isoformat()}",
    )


def _until(key: str, first: date) -> date:
    days = [first + timedelta(days=number) for number in range(1, DAYS_AHEAD)]
    return st.selectbox(
        _("Last day"),
        days,
        dates.DAYS_IN_WEEK * WEEKS_AHEAD - 1,
        dates.near_day,
        key=f"{key}-until-{first.isoformat()}",
        filter_mode="contains",
        width=360,
    )
