"""A leader's own sessions, and calendars to subscribe to."""

import streamlit as st
from markupsafe import Markup

from bookings import labs, leading
from bookings.components import dates, feed_box, looks
from bookings.feeds import Kind
from bookings.labs import Lab
from bookings.rules import STATUS_NAMES, Session, Status
from lab import page, places
from lab.i18n import gettext as _


def draw() -> None:
    """What one leads, in order; then an address for each calendar."""
    page.heading(_("My sessions"), _("The sessions that you lead, and calendars for your phone."))
    with page.telling():
        known = {lab.id: lab for lab in labs.all_labs(page.shop(), page.actor())}
        _sessions(leading.mine(page.shop(), page.actor()), known)
        _calendars(known)


def _sessions(found: list[Session], known: dict[str, Lab]) -> None:
    looks.load()
    if not found:
        page.empty_state(_("You lead no coming sessions."), (_("To the calendar"), "calendar"))
    for session in found:
        if session.lab in known:
            _session(session, known[session.lab])


def _session(session: Session, lab: Lab) -> None:
    when = dates.day_and_hours(session, lab.time_zone)
    with st.container(border=True, key=f"card-{session.status}-{session.id}", gap="xxsmall"):
        page.html(Markup('<p class="card-time">{}</p>').format(when))
        page.link(session.title, "session", id=session.id)
        status = _(STATUS_NAMES[Status(session.status)])
        page.html(Markup('<p class="card-facts">{} · {}</p>').format(lab.name, status))


def _calendars(known: dict[str, Lab]) -> None:
    page.subheading(_("Calendars to subscribe to"))
    me = page.actor().id.removeprefix("staff:")
    with st.expander(_("My sessions"), icon=":material/person:"):
        feed_box.show(Kind.LEADER, me, places.time_zone(page.shop()), "mine")
    for lab in known.values():
        with st.expander(lab.name, icon=":material/home_work:"):
            feed_box.show(Kind.LAB, lab.id, lab.time_zone, lab.id)


draw()
