"""A part of a session's page: changing and cancelling it, and where it belongs to a series also its siblings."""

from collections.abc import Callable, Sequence

import streamlit as st

from bookings import alternatives, labs, resources, series, series_changes, sessions
from bookings.components import dates, in_the_way, leaders_box, needs_form, session_form, times_form
from bookings.labs import Lab, Room
from bookings.resource_rules import Needs, capability_name
from bookings.rules import Draft
from bookings.series import Scope
from bookings.sessions import Session
from lab import page
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _

SCOPES = {
    Scope.ONE: N_("Only this time"),
    Scope.FOLLOWING: N_("This and the following times"),
    Scope.ALL: N_("All coming times of the series"),
}
CANCEL = "session-cancel"


def show(session: Session, lab: Lab, end: Callable[[], None]) -> None:
    """Draw the form of a booked session. `end` is called when it is over."""
    rooms = labs.rooms(page.shop(), lab.id)
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    choices = session_form.Choices(lab, rooms, page.shop().exercises, today)
    with st.container(border=True):
        page.subheading(_("Change the session"))
        filled = session_form.show("change", choices, session_form.filled_from(session, lab.time_zone))
        needs = needs_form.show(
            "change",
            resources.stations(page.shop(), lab.id),
            resources.equipment(page.shop(), lab.id),
            sessions.needs(page.shop(), page.actor(), session.id)[0],
        )
        leaders = leaders_box.others("change", session)
        scope = _scope(session, _("Which times is the change for?"), "change-scope")
        with page.telling():
            draft = session_form.draft(choices, filled)
            if scope == Scope.ONE:
                chosen: series.Choices = {}
                _collision(session, lab, rooms, draft, needs, leaders)
            else:
                chosen = _several(session, lab, scope, draft, needs, leaders)
            with st.container(horizontal=True):
                changing = st.button(_("Save the changes"), type="primary", key="change-save")
                st.button(_("Leave it as it was"), key="change-leave", on_click=end)
            if changing:
                count = series_changes.change(
                    page.shop(), page.actor(), session.id, scope, draft, needs, chosen, leaders
                )
                end()
                page.done(
                    _("The changes are saved.")
                    if scope == Scope.ONE
                    else ngettext("{count} session is changed.", "{count} sessions are changed.", count)
                )


def cancelling(session: Session) -> None:
    """The button that cancels, and its question."""
    scope = Scope.ONE
    if st.session_state.get(f"{CANCEL}-asked"):
        scope = _scope(session, _("Which times are cancelled?"), "cancel-scope")
    question = _("The room becomes free, and the session is shown as cancelled. This cannot be undone.")
    if page.confirmed(_("Cancel the session"), question, CANCEL, _("Yes, cancel it")):
        with page.telling():
            count = series_changes.cancel(page.shop(), page.actor(), session.id, scope)
            page.done(
                _("The session is cancelled.")
                if scope == Scope.ONE
                else ngettext("{count} session is cancelled.", "{count} sessions are cancelled.", count)
            )


def more_facts(session: Session) -> None:
    """What a session has besides its room, and where it stands in its series."""
    needs, given = sessions.needs(page.shop(), page.actor(), session.id)
    if given:
        told = (f"{capability_name(one.capability)} {one.room} {one.number}" for one in given)
        page.source_note(_("Stations: {stations}", stations=", ".join(told)))
    if needs.equipment:
        names = {one.id: one.name for one in resources.equipment(page.shop(), session.lab)}
        told = (f"{names.get(thing, '')} × {units}" for thing, units in needs.equipment.items())
        page.source_note(_("Equipment: {equipment}", equipment=", ".join(told)))
    _series_line(session)


def _series_line(session: Session) -> None:
    found = series.of_session(page.shop(), page.actor(), session.id)
    if found is None:
        return
    number = next(place for place, one in enumerate(found[1], 1) if one.session == session.id)
    own = found[1][number - 1]
    said = [_("Time {number} of {count} in a series.", number=number, count=len(found[1]))]
    if own.detached:
        said.append(_("It was changed alone and no longer follows the others."))
    page.source_note(" ".join(said))


def _scope(session: Session, question: str, key: str) -> Scope:
    """Which times; asked only where there are more."""
    found = series.of_session(page.shop(), page.actor(), session.id)
    if found is None or len(found[1]) == 1:
        return Scope.ONE
    return st.radio(question, list(SCOPES), format_func=lambda scope: _(SCOPES[scope]), key=f"{key}-{session.id}")


def _collision(
    session: Session, lab: Lab, rooms: Sequence[Room], draft: Draft, needs: Needs, leaders: tuple[str, ...] | None
) -> None:
    """What stands in the way of a new time, room or leader, before it is saved; one that has begun is not moved."""
    same = (draft.room, draft.starts_at, draft.ends_at) == (session.room, session.starts_at, session.ends_at)
    if (same and leaders is None) or session.starts_at <= page.shop().clock():
        return
    leading = leaders if leaders is not None else leaders_box.now(session)
    told = alternatives.answer(page.shop(), page.actor(), draft, needs, leading, (session.id,))
    in_the_way.show("change", told, {room.id: room.name for room in rooms}, lab.time_zone)


def _several(
    session: Session, lab: Lab, scope: Scope, draft: Draft, needs: Needs, leaders: tuple[str, ...] | None
) -> series.Choices:
    names = {room.id: room.name for room in labs.rooms(page.shop(), lab.id)}
    times = series_changes.preview_change(page.shop(), page.actor(), session.id, scope, draft, needs, leaders)
    return times_form.show("change-times", times, names, lab.time_zone, _("Leave it as it was"))
