"""Rounds of requests: planning one, choosing its rules with the figures at hand, closing it, and the draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import streamlit as st
from markupsafe import Markup

from bookings import labs, round_figures, round_record, rounds, sessions
from bookings.components import area_picker, dates, looks
from bookings.draw_terms import Order, Policy, Reserve
from bookings.labs import Lab
from bookings.reserves import Proposal, as_reserves
from bookings.round_record import ASKING, DRAWN, FROZEN, STATES, Round
from bookings.rounds import Plan
from bookings.rules import LONGEST_NAME, Session, Status, from_local
from lab import areas, page
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers

_TO_ROUND = Markup(
    '<p class="round-title"><a href="/rounds?id={id}" target="_self">{title}</a></p><p class="source-note">{facts}</p>'
)
_TO_ALL = Markup('<p><a href="/rounds" target="_self">{}</a></p>')
"""Streamlit's own link from a page to itself forgets what stands after the question mark at the next click."""

WEEKS_AHEAD = 16
ORDERS = {
    Order.LEAST_SERVED: N_("Fewest seats in the last twelve months first"),
    Order.LOTTERY: N_("Only the lot"),
    Order.FIRST_COME: N_("Who asked first"),
}
RESERVES = {
    Reserve.FIRST: N_("A guaranteed minimum: those from the area take the held seats first"),
    Reserve.LAST: N_("On top: those from the area take the held seats when the others are gone"),
}
SETTINGS = {
    "none": N_("Nothing held"),
    "first": N_("Held as a minimum"),
    "last": N_("Held on top"),
}


def draw() -> None:
    """The round in the address, or else the lab's rounds."""
    asked = st.query_params.get("id", "")
    own = labs.all_labs(page.shop(), page.actor())
    with page.telling():
        if asked:
            _one(rounds.public(page.shop(), asked))
        elif own:
            _all(own)
        else:
            page.heading(_("Rounds"))
            page.empty_state(_("You have no lab yet. Ask an administrator to make you a leader of one."))


def _all(own: Sequence[Lab]) -> None:
    page.heading(
        _("Rounds"), _("Requests are gathered for some time, then a draw that anyone can check gives the seats.")
    )
    by_id = {lab.id: lab for lab in own}
    lab = own[0]
    if len(own) > 1:
        lab = by_id[st.selectbox(_("Lab"), list(by_id), format_func=lambda id_: by_id[id_].name, key="rounds-lab")]
    looks.load()
    found = rounds.of_lab(page.shop(), page.actor(), lab.id)
    for one in found:
        with st.container(border=True, key=f"round-{one.id}"):
            page.html(_TO_ROUND.format(id=one.id, title=one.title, facts=f"{_(STATES[one.state])} · {_span(one, lab)}"))
    if not found:
        page.empty_state(_("No round has been planned yet."))
    page.subheading(_("Plan a round"))
    _plan(lab)


def _plan(lab: Lab) -> None:
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    coming = _coming(lab, today)
    if not coming:
        page.empty_state(_("Book the sessions first."), (_("To the calendar"), "calendar"))
        return
    title = st.text_input(_("Name"), max_chars=LONGEST_NAME, key="round-title")
    names = {one.id: _name(one, lab) for one in coming}
    chosen = st.multiselect(_("Sessions"), list(names), format_func=lambda id_: names[id_], key="round-sessions")
    opens = _moment(_("Requests open"), "round-opens", today, time(0, 0))
    closes = _moment(_("Requests close"), "round-closes", today + timedelta(days=7), time(18, 0))
    order = _choice(_("Who is first in the line?"), ORDERS, "round-order")
    if st.button(_("Plan the round"), type="primary", key="round-plan"):
        with page.telling():
            zone = lab.time_zone
            wanted = Plan(
                lab.id, title, tuple(chosen), from_local(*opens, zone), from_local(*closes, zone), Policy(order)
            )
            rounds.plan(page.shop(), page.actor(), wanted)
            page.done(_("The round is planned, and can be asked in on the sign-up page."))


