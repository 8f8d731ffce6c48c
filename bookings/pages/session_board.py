"""The leader's board while a session is open: the way in, what everyone is doing, pause and stop, the pictures."""

from collections import Counter

import streamlit as st
from markupsafe import Markup

from bookings import projecting, sessions
from bookings.components import leaders_box, picture_strip, pin_card, seat_grid
from bookings.labs import Lab
from bookings.rules import Session, Status
from lab import controls, gallery, page
from lab.exercise import Controls
from lab.gallery import PictureRow
from lab.i18n import gettext as _

SECONDS_BETWEEN_LOOKS = 2.0
FREE_TEXT = "board-free-text"


def show(session: Session, lab: Lab) -> None:
    """Draw the board of `session`, which is open."""
    with st.container(key="board-top", horizontal=True):
        with st.container(border=True, gap="xsmall", key="board-way-in"):
            pin_card.show("pin-card", session.pin)
            if pin_card.only_here():
                page.source_note(_("Only this computer reaches that address: tablets need its address in the network."))
        with st.container(border=True, key="board-lead"):
            _lead(session)
            _ways_on(session)
    page.subheading(_("Seats"))
    _seats(session)
    page.subheading(_("Pictures"))
    live_pictures(session, lab)
    page.subheading(_("Free text"))
    _free_text(session)
    leaders_box.show(session, lab.time_zone)
    page.subheading(_("End of the session"))
    _end(session)


@page.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _lead(session: Session) -> None:
    """What holds in the room, and the one thing to press; looks again by itself, for there may be another leader."""
    with st.container(key="live-lead", gap="small"), page.telling():
        said = controls.controls_of(page.shop(), session.id)
        page.html(_told(said))
        going = not (said.paused or said.stopped)
        if going and st.button(_("Pause"), type="primary", icon=":material/pause:", key="board-pause", width="stretch"):
            controls.pause(page.shop(), page.actor(), session.id)
            st.rerun()
        if not going and st.button(
            _("Let everyone go on"), type="primary", icon=":material/play_arrow:", key="board-resume", width="stretch"
        ):
            controls.resume(page.shop(), page.actor(), session.id)
            st.rerun()
        if not said.stopped and st.button(
            _("Stop everyone"), icon=":material/stop:", key="board-stop", width="stretch", help=_stopping()
        ):
            controls.stop(page.shop(), page.actor(), session.id)
            st.rerun()


def _stopping() -> str:
    return _("Pictures that are being made are dropped. What is painted and saved is kept.")


def _told(said: Controls) -> Markup:
    """How the room stands, in a sentence that a screen reader says when it changes."""
    if said.stopped:
        kind, text = "stopped", _("Stopped: nobody can paint until you let them go on.")
    elif said.paused:
        kind, text = "paused", _("Paused: pictures wait, and everything that was painted is kept.")
    else:
        kind, text = "going", _("Everyone can work.")
    return Markup('<p class="room-said room-{}" role="status">{}</p>').format(kind, text)


def _ways_on(session: Session) -> None:
    with st.container(horizontal=True, key="board-ways"):
        st.link_button(_("Projector"), f"/projector/{session.id}", icon=":material/cast:")
        st.link_button(_("Print"), f"/print/{session.id}", icon=":material/print:")
        page.link(
            _("Lesson plans"), "exercises", icon="menu_book",
            youngest=str(session.youngest), oldest=str(session.oldest),
        )  # fmt: skip


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


def pictures(session: Session, lab: Lab) -> None:
    """The session's pictures; the one that is seen large can be put on the projector or taken away."""
    with st.container(key="live-pictures"), page.telling():
        kept = gallery.of_session(page.shop(), page.actor(), session.id, session.lab)
        chosen = picture_strip.show("pictures", kept, lab.time_zone)
        if chosen is None:
            _on_projector(session, kept)
            return
        if session.status == Status.OPEN:
            _project(session, chosen)
        question = _("The picture is taken away for the youth too. This cannot be undone.")
        if page.confirmed(_("Remove the picture"), question, f"remove-{chosen.id}", _("Yes, remove it")):
            gallery.remove(page.shop(), page.actor(), chosen.id)
            page.done(_("The picture is removed."))


live_pictures = page.fragment(run_every=SECONDS_BETWEEN_LOOKS)(pictures)


def _project(session: Session, picture: PictureRow) -> None:
    if controls.controls_of(page.shop(), session.id).shown == picture.id:
        page.source_note(_("This picture is on the projector now."))
    elif st.button(_("Show on the projector"), icon=":material/cast:", key=f"project-{picture.id}"):
        controls.show(page.shop(), page.actor(), session.id, picture.id)
        st.rerun()


def _on_projector(session: Session, kept: list[PictureRow]) -> None:
    """Which picture the projector shows, where one was chosen, and the way back to all of them."""
    shown = projecting.chosen(kept, controls.controls_of(page.shop(), session.id).shown)
    if session.status != Status.OPEN or shown is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="board-on-show"):
        page.source_note(_("The projector shows a picture from seat {number}.", number=shown.seat))
        if st.button(_("Show all in turn"), key="board-slides", icon=":material/slideshow:"):
            controls.show_slides(page.shop(), page.actor(), session.id)
            st.rerun()


def _free_text(session: Session) -> None:
    """Off until a leader opens it, and again off in the next session."""
    if not controls.has_large_model(page.shop()):
        page.source_note(_(controls.NoLargeModel.message))
        return
    said = controls.controls_of(page.shop(), session.id)
    page.source_note(
        _("Words are written to the large picture model. Only words about nature and weather are let through.")
    )
    st.toggle(
        _("Let everyone in this session write words"), value=said.free_text, key=FREE_TEXT, on_change=_let_write,
        args=(session.id,),
    )  # fmt: skip


def _let_write(session: str) -> None:
    opened = st.session_state[FREE_TEXT]
    with page.telling():
        verb = controls.open_free_text if opened else controls.close_free_text
        verb(page.shop(), page.actor(), session)


def _end(session: Session) -> None:
    question = _("The PIN and all seats stop working. What has been saved is kept.")
    if page.confirmed(_("Close the session"), question, "session-close", _("Yes, close it")):
        with page.telling():
            sessions.close_now(page.shop(), page.actor(), session.id)
            page.done(_("The session is closed."))
