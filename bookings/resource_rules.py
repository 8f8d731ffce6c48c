"""What a session takes besides its room: stations of a kind, equipment, and the quarters before and after. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bookings.rules import QUARTER, RoomTaken, quarters
from lab.errors import LabError, NotValid
from lab.i18n import N_, gettext

COMPUTER = "computer"
CAPABILITIES = {
    COMPUTER: N_("Computer"),
    "gpu": N_("Computer with a graphics card"),
    "tablet": N_("Tablet"),
    "3d-printer": N_("3D printer"),
    "laser": N_("Laser cutter"),
    "cutter": N_("Vinyl cutter"),
    "robot": N_("Robot kit"),
    "vr": N_("VR headset"),
}
LONGEST_BUFFER = 8
MOST_UNITS = 200


@dataclass(frozen=True)
class Needs:
    """What a session asks for: capability to number of stations, and equipment id to number of units."""

    stations: Mapping[str, int] = field(default_factory=dict)
    equipment: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Buffers:
    """Quarters of an hour that a room is held before and after each session."""

    before: int = 0
    after: int = 0


class BuffersOutside(NotValid):
    message = N_("A room can be held for at most {most} minutes before and after a session.")
    hint = N_("Choose a shorter time.")


class CapabilityUnknown(NotValid):
    message = N_("There is no such kind of station.")
    hint = N_("Choose one from the list.")


class UnitsOutside(NotValid):
    message = N_("There can be from 1 to {most} of a piece of equipment.")
    hint = N_("Write how many the lab has.")


class TooFewFree(LabError):
    message = N_("Too few stations are free then: {kind}, {free} of the {asked} asked for.")
    hint = N_("Ask for fewer, or choose another time.")
    status = 409


class EquipmentTaken(LabError):
    message = N_("Too few are free then of “{name}”: {free} of the {asked} asked for.")
    hint = N_("Ask for fewer, or choose another time.")
    status = 409


class StationLent(RoomTaken):
    message = N_("A station of that room is lent to “{title}” then.")
    hint = N_("Choose another room or another time.")


class ResourceNeeded(LabError):
    message = N_("A coming session, “{title}”, needs this.")
    hint = N_("Change that session first.")
    status = 409


def check_buffers(buffers: Buffers) -> None:
    """Refuse less than nothing, and more than two hours."""
    if not all(0 <= quarters <= LONGEST_BUFFER for quarters in (buffers.before, buffers.after)):
        raise BuffersOutside(most=LONGEST_BUFFER * 15)


def check_capability(capability: str) -> None:
    """Refuse a kind of station that is not in the table."""
    if capability not in CAPABILITIES:
        raise CapabilityUnknown()


def check_units(units: int) -> None:
    """Refuse none, and more than a lab could have."""
    if not 1 <= units <= MOST_UNITS:
        raise UnitsOutside(most=MOST_UNITS)


def held_quarters(starts_at: datetime, ends_at: datetime, buffers: Buffers) -> tuple[datetime, ...]:
    """The quarters that a session claims, those before and after it with them."""
    return quarters(starts_at - buffers.before * QUARTER, ends_at + buffers.after * QUARTER)


def check_lent(capability: str, free: int, asked: int) -> None:
    """Refuse when fewer stations of a kind are free than are asked for."""
    if free < asked:
        raise TooFewFree(kind=capability_name(capability), free=free, asked=asked)


def free_units(name: str, units: int, taken: Collection[int], asked: int) -> tuple[int, ...]:
    """The lowest units, of 1 to `units`, that nobody has at any time of the session. Refused when they are too few."""
    free = [unit for unit in range(1, units + 1) if unit not in taken]
    if len(free) < asked:
        raise EquipmentTaken(name=name, free=len(free), asked=asked)
    return tuple(free[:asked])


def capability_name(capability: str) -> str:
    """What a kind of station is called, in the reader's language."""
    return gettext(CAPABILITIES[capability])
