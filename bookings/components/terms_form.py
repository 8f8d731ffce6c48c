"""How a session's seats go out and how many have to come: chosen as it is booked."""

import streamlit as st

from bookings.components import minimum_box
from bookings.seat_terms import WAYS, Way
from bookings.terms import Terms
from lab import page
from lab.i18n import gettext as _


def show(key: str, seats: int) -> Terms:
    """Draw the choices, folded away: most sessions are open to whoever drops in."""
    with st.expander(_("Way in and least number")):
        ways = list(WAYS)
        way = st.radio(_("How do the seats go out?"), ways, format_func=lambda each: _(WAYS[each]), key=f"{key}-way")
        if way is Way.ROUND:
            page.source_note(_("It takes requests once you have planned a round with it, on the page Rounds."))
        asking = st.checkbox(_("Ask for a least number of participants"), key=f"{key}-asks-least")
        least = minimum_box.fields(key, seats, None) if asking else None
    return Terms(way or Way.DROP_IN, least)
