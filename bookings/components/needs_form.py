"""What a session needs besides its room, where the lab has any: stations of a kind and equipment."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from bookings.resource_rules import COMPUTER, Needs, capability_name
from bookings.resources import Equipment, Station
from lab.i18n import gettext as _


def show(key: str, stations: Sequence[Station], equipment: Sequence[Equipment], shown: Needs) -> Needs:
    """Draw a number for each kind of station but plain computers, and for each piece of equipment."""
    kinds = Counter(station.capability for station in stations if station.capability != COMPUTER)
    if not kinds and not equipment:
        return shown
    with st.expander(_("Special stations and equipment"), expanded=shown != Needs()):
        columns = st.columns(3)
        fields = [(f"{key}-station-{kind}", capability_name(kind), most) for kind, most in sorted(kinds.items())]
        fields += [(f"{key}-equipment-{one.id}", one.name, one.units) for one in equipment]
        before = [shown.stations.get(kind, 0) for kind in sorted(kinds)]
        before += [shown.equipment.get(one.id, 0) for one in equipment]
        numbers = [
            int(
                columns[place % 3].number_input(
                    _("{name}, at most {most}", name=name, most=most), 0, most, min(had, most), key=field
                )
            )
            for place, ((field, name, most), had) in enumerate(zip(fields, before, strict=True))
        ]
    asked_stations = {kind: number for kind, number in zip(sorted(kinds), numbers, strict=False) if number}
    asked_equipment = {one.id: number for one, number in zip(equipment, numbers[len(kinds) :], strict=True) if number}
    return Needs(asked_stations, asked_equipment)
