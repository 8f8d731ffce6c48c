"""The session that is open now, on top of the week: what, where, its PIN and the way to its board."""

import streamlit as st
from markupsafe import Markup

from bookings import way_in
from bookings.components import dates, looks, session_words
from bookings.sessions import Session
from lab import page
from lab.i18n import gettext as _


def show(session: Session, room: str, zone: str, taken: int) -> None:
    """Draw `session`, which is open, with the name of its room."""
    looks.load()
    with st.container(border=True, key=f"running-{session.id}", gap="xsmall"):
        page.html(
            Markup(
                '<div class="running"><div><p class="running-now">{}</p><h2 class="running-title">{}</h2>'
                '<p class="card-facts">{} · {} · {}</p></div>'
                '<p class="running-pin"><span>{}</span> <strong>{}</strong></p></div>'
            ).format(
                _("Running now"),
                session.title,
                dates.hours(session.starts_at, session.ends_at, zone),
                room,
                session_words.seats(session, taken),
                _("PIN"),
                way_in.digits(session.pin),
            )
        )
        page.link(_("To the session's board"), "session", icon="groups", id=session.id)
