"""Rounds of requests: planning one, choosing its rules with the figures at hand, closing it, and the draw."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bookings import labs, rounds
from bookings.components import looks, round_choices
from bookings.labs import Lab
from bookings.pages import round_planning, round_rules
from bookings.round_record import ASKING, DRAWN, FROZEN, STATES, Round
from lab import page
from lab.i18n import gettext as _

_TO_ROUND = Markup(
    '<p class="round-title"><a href="/rounds?id={id}" target="_self">{title}</a></p><p class="source-note">{facts}</p>'
)
_TO_ALL = Markup('<p><a href="/rounds" target="_self">{}</a></p>')
"""Streamlit's own link from a page to itself forgets what stands after the question mark at the next click."""


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
    round_planning.show(lab)


def _one(found: Round) -> None:
    lab = labs.lab(page.shop(), page.actor(), found.lab)
    page.html(_TO_ALL.format(_("All rounds")))
    page.heading(found.title, f"{_(STATES[found.state])} · {_span(found, lab)}")
    st.link_button(_("The public page of the draw"), f"/draw/{found.id}", icon=":material/open_in_new:")
    for session in rounds.sessions_in(page.shop(), found.id):
        with st.container(horizontal=True, vertical_alignment="center", key=f"session-{session.id}"):
            page.link(round_choices.name(session, lab.time_zone), "places", icon="event_seat", id=session.id)
            if found.state == DRAWN:
                st.link_button(_("Check in at the door"), f"/checkin/{session.id}", icon=":material/how_to_reg:")
    if found.state in (ASKING, FROZEN):
        round_rules.figures(found)
    if found.state == ASKING:
        round_rules.rules(found)
        round_rules.proposals(found, lab)
    _steps(found)


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
    if found.state in (ASKING, FROZEN):
        question = _("Everyone who asked is told, and the sessions become drop-in again.")
        if page.confirmed(_("Take the round back"), question, "round-cancel", _("Yes, take it back")):
            with page.telling():
                rounds.cancel(shop, actor, found.id)
                page.done(_("The round is taken back."))


def _span(found: Round, lab: Lab) -> str:
    return "{} – {}".format(
        *(page.local(when, lab.time_zone, "d MMM HH:mm") for when in (found.opens_at, found.closes_at))
    )


draw()
