"""What is chosen of a round: the order of the line, how held seats are given, and sessions by time and name."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from bookings.draw_terms import Order, Reserve
from bookings.rules import Session
from lab import page
from lab.i18n import N_
from lab.i18n import gettext as _

Chosen = TypeVar("Chosen", Order, Reserve)

ORDERS = {
    Order.LEAST_SERVED: N_("Fewest seats in the last twelve months first"),
    Order.LOTTERY: N_("Only the lot"),
    Order.FIRST_COME: N_("Who asked first"),
}
RESERVES = {
    Reserve.FIRST: N_("A guaranteed minimum: those from the area take the held seats first"),
    Reserve.LAST: N_("On top: those from the area take the held seats when the others are gone"),
}


def order(key: str, now: Order = Order.LEAST_SERVED) -> Order:
    """Let it be chosen who is first in the line."""
    return _choice(_("Who is first in the line?"), ORDERS, key, now)


def reserve(key: str, now: Reserve) -> Reserve:
    """Let it be chosen how held seats are given."""
    return _choice(_("How are held seats given?"), RESERVES, key, now)


def name(session: Session, zone: str) -> str:
    """A session among others: "tis 24 mars 15:00 · Måla"."""
    return f"{page.local(session.starts_at, zone, 'EEE d MMM HH:mm')} · {session.title}"


def _choice(label: str, names: Mapping[Chosen, str], key: str, now: Chosen) -> Chosen:
    options = list(names)
    return st.radio(label, options, options.index(now), format_func=lambda one: _(names[one]), key=key) or now
