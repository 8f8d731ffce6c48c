"""What stands in the way of a single session before anybody tries to book it, and what could be instead: one press."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from bookings.alternatives import Answer
from bookings.components import dates, looks
from bookings.rules import Draft
from lab import page
from lab.i18n import gettext as _


def show(key: str, answer: Answer, rooms: Mapping[str, str], zone: str) -> None:
    """Draw why the session cannot be booked as it is, with other times, rooms and leaders to press.

    A press fills in the form's own fields, which begin with `key`.
    """
    if answer.trouble is None:
        return
    looks.load()
    with st.container(border=True, key=f"{key}-in-the-way", gap="xsmall"):
        page.html(Markup('<p class="collides-why" role="status">{}</p>').format(answer.trouble.told()))
        if not (answer.times or answer.rooms or answer.leaders):
            page.source_note(answer.trouble.advised())
            return
        with st.container(horizontal=True):
            for number, one in enumerate(answer.times):
                label = _("Another time: {hours}", hours=dates.hours(one.starts_at, one.ends_at, zone))
                st.button(label, key=f"{key}-time-{number}", on_click=_time, args=(key, one, zone))
            for one in answer.rooms:
                label = _("Another room: {room}", room=rooms.get(one.room, ""))
                st.button(label, key=f"{key}-room-{one.room}-instead", on_click=_room, args=(key, one))
            for leader in answer.leaders:
                label = _("Another leader: {leader}", leader=leader.name)
                st.button(label, key=f"{key}-leader-{leader.id}", on_click=_leader, args=(key, leader.id))


def _time(key: str, draft: Draft, zone: str) -> None:
    st.session_state[f"{key}-start"] = dates.local(draft.starts_at, zone).time().replace(second=0, microsecond=0)


def _room(key: str, draft: Draft) -> None:
    st.session_state[f"{key}-room"] = draft.room


def _leader(key: str, leader: str) -> None:
    st.session_state[f"{key}-leaders"] = [leader]
