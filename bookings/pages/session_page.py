"""One session: before it, what is booked; while it is open, the leader's board; after it, what happened."""

import streamlit as st

from bookings import board, labs, sessions
from bookings.components import dates, session_facts, session_form
from bookings.labs import Lab
from bookings.pages import session_board
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
    day = dates.long_day(dates.local(session.starts_at, lab.time_zone).date())
    page.link(_("Back to the calendar"), "calendar", icon="arrow_back", lab=lab.id, week=_week_of(session, lab))
    page.heading(session.title, f"{day} · {dates.hours(session.starts_at, session.ends_at, lab.time_zone)}")
    _BY_STATUS[Status(session.status)](session, lab)


def _week_of(session: Session, lab: Lab) -> str:
    return dates.monday_of(dates.local(session.starts_at, lab.time_zone).date()).isoformat()


def _facts(session: Session, lab: Lab) -> None:
    rooms = {room.id: room.name for room in labs.rooms(page.shop(), lab.id)}
    session_facts.show(session, lab.name, rooms.get(session.room, ""), lab.time_zone, page.shop().exercises)


def _planned(session: Session, lab: Lab) -> None:
    if st.session_state.get(CHANGING) == session.id:
        _change(session, lab)
        return
    _facts(session, lab)
    with st.container(horizontal=True, key="session-actions"):
        opening = st.button(_("Open the session"), type="primary", icon=":material/play_arrow:", key="session-open")
        st.button(_("Change"), icon=":material/edit:", key="session-change", on_click=_put, args=(CHANGING, session.id))
    question = _("The room becomes free, and the session is shown as cancelled. This cannot be undone.")
    cancelling = page.confirmed(_("Cancel the session"), question, "session-cancel", _("Yes, cancel it"))
    with page.telling():
        if opening:
            _opened(session)
        if cancelling:
            sessions.cancel(page.shop(), page.actor(), session.id)
            page.done(_("The session is cancelled."))


def _opened(session: Session) -> None:
    sessions.open_now(page.shop(), page.actor(), session.id)
    page.done(_("The session is open. Youths can sit down with the PIN."))


def _put(key: str, session: str = "") -> None:
    """Remember which session is being changed; none, to end that."""
    st.session_state[key] = session


def _change(session: Session, lab: Lab) -> None:
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    choices = session_form.Choices(lab, labs.rooms(page.shop(), lab.id), page.shop().exercises, today)
    with st.container(border=True):
        page.subheading(_("Change the session"))
        filled = session_form.show("change", choices, session_form.filled_from(session, lab.time_zone))
        with st.container(horizontal=True):
            changing = st.button(_("Save the changes"), type="primary", key="change-save")
            st.button(_("Leave it as it was"), key="change-leave", on_click=_put, args=(CHANGING,))
        if changing:
            with page.telling():
                sessions.change(page.shop(), page.actor(), session.id, session_form.draft(choices, filled))
                _put(CHANGING)
                page.done(_("The changes are saved."))


def _closed(session: Session, lab: Lab) -> None:
    _facts(session, lab)
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
    session_board.pictures(session, lab)
    st.link_button(_("Print the pictures"), f"/print/{session.id}", icon=":material/print:")
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
