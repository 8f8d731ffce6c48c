"""A part of the labs' page: what stations are for, how long rooms are held, and equipment."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from bookings import labs, resources
from bookings.components import dates
from bookings.labs import Lab, Room
from bookings.resource_rules import CAPABILITIES, LONGEST_BUFFER, MOST_UNITS, Buffers, capability_name
from bookings.resources import Equipment, Station
from bookings.rules import LONGEST_NAME
from lab import page
from lab.i18n import gettext as _

QUARTER = 15


def show(lab: Lab) -> None:
    """Draw each room's stations and buffers, then the lab's equipment."""
    stations = resources.stations(page.shop(), lab.id)
    for room in labs.rooms(page.shop(), lab.id):
        with st.container(border=True, key=f"resources-{room.id}"), page.telling():
            page.html(_title(room.name))
            _stations(room, [one for one in stations if one.room == room.id])
            _buffers(room)
    with st.container(border=True, key=f"equipment-{lab.id}"), page.telling():
        _equipment(lab)


def _runs(numbers: Sequence[int]) -> str:
    """Numbers in rising order as people write them: "1–7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _stations(room: Room, stations: Sequence[Station]) -> None:
    kinds = {one.capability for one in stations}
    for kind in CAPABILITIES:
        if kind in kinds:
            numbers = _runs([one.number for one in stations if one.capability == kind])
            page.source_note(_("{kind}: station {numbers}", kind=capability_name(kind), numbers=numbers))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            _("Stations"),
            [one.number for one in stations],
            key=f"capability-stations-{room.id}",
            placeholder=_("Choose stations"),
            width=280,
        )
        kind = st.selectbox(
            _("What they are"), list(CAPABILITIES), format_func=capability_name, key=f"capability-{room.id}", width=260
        )
        if st.button(_("Save"), key=f"capability-save-{room.id}", disabled=not chosen):
            resources.set_capability(page.shop(), page.actor(), room.id, chosen, kind)
            page.done(_("It is saved what the stations are."))


def _buffers(room: Room) -> None:
    had = resources.buffers(page.shop(), room.id)
    lengths = list(range(LONGEST_BUFFER + 1))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = Buffers(
            st.selectbox(_("Held before a session"), lengths, had.before, _length, key=f"before-{room.id}", width=220),
            st.selectbox(_("Held after a session"), lengths, had.after, _length, key=f"after-{room.id}", width=220),
        )
        if st.button(_("Save"), key=f"buffers-save-{room.id}", disabled=chosen == had):
            resources.set_buffers(page.shop(), page.actor(), room.id, chosen)
            page.done(_("The time around the sessions is saved."))


def _length(quarters: int) -> str:
    return dates.length(quarters * QUARTER) if quarters else _("Not at all")


def _equipment(lab: Lab) -> None:
    page.html(_title(_("Equipment")))
    for one in resources.equipment(page.shop(), lab.id):
        _one(one)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("New equipment"), max_chars=LONGEST_NAME, key=f"new-equipment-{lab.id}", width=320)
        units = st.number_input(_("How many"), 1, MOST_UNITS, 1, key=f"new-units-{lab.id}", width=160)
        if st.button(_("Add it"), key=f"add-equipment-{lab.id}"):
            resources.add_equipment(page.shop(), page.actor(), lab.id, name, int(units))
            page.done(_("{name} is added.", name=name.strip()))


def _one(one: Equipment) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name"), one.name, max_chars=LONGEST_NAME, key=f"equipment-name-{one.id}", width=320)
        units = st.number_input(_("How many"), 1, MOST_UNITS, one.units, key=f"units-{one.id}", width=160)
        same = (name.strip(), units) == (one.name, one.units)
        if st.button(_("Save"), key=f"equipment-save-{one.id}", disabled=same):
            resources.change_equipment(page.shop(), page.actor(), one.id, name, int(units))
            page.done(_("{name} is saved.", name=name.strip()))
        if st.button(_("Remove"), key=f"equipment-remove-{one.id}"):
            resources.remove_equipment(page.shop(), page.actor(), one.id)
            page.done(_("{name} is removed.", name=one.name))


def _title(text: str) -> str:
    return Markup('<h3 class="part-title">{}</h3>').format(text)
