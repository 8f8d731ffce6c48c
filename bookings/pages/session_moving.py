"""A part of the calendar: a session that was dragged somewhere is moved there, once its leader has said yes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, time

import streamlit as st
from markupsafe import Markup

from bookings import alternatives, series, sessions
from bookings.components import dates, in_the_way, leaders_box, session_form
from bookings.components.dragging import Dropped
from bookings.labs import Lab, Room
from bookings.rules import Draft, Session
from lab import page
from lab.i18n import gettext as _


def show(lab: Lab, rooms: Sequence[Room], dropped: Dropped, end: Callable[[date | None], None]) -> None:
    """Ask whether it shall be moved there. `end` is called when that is answered, with the day, or None."""
    with st.container(border=True, key="moving"), page.telling():
        session = sessions.session(page.shop(), page.actor(), dropped.session)
        page.subheading(_("Move “{title}”?", title=session.title))
        draft = _draft(session, lab, rooms, dropped)
        _told(session, draft, lab)
        needs = sessions.needs(page.shop(), page.actor(), session.id)[0]
        leaders = leaders_box.now(session)
        answer = alternatives.answer(page.shop(), page.actor(), draft, needs, leaders, (session.id,))
        in_the_way.show("moving", replace(answer, leaders=()), {room.id: room.name for room in rooms}, lab.time_zone)
        with st.container(horizontal=True):
            moving = st.button(_("Move it"), type="primary", key="moving-yes", disabled=answer.trouble is not None)
            st.button(_("Leave it as it was"), key="moving-no", on_click=end, args=(None,))
        if moving:
            sessions.change(page.shop(), page.actor(), session.id, draft)
            end(dropped.day)
            page.done(_("The session is moved. Those who have seats and its leaders are told."))


def _draft(session: Session, lab: Lab, rooms: Sequence[Room], dropped: Dropped) -> Draft:
    """The session on the day, at a time and in a room that can still be changed."""
    choices = session_form.Choices(lab, rooms, page.shop().exercises, dropped.day)
    shown = session_form.filled_from(session, lab.time_zone)
    start = shown.start if dropped.minute is None else time(dropped.minute // 60, dropped.minute % 60)
    columns = st.columns(2)
    with columns[0]:
        begins = session_form.start("moving", start)
    with columns[1]:
        room = session_form.room("moving", rooms, session.room)
    return session_form.draft(choices, replace(shown, day=dropped.day, start=begins, room=room))


def _told(session: Session, draft: Draft, lab: Lab) -> None:
    before, after = (dates.day_and_hours(one, lab.time_zone) for one in (session, draft))
    page.html(Markup("<p>{}<br><strong>{}</strong></p>").format(
        _("From {when}", when=before), _("to {when}", when=after)
    ))  # fmt: skip
    if series.of_session(page.shop(), page.actor(), session.id):
        page.source_note(_("Only this time is moved; the others of its series stay."))
