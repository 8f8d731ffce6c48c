"""A part of the rounds' page: which sessions a new round is for, and when it can be asked in."""

from datetime import date, time, timedelta

import streamlit as st

from bookings import rounds, sessions
from bookings.components import dates, round_choices
from bookings.draw_terms import Policy
from bookings.labs import Lab
from bookings.rounds import Plan
from bookings.rules import LONGEST_NAME, Session, Status, from_local
from lab import page
from lab.i18n import gettext as _

WEEKS_AHEAD = 16


def show(lab: Lab) -> None:
    """Draw the form for a new round."""
    today = dates.local(page.shop().clock(), lab.time_zone).date()
    coming = _coming(lab, today)
    if not coming:
        page.empty_state(_("Book the sessions first."), (_("To the calendar"), "calendar"))
        return
    title = st.text_input(_("Name"), max_chars=LONGEST_NAME, key="round-title")
    names = {one.id: round_choices.name(one, lab.time_zone) for one in coming}
    chosen = st.multiselect(_("Sessions"), list(names), format_func=lambda id_: names[id_], key="round-sessions")
    opens = _moment(_("Requests open"), "round-opens", today, time(0, 0))
    closes = _moment(_("Requests close"), "round-closes", today + timedelta(days=7), time(18, 0))
    order = round_choices.order("round-order")
    if st.button(_("Plan the round"), type="primary", key="round-plan"):
        with page.telling():
            zone = lab.time_zone
            wanted = Plan(
                lab.id, title, tuple(chosen), from_local(*opens, zone), from_local(*closes, zone), Policy(order)
            )
            rounds.plan(page.shop(), page.actor(), wanted)
            page.done(_("The round is planned, and can be asked in on the sign-up page."))


def _coming(lab: Lab, today: date) -> list[Session]:
    """Planned sessions of the coming weeks that no round has yet."""
    shop, actor = page.shop(), page.actor()
    found = sessions.between(shop, actor, lab.id, today, today + WEEKS_AHEAD * timedelta(days=7))
    now, chosen = shop.clock(), rounds.chosen(shop, actor, lab.id)
    return [one for one in found if one.status == Status.PLANNED and one.starts_at > now and one.id not in chosen]


def _moment(label: str, key: str, day: date, clock: time) -> tuple[date, time]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.date_input(label, day, key=key, format="YYYY-MM-DD")
        at = st.time_input(_("{what}, time", what=label), clock, key=f"{key}-time", step=timedelta(minutes=15))
    return chosen, at
