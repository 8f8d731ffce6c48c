"""Booked sessions that lie where the lab is closed now: each can be moved or cancelled."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bookings import alternatives, sessions
from bookings.components import dates, looks
from bookings.openings import Struck
from lab import page
from lab.i18n import gettext as _
from lab.i18n import ngettext


def show(key: str, struck: Sequence[Struck], zone: str) -> None:
    """Draw the list, if there is any."""
    if not struck:
        return
    looks.load()
    title = ngettext(
        "{count} session lies where the lab is closed", "{count} sessions lie where the lab is closed", len(struck)
    )
    with st.expander(title, icon=":material/event_busy:", key=f"{key}-struck"):
        for one in struck:
            with st.container(border=True, key=f"{key}-struck-{one.session.id}", gap="xsmall"), page.telling():
                _one(key, one, zone)


def _one(key: str, one: Struck, zone: str) -> None:
    session = one.session
    page.html(
        Markup('<p class="collides-day">{}, {}</p><p class="collides-why">{}</p>').format(
            session.title, dates.day_and_hours(session, zone), one.why.told()
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _move(f"{key}-move-{session.id}", one, zone)
        question = _("The room becomes free, and the session is shown as cancelled. This cannot be undone.")
        if page.confirmed(_("Cancel the session"), question, f"{key}-cancel-{session.id}", _("Yes, cancel it")):
            sessions.cancel(page.shop(), page.actor(), session.id)
            page.done(_("The session is cancelled."))


def _move(key: str, one: Struck, zone: str) -> None:
    """Other times are looked for when they are asked for."""
    if not st.session_state.get(f"{key}-asked"):
        st.button(_("Move it"), key=key, on_click=_ask, args=(key,))
        return
    offered = alternatives.elsewhere(page.shop(), page.actor(), one.session)
    if not offered:
        page.source_note(_("No other time is free in the coming weeks."))
        return
    names = {dates.day_and_hours(draft, zone): draft for draft in offered}
    chosen = st.selectbox(_("Move it to"), list(names), key=f"{key}-to", width=420)
    if st.button(_("Move the session"), key=f"{key}-go", type="primary"):
        sessions.change(page.shop(), page.actor(), one.session.id, names[chosen])
        page.done(_("The session is moved."))


def _ask(key: str) -> None:
    st.session_state[f"{key}-asked"] = True