def _one(found: Round) -> None:
    lab = labs.lab(page.shop(), page.actor(), found.lab)
    page.html(_TO_ALL.format(_("All rounds")))
    page.heading(found.title, f"{_(STATES[found.state])} · {_span(found, lab)}")
    st.link_button(_("The public page of the draw"), f"/draw/{found.id}", icon=":material/open_in_new:")
    for session in _sessions(found):
        with st.container(horizontal=True, vertical_alignment="center", key=f"session-{session.id}"):
            page.link(_name(session, lab), "places", icon="event_seat", id=session.id)
            if found.state == DRAWN:
                st.link_button(_("Check in at the door"), f"/checkin/{session.id}", icon=":material/how_to_reg:")
    if found.state in (ASKING, FROZEN):
        _figures(found)
    if found.state == ASKING:
        _rules(found)
        _proposals(found)
    _steps(found)


def _figures(found: Round) -> None:
    shown = round_figures.figures(page.shop(), page.actor(), found.id)
    columns = st.columns(3)
    values = (
        (_("Requests"), shown.demand.requests),
        (_("People in them"), shown.demand.people),
        (_("Seats"), shown.demand.seats),
    )
    for column, (label, value) in zip(columns, values, strict=True):
        with column:
            page.stat(label, str(value))
    if not shown.expected:
        return
    heads = [_("Area"), *(_(SETTINGS[one.name]) for one in shown.expected)]
    named = sorted(shown.expected[0].seats)
    rows = [[area, *(_tenths(one.seats[area]) for one in shown.expected)] for area in named]
    rows.append([_("Nobody's seat: people who wait"), *(_tenths(one.waiting) for one in shown.expected)])
    page.table(_("Seats that each area can expect, with the requests as they stand"), heads, rows, (1, 2, 3))


def _rules(found: Round) -> None:
    page.subheading(_("Rules"))
    order = _choice(_("Who is first in the line?"), ORDERS, "rules-order", Order(found.seats_order))
    reserve = _choice(_("How are held seats given?"), RESERVES, "rules-reserve", Reserve(found.reserve))
    held = {session: dict(of) for session, of in found.held.items()}
    for area in sorted({area for of in held.values() for area in of}):
        _held(found, area, held)
    with st.expander(_("Hold seats for another municipality")):
        area = area_picker.show("rules-area")
        seats = st.number_input(_("Seats in each session"), 1, 100, 1, key="rules-seats")
        if area:
            held = {one.id: {**held.get(one.id, {}), area: int(seats)} for one in _sessions(found)}
    if st.button(_("Save the rules"), key="rules-save"):
        with page.telling():
            _changed(found, Policy(order, reserve, held))


def _held(found: Round, area: str, held: dict[str, dict[str, int]]) -> None:
    name = areas.find(page.shop(), area).name
    now = max(of.get(area, 0) for of in held.values())
    label = _("Seats held for {area} in each session", area=name)
    seats = int(st.number_input(label, 0, 100, now, key=f"rules-held-{area}"))
    if seats != now:
        for session in _sessions(found):
            held.setdefault(session.id, {})[area] = seats


def _proposals(found: Round) -> None:
    page.subheading(_("Areas that are left behind"))
    page.source_note(
        _("A proposal from the published figures of the last half-year. Nothing is held before you say yes.")
    )
    if st.button(_("Propose seats to hold"), icon=":material/lightbulb:", key="propose"):
        st.session_state["proposed"] = (found.id, round_figures.propose(page.shop(), page.actor(), found.id))
    kept_for, proposals = st.session_state.get("proposed", ("", {}))
    if kept_for != found.id:
        return
    if not proposals:
        page.empty_state(_("No area is below its share in the published figures, or they are too few to tell."))
        return
    rows = [_proposal(session, one) for session in _sessions(found) for one in proposals.get(session.id, ())]
    heads = [_("Area"), _("Session"), _("Seats to hold"), _("Share of those reached"), _("Share of the population")]
    page.table(_("Proposed"), heads, rows, (2, 3, 4))
    if st.button(_("Yes, hold these seats"), key="propose-yes"):
        with page.telling():
            held = {session: dict(as_reserves(of)) for session, of in proposals.items()}
            del st.session_state["proposed"]
            policy = Policy(Order(found.seats_order), Reserve(found.reserve), held)
            _changed(found, policy, "proposed from the published figures")


