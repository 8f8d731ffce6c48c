"""Names of rooms and how many stations each has, one row a room, for a lab that is being made."""

import streamlit as st

from bookings.labs import MOST_STATIONS
from lab.i18n import gettext as _

STATIONS = 8


def show(key: str, first: str) -> dict[str, int]:
    """Draw the rows and give room name: stations; rows without a name are left out. `first` names the first room."""
    count = st.session_state.get(f"{key}-count", 1)
    rows = [_row(key, number, first if number == 0 else "") for number in range(count)]
    st.button(
        _("One more room"), icon=":material/add:", key=f"{key}-more", on_click=_grow, args=(f"{key}-count", count + 1)
    )
    return {name.strip(): stations for name, stations in rows if name.strip()}


def _row(key: str, number: int, name: str) -> tuple[str, int]:
    columns = st.columns([2, 1])
    named = columns[0].text_input(_("Room {number}", number=number + 1), name, max_chars=80, key=f"{key}-name-{number}")
    stations = columns[1].number_input(_("Stations"), 1, MOST_STATIONS, STATIONS, key=f"{key}-stations-{number}")
    return named, int(stations)


def _grow(key: str, count: int) -> None:
    st.session_state[key] = count
