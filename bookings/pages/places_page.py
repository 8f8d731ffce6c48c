"""The seats of one session: how they go out, who has one, who waits, and the way to the door."""

from collections.abc import Sequence

import streamlit as st

from bookings import checkin, labs, line_up, sessions, ways
from bookings.components import dates
from bookings.labs import Lab
from bookings.line_up import Standing
from bookings.rules import Session, Status
from bookings.seat_terms import KINDS, STATES, WAYS, Kind, State
from lab import areas, page
from lab.errors import LabError
from lab.i18n import gettext as _
from lab.i18n import ngettext
from lab.participation import numbers


def draw() -> None:
    """The session in the address."""
    try:
        session = sessions.session(page.shop(), page.actor(), st.query_params.get("id", ""))
        lab = labs.lab(page.shop(), page.actor(), session.lab)
    except LabError as error:
        page.heading(_("Places"))
        page.tell(error)
        return
    with page.telling():
        _top(session, lab)
        found = line_up.standings(page.shop(), page.actor(), session.id)
        _way(session)
        _seated([one for one in found if one.state != State.WAITING], lab)
        _line(session, [one for one in found if one.state == State.WAITING])
        _no_shows(session)


def _top(session: Session, lab: Lab) -> None:
    page.link(_("Back to the session"), "session", icon="arrow_back", id=session.id)
    page.heading(_("Places"), f"{session.title} · {dates.day_and_hours(session, lab.time_zone)}")
    with st.container(horizontal=True):
        st.link_button(
            _("Check in at the door"), f"/checkin/{session.id}", icon=":material/how_to_reg:", type="primary"
        )
        st.link_button(_("The public sign-up page"), f"/signup/{lab.id}", icon=":material/open_in_new:")


def _way(session: Session) -> None:
    now = ways.way_of(page.shop(), session.id)
    if session.status != Status.PLANNED or ways.round_of(page.shop(), session.id):
        page.source_note(_(WAYS[now]))
        return
    options = list(WAYS)
    chosen = st.radio(
        _("How do the seats go out?"), options, options.index(now), format_func=lambda way: _(WAYS[way]), key="way"
    )
    if chosen != now and st.button(_("Save"), key="way-save"):
        ways.set_way(page.shop(), page.actor(), session.id, chosen)
        page.done(_("Saved."))


def _seated(found: Sequence[Standing], lab: Lab) -> None:
    page.subheading(_("Has or is offered a place"))
    if not found:
        page.empty_state(_("Nobody yet."))
        return
    heads = [_("Code"), _("Who"), _("Area"), _("Places"), _("Standing")]
    page.table(_("The code stands on their receipt."), heads, [_row(one, lab) for one in found], (3,))


def _row(one: Standing, lab: Lab) -> list[object]:
    standing = _(STATES[State(one.state)])
    if one.until:
        standing = _("{standing}, until {when}", standing=standing, when=page.local(one.until, lab.time_zone))
    elif one.confirmed and one.state == State.PLACED:
        standing = _("{standing}, confirmed", standing=standing)
    return [one.code, _(KINDS[Kind(one.kind)]), one.area, one.seats, standing]


def _line(session: Session, found: Sequence[Standing]) -> None:
    page.subheading(_("The line"))
    if not found:
        page.empty_state(_("Nobody waits."))
        return
    heads = [_("Number"), _("Code"), _("Who"), _("Area"), _("Places"), _("Let past")]
    rows = [
        [number, one.code, _(KINDS[Kind(one.kind)]), one.area, one.seats, one.passed]
        for number, one in enumerate(found, 1)
    ]
    page.table(_("Whoever stands first is offered the next free place."), heads, rows, (0, 4, 5))
    if len(found) > 1:
        with st.expander(_("Move somebody in the line")), page.telling():
            _move(session, found)


def _move(session: Session, found: Sequence[Standing]) -> None:
    codes = {one.request: f"{number} · {one.code}" for number, one in enumerate(found, 1)}
    moved = st.selectbox(_("Who"), list(codes), format_func=lambda id_: codes[id_], key="move-who")
    front = st.radio(
        _("Where to?"), [True, False], format_func=lambda first: _("First") if first else _("Last"), key="move-where"
    )
    reason = st.text_input(_("Why? This is kept in the log."), max_chars=200, key="move-why")
    if st.button(_("Move"), key="move-do"):
        line_up.move(page.shop(), page.actor(), session.id, moved, front, reason)
        page.done(_("The line is changed."))


def _no_shows(session: Session) -> None:
    """Always shown, and never held against anybody."""
    page.subheading(_("Seats that nobody came for"))
    here = checkin.no_shows(page.shop(), page.actor(), session.lab).get(session.id)
    if here and here.promised.number:
        text = ngettext("{count} promised seat", "{count} promised seats", here.promised.number)
        page.stat(_("Nobody came for"), str(here.missed.number), text)
    by_area = checkin.no_shows_by_area(page.shop(), page.actor(), session.lab)
    if not by_area:
        page.source_note(_("It shows when sessions with sign-up have been held."))
        return
    names = {area: _area(area) for area in by_area}
    rows = [
        [names[area], numbers.total_or_dash(one.promised), "–" if one.share is None else numbers.percent(one.share)]
        for area, one in sorted(by_area.items(), key=lambda pair: names[pair[0]])
    ]
    heads = [_("Area"), _("Promised seats"), _("Nobody came for")]
    page.table(_("In all sessions of the lab so far, by where people live"), heads, rows, (1, 2))


def _area(code: str) -> str:
    return areas.find(page.shop(), code).name


draw()
