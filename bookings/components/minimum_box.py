"""How many a session needs to be held: asked for, told, and decided by a leader where it was left to them."""

import streamlit as st
from markupsafe import Markup

from bookings import minimum
from bookings.components import dates
from bookings.minimum import FLAGGED, HELD, Least, Minimum
from bookings.rules import Session
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext

HOURS_BEFORE = (2, 6, 12, 24, 48, 72, 7 * 24)
START = 24


def show(session: Session, zone: str) -> None:
    """Draw what is asked of a planned session, and how to ask something else."""
    found = minimum.of_session(page.shop(), page.actor(), session)
    coming = minimum.coming(page.shop(), page.actor(), session)
    if found and found.outcome == FLAGGED:
        _decide(session, found, coming)
    with st.expander(_("Least number of participants")), page.telling():
        if found and not found.outcome:
            page.html(Markup("<p>{}</p>").format(_told(found, coming, zone)))
        _ask(session, found)


def _told(found: Minimum, coming: int, zone: str) -> str:
    day, time = dates.day(found.decide_at, zone), dates.clock(found.decide_at, zone)
    many = ngettext("{count} place is taken so far.", "{count} places are taken so far.", coming)
    if found.cancels:
        kind = _("With fewer than {least} places taken on {day} at {time}, it is cancelled and everyone is told.",
                 least=found.least, day=day, time=time)  # fmt: skip
    else:
        kind = _("With fewer than {least} places taken on {day} at {time}, the leaders are told and decide.",
                 least=found.least, day=day, time=time)  # fmt: skip
    return f"{kind} {many}"


def _decide(session: Session, found: Minimum, coming: int) -> None:
    st.warning(
        _("{count} places are taken, and at least {least} were asked for.", count=coming, least=found.least),
        icon=":material/group_off:",
    )
    if st.button(_("Hold it anyway"), key="minimum-hold"):
        with page.telling():
            minimum.hold_anyway(page.shop(), page.actor(), session.id)
            page.done(_("The session is held."))


def fields(key: str, seats: int, found: Minimum | None) -> Least:
    """Draw what can be asked for, and give it as it stands."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        least = st.number_input(
            _("At least"),
            1,
            seats,
            min(found.least if found else 3, seats),
            key=f"{key}-least",
            width=120,
        )
        hours = st.selectbox(
            _("Decided before the start"),
            HOURS_BEFORE,
            HOURS_BEFORE.index(START),
            _before,
            key=f"{key}-hours",
            width=220,
        )
    cancels = st.radio(
        _("With fewer"),
        (True, False),
        format_func=lambda each: (
            _("Cancel it by itself, and tell everyone") if each else _("Tell the leaders, who decide")
        ),
        key=f"{key}-cancels",
    )
    return Least(int(least), int(hours or START), bool(cancels))


def _ask(session: Session, found: Minimum | None) -> None:
    asked = fields("minimum", session.seats, found)
    with st.container(horizontal=True):
        if st.button(_("Ask for this"), key="minimum-save"):
            minimum.ask(page.shop(), page.actor(), session.id, asked.number, asked.hours_before, asked.cancels)
            page.done(_("The least number is saved."))
        if found and found.outcome != HELD and st.button(_("Hold it whoever comes"), key="minimum-drop"):
            minimum.hold_anyway(page.shop(), page.actor(), session.id)
            page.done(_("The session is held."))


def _before(hours: int) -> str:
    if hours >= 24:
        return ngettext("{count} day", "{count} days", hours // 24)
    return ngettext("{count} hour", "{count} hours", hours)
