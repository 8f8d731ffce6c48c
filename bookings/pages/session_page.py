"""One session: before it, what is booked; while it is open, the leader's board; after it, what happened."""

from collections import Counter

import streamlit as st

from bookings import board, labs, sessions
from bookings.components import dates, picture_strip, pin_card, seat_grid, session_facts, session_form
from bookings.labs import Lab
from bookings.rules import Status
from bookings.sessions import Session
from lab import gallery, page
from lab.errors import LabError
from lab.i18n import gettext as _

CHANGING = "session-changing"
ON_THE_WALL = "session-on-the-wall"
SECONDS_BETWEEN_LOOKS = 2.0


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
    if session.status == Status.OPEN and st.session_state.get(ON_THE_WALL) == session.id:
        _wall(session)
        return
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
    """Remember which session is being changed or hangs on the wall; none, to end that."""
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


def _board(session: Session, lab: Lab) -> None:
    with st.container(border=True, gap="xsmall"):
        pin_card.show("pin-card", session.pin)
        if pin_card.only_here():
            page.source_note(_("Only this computer reaches that address: tablets need its address in the network."))
        st.button(
            _("Show large"),
            icon=":material/fullscreen:",
            key="session-wall",
            on_click=_put,
            args=(ON_THE_WALL, session.id),
        )
    page.subheading(_("Seats"))
    _seats(session)
    page.subheading(_("Pictures"))
    _live_pictures(session, lab)
    page.subheading(_("End of the session"))
    question = _("The PIN and all seats stop working. What has been saved is kept.")
    if page.confirmed(_("Close the session"), question, "session-close", _("Yes, close it")):
        with page.telling():
            sessions.close_now(page.shop(), page.actor(), session.id)
            page.done(_("The session is closed."))


@page.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _seats(session: Session) -> None:
    """Looks again by itself; only numbers of seats, nothing about who sits there."""
    with st.container(key="live-seats"), page.telling():
        shop, actor = page.shop(), page.actor()
        if sessions.session(shop, actor, session.id).status != Status.OPEN:
            st.rerun()
        taken = sessions.seats(shop, actor, session.id)
        saved = Counter(picture.seat for picture in gallery.of_session(shop, actor, session.id, session.lab))
        doing = {seat.number: shop.presence.of(seat.participant_key) for seat in taken}
        seat_grid.show(seat_grid.Room(session.seats, taken, doing, saved, shop.clock()))


def _pictures(session: Session, lab: Lab) -> None:
    with st.container(key="live-pictures"), page.telling():
        pictures = gallery.of_session(page.shop(), page.actor(), session.id, session.lab)
        chosen = picture_strip.show("pictures", pictures, lab.time_zone)
        if chosen is None:
            return
        question = _("The picture is taken away for the youth too. This cannot be undone.")
        if page.confirmed(_("Remove the picture"), question, f"remove-{chosen.id}", _("Yes, remove it")):
            gallery.remove(page.shop(), page.actor(), chosen.id)
            page.done(_("The picture is removed."))


_live_pictures = page.fragment(run_every=SECONDS_BETWEEN_LOOKS)(_pictures)


def _wall(session: Session) -> None:
    """Nothing but the way in, for a projector."""
    with st.container(key="projector"):
        page.heading(session.title)
        pin_card.show("pin-wall", session.pin)
        _count(session)
        st.button(_("Back to the board"), key="session-unwall", on_click=_put, args=(ON_THE_WALL,))


@page.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _count(session: Session) -> None:
    with st.container(key="live-count"), page.telling():
        taken = len(sessions.seats(page.shop(), page.actor(), session.id))
        page.html(seat_grid.count(taken, session.seats))


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
    _pictures(session, lab)
    if page.shop().clock() < session.ends_at and st.button(_("Open it again"), key="session-reopen"):
        with page.telling():
            _opened(session)


_BY_STATUS = {Status.PLANNED: _planned, Status.OPEN: _board, Status.CLOSED: _closed, Status.CANCELLED: _facts}

draw()
