"""A part of the rounds' page: what has been asked for, the rules of the draw, and the seats that are held for areas."""

import streamlit as st

from bookings import round_figures, rounds
from bookings.components import area_picker, round_choices
from bookings.draw_terms import Order, Policy, Reserve
from bookings.labs import Lab
from bookings.reserves import Proposal, as_reserves
from bookings.round_record import Round
from bookings.rules import Session
from lab import areas, page
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers

SETTINGS = {
    "none": N_("Nothing held"),
    "first": N_("Held as a minimum"),
    "last": N_("Held on top"),
}


def figures(found: Round) -> None:
    """Draw what has been asked for, and what each area can expect of it."""
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


def rules(found: Round) -> None:
    """Draw the rules, and the form that changes them."""
    page.subheading(_("Rules"))
    order = round_choices.order("rules-order", Order(found.seats_order))
    reserve = round_choices.reserve("rules-reserve", Reserve(found.reserve))
    held = {session: dict(of) for session, of in found.held.items()}
    for area in sorted({area for of in held.values() for area in of}):
        now = max(of.get(area, 0) for of in held.values())
        label = _("Seats held for {area} in each session", area=areas.find(page.shop(), area).name)
        seats = st.number_input(label, 0, 100, now, key=f"rules-held-{area}")
        if seats != now:
            _hold(found, held, area, seats)
    with st.expander(_("Hold seats for another municipality")):
        chosen = area_picker.show("rules-area")
        seats = st.number_input(_("Seats in each session"), 1, 100, 1, key="rules-seats")
        if chosen:
            _hold(found, held, chosen, seats)
    if st.button(_("Save the rules"), key="rules-save"):
        with page.telling():
            _changed(found, Policy(order, reserve, held))


def _hold(found: Round, held: dict[str, dict[str, int]], area: str, seats: int) -> None:
    """So many in each session of the round."""
    for session in rounds.sessions_in(page.shop(), found.id):
        held.setdefault(session.id, {})[area] = seats


def proposals(found: Round, lab: Lab) -> None:
    """Draw the seats that the published figures speak for, when they are asked for."""
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
    rows = [
        _proposal(session, lab, one)
        for session in rounds.sessions_in(page.shop(), found.id)
        for one in proposals.get(session.id, ())
    ]
    heads = [_("Area"), _("Session"), _("Seats to hold"), _("Share of those reached"), _("Share of the population")]
    page.table(_("Proposed"), heads, rows, (2, 3, 4))
    if st.button(_("Yes, hold these seats"), key="propose-yes"):
        with page.telling():
            held = {session: dict(as_reserves(of)) for session, of in proposals.items()}
            del st.session_state["proposed"]
            policy = Policy(Order(found.seats_order), Reserve(found.reserve), held)
            _changed(found, policy, "proposed from the published figures")


def _proposal(session: Session, lab: Lab, one: Proposal) -> list[object]:
    shares = (numbers.percent(one.reached_share), numbers.percent(one.population_share))
    return [areas.find(page.shop(), one.area).name, round_choices.name(session, lab.time_zone), one.seats, *shares]


def _changed(found: Round, policy: Policy, why: str = "") -> None:
    rounds.change(page.shop(), page.actor(), found.id, policy, why)
    page.done(_("The rules are saved."))


def _tenths(number: float) -> str:
    return numbers.decimal(number, 1)
