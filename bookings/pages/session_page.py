"""One session: before it, what is booked; while it is open, the leader's board; after it, what happened."""

from functools import partial

import streamlit as st

from bookings import board, labs, sessions
from bookings.components import dates, feed_box, leaders_box, minimum_box, session_facts
from bookings.feeds import Kind
from bookings.labs import Lab
from bookings.pages import session_board, session_change
from bookings.rules import Status
from bookings.sessions import Session
from lab import page
from lab.errors import LabError
from lab.i18n import gettext as _

CHANGING = "session-changing"


def draw() -> None:
    """The session in the address."""
    try:
        session = sessions.session(page.shop(), page.actor(), st.query_params.get("id", ""))
        lab = labs.lab(page.shop(), page.actor(), session.lab)
    except LabError as error:
        page.heading(_("Session"))
        page.tell(error)
        return
    with page.telling():
        _draw_session(session, lab)


def _draw_session(session: Session, lab: Lab) -> None:
    page.link(_("Back to the calendar"), "calendar", icon="arrow_back", lab=lab.id, week=_week_of(session, lab))
    page.heading(session.title, dates.day_and_hours(session, lab.time_zone))
    if session.status != Status.CANCELLED:
        page.link(_("Places and check-in"), "places", icon="how_to_reg", id=session.id)
    _BY_STATUS[Status(session.status)](session, lab)


def _week_of(session: Session, lab: Lab) -> str:
    return dates.monday_of(dates.local(session.starts_at, lab.time_zone).date()).isoformat()


def _facts(session: Session, lab: Lab) -> None:
    rooms = {room.id: room.name for room in labs.rooms(page.shop(), lab.id)}
    session_facts.show(session, lab.name, rooms.get(session.room, ""), page.shop().exercises)


def _planned(session: Session, lab: Lab) -> None:
    if st.session_state.get(CHANGING) == session.id:
        session_change.show(session, lab, partial(_put, CHANGING))
        return
    _facts(session, lab)
    session_change.more_facts(session)
    with st.container(horizontal=True, key="session-actions"):
        opening = st.button(_("Open the session"), type="primary", icon=":material/play_arrow:", key="session-open")
        st.button(_("Change"), icon=":material/edit:", key="session-change", on_click=_put, args=(CHANGING, session.id))
    session_change.cancelling(session)
    with page.telling():
        if opening:
            _opened(session)
    leaders_box.show(session, lab.time_zone)
    minimum_box.show(session, lab.time_zone)
    with st.expander(_("Calendar to subscribe to")):
        feed_box.show(Kind.SESSION, session.id, lab.time_zone, session.id)


def _opened(session: Session) -> None:
    sessions.open_now(page.shop(), page.actor(), session.id)
    page.done(_("The session is open. Youths can sit down with the PIN."))


def _put(key: str, session: str = "") -> None:
    """Remember which session is being changed; none, to end that."""
    st.session_state[key] = session


def _closed(session: Session, lab: Lab) -> None:
    _facts(session, lab)
    leaders_box.show(session, lab.time_zone)
    outcome = board.outcome(page.shop(), page.actor(), session.id)
    page.subheading(_("What happened"))
    columns = st.columns(4)
    shown = (
        (_("Youths who came"), outcome.visits),
        (_("Opened an exercise"), outcome.started),
        (_("Saved a picture"), outcome.saved),
        (_("Pictures kept"), outcome.pictures),
    )
    for column, (label, value) in zip(columns, shown, strict=True):
        with column:
            page.stat(label, str(value))
    page.subheading(_("Pictures"))
    if outcome.pictures:
        session_board.pictures(session, lab)
        st.link_button(_("Print the pictures"), f"/print/{session.id}", icon=":material/print:")
    else:
        page.empty_state(_("No pictures are left."))
    if page.shop().clock() < session.ends_at and st.button(_("Open it again"), key="session-reopen"):
        with page.telling():
            _opened(session)


_BY_STATUS = {
    Status.PLANNED: _planned,
    Status.OPEN: session_board.show,
    Status.CLOSED: _closed,
    Status.CANCELLED: _facts,
}

draw()
