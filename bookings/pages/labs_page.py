"""Setting up labs: their names, rooms and stations."""

import streamlit as st

from bookings import labs
from bookings.components import area_picker, leading_rule_form, rooms_form, time_zone_picker
from bookings.labs import MOST_STATIONS, Lab, Room
from bookings.pages import lab_openings, lab_resources
from bookings.rules import LONGEST_NAME
from lab import areas, page
from lab.i18n import N_, ngettext
from lab.i18n import gettext as _

ADDING = "labs-adding"
STATIONS = 8
PARTS = {
    "rooms": N_("Rooms"),
    "resources": N_("Stations and equipment"),
    "hours": N_("Opening hours"),
    "closures": N_("Closed days"),
    "leaders": N_("Leaders"),
}


def draw() -> None:
    """Every lab that the actor may set up, then a new one."""
    page.heading(_("Labs"), _("A lab has rooms, and a room has stations: places with a computer or a tablet."))
    with page.telling():
        for lab in labs.all_labs(page.shop(), page.actor()):
            _lab(lab)
        _new_lab()


def _lab(lab: Lab) -> None:
    rooms = labs.rooms(page.shop(), lab.id)
    with st.container(border=True, key=f"lab-{lab.id}"):
        page.subheading(lab.name)
        page.source_note(
            "{} · {}".format(
                areas.find(page.shop(), lab.area).name, ngettext("{count} room", "{count} rooms", len(rooms))
            )
        )
        part = st.segmented_control(
            _("What to set up"),
            list(PARTS),
            default="rooms",
            required=True,
            format_func=lambda part: _(PARTS[part]),
            key=f"part-{lab.id}",
            label_visibility="collapsed",
        )
        with page.telling():
            _PARTS[part or "rooms"](lab)


def _rooms(lab: Lab) -> None:
    for room in labs.rooms(page.shop(), lab.id):
        _room(room)
    with st.expander(_("Add a room")), page.telling():
        _add_room(lab)
    with st.expander(_("Change the lab's name")), page.telling():
        _rename(lab)


def _room(room: Room) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"room-{room.id}"), page.telling():
        name = st.text_input(_("Room"), room.name, max_chars=LONGEST_NAME, key=f"name-{room.id}", width=320)
        stations = st.number_input(_("Stations"), 1, MOST_STATIONS, room.stations, key=f"stations-{room.id}", width=160)
        changed = name.strip() != room.name or stations != room.stations
        if st.button(_("Save"), key=f"save-{room.id}", disabled=not changed):
            labs.change_room(page.shop(), page.actor(), room.id, name, int(stations))
            page.done(_("{room} now has {stations} stations.", room=name.strip(), stations=stations))


def _add_room(lab: Lab) -> None:
    name = st.text_input(_("The room's name"), max_chars=LONGEST_NAME, key=f"new-room-{lab.id}")
    stations = st.number_input(_("Stations"), 1, MOST_STATIONS, STATIONS, key=f"new-stations-{lab.id}", width=160)
    if st.button(_("Add the room"), key=f"add-room-{lab.id}"):
        room = labs.add_room(page.shop(), page.actor(), lab.id, name, int(stations))
        page.done(_("{room} is added.", room=room.name))


def _rename(lab: Lab) -> None:
    name = st.text_input(_("The lab's name"), lab.name, max_chars=LONGEST_NAME, key=f"lab-name-{lab.id}")
    if st.button(_("Save the name"), key=f"rename-{lab.id}"):
        page.done(_("The lab is now called {name}.", name=labs.rename(page.shop(), page.actor(), lab.id, name).name))


def _new_lab() -> None:
    if not st.session_state.get(ADDING):
        st.button(_("Add a lab"), type="primary", icon=":material/add:", key="labs-add", on_click=_adding, args=(True,))
        return
    with st.container(border=True, key="new-lab"), page.telling():
        page.subheading(_("A new lab"))
        name = st.text_input(_("The lab's name"), max_chars=LONGEST_NAME, key="new-lab-name")
        area = area_picker.show("new-lab-area")
        rooms = rooms_form.show("new-lab-rooms", _("The studio"))
        zone = time_zone_picker.show("new-lab-zone")
        with st.container(horizontal=True):
            making = st.button(_("Make the lab"), type="primary", key="new-lab-make")
            st.button(_("Cancel"), key="new-lab-cancel", on_click=_adding, args=(False,))
        if making:
            lab = labs.found(page.shop(), page.actor(), name, area, zone, rooms)
            _adding(False)
            page.done(_("{lab} is made.", lab=lab.name))


def _adding(on: bool) -> None:
    st.session_state[ADDING] = on


_PARTS = {
    "rooms": _rooms,
    "resources": lab_resources.show,
    "hours": lab_openings.hours,
    "closures": lab_openings.closures,
    "leaders": leading_rule_form.show,
}

draw()