def _proposal(session: Session, one: Proposal) -> list[object]:
    shares = (numbers.percent(one.reached_share), numbers.percent(one.population_share))
    return [areas.find(page.shop(), one.area).name, _name(session), one.seats, *shares]


def _changed(found: Round, policy: Policy, why: str = "") -> None:
    rounds.change(page.shop(), page.actor(), found.id, replace(policy), why)
    page.done(_("The rules are saved."))


def _steps(found: Round) -> None:
    shop, actor = page.shop(), page.actor()
    if found.state == ASKING:
        question = _("No more requests are taken. The list and the rules are published and can no longer be changed.")
        if page.confirmed(_("Close and publish the list"), question, "round-freeze", _("Yes, close it"), danger=False):
            with page.telling():
                rounds.freeze(shop, actor, found.id)
                page.done(_("The list is published."))
    if found.state == FROZEN and st.button(_("Draw now"), type="primary", icon=":material/casino:", key="round-draw"):
        with page.telling():
            rounds.draw_now(shop, actor, found.id)
            page.done(_("The draw is made, and everyone can see the answer."))
    if found.state != DRAWN and found.state in (ASKING, FROZEN):
        question = _("Everyone who asked is told, and the sessions become drop-in again.")
        if page.confirmed(_("Take the round back"), question, "round-cancel", _("Yes, take it back")):
            with page.telling():
                rounds.cancel(shop, actor, found.id)
                page.done(_("The round is taken back."))


def _sessions(found: Round) -> list[Session]:
    with page.shop().database.read() as read:
        return round_record.sessions_of(read, found.id)


def _coming(lab: Lab, today: date) -> list[Session]:
    found: list[Session] = []
    for week in range(WEEKS_AHEAD):
        monday = dates.monday_of(today) + timedelta(days=7 * week)
        found += sessions.of_week(page.shop(), page.actor(), lab.id, monday)
    now, chosen = page.shop().clock(), rounds.chosen(page.shop(), page.actor(), lab.id)
    return [one for one in found if one.status == Status.PLANNED and one.starts_at > now and one.id not in chosen]


def _moment(label: str, key: str, day: date, clock: time) -> tuple[date, time]:
    with st.container(horizontal=True):
        chosen = st.date_input(label, day, key=key, format="YYYY-MM-DD")
        at = st.time_input(_("{what}, time", what=label), clock, key=f"{key}-time", step=timedelta(minutes=15))
    return chosen, at


def _choice(label: str, names: Mapping[Order, str] | Mapping[Reserve, str], key: str, now: object = None) -> Any:
    options = list(names)
    start = next((index for index, one in enumerate(options) if one == now), 0)
    return st.radio(label, options, start, format_func=lambda one: _(names[one]), key=key)


def _name(session: Session, lab: Lab | None = None) -> str:
    zone = (lab or labs.lab(page.shop(), page.actor(), session.lab)).time_zone
    return f"{page.local(session.starts_at, zone, 'EEE d MMM HH:mm')} · {session.title}"


def _span(found: Round, lab: Lab) -> str:
    return "{}–{}".format(
        *(page.local(when, lab.time_zone, "d MMM HH:mm") for when in (found.opens_at, found.closes_at))
    )


def _tenths(number: float) -> str:
    return numbers.decimal(number, 1)


draw()
