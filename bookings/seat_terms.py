"""How the seats of a session go out, and how those who ask for them stand. Plain values: no clock, no store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lab.i18n import N_


class Way(StrEnum):
    DROP_IN = "drop-in"
    FIRST_COME = "first-come"
    ROUND = "round"


WAYS = {
    Way.DROP_IN: N_("Drop-in: come and write the PIN"),
    Way.FIRST_COME: N_("Sign-up: first come, first served"),
    Way.ROUND: N_("A round: all who ask take part in a draw"),
}


class Kind(StrEnum):
    CARD = "card"
    FAMILY = "family"
    CLASS = "class"
    CLUB = "club"


KINDS = {
    Kind.CARD: N_("A youth with a lab card"),
    Kind.FAMILY: N_("A family"),
    Kind.CLASS: N_("A school class"),
    Kind.CLUB: N_("A club or group"),
}
PARTIES = (Kind.FAMILY, Kind.CLASS, Kind.CLUB)


class State(StrEnum):
    ASKED = "asked"
    """In a round that has not been drawn."""
    WAITING = "waiting"
    OFFERED = "offered"
    """A seat is held until it is confirmed or the offer expires."""
    PLACED = "placed"
    ARRIVED = "arrived"
    MISSED = "missed"
    """Had a seat and did not come in time."""
    EXPIRED = "expired"
    LEFT = "left"
    SETTLED = "settled"
    """Got a seat in another of the wished sessions."""
    CANCELLED = "cancelled"


STATES = {
    State.ASKED: N_("In the draw"),
    State.WAITING: N_("In the line"),
    State.OFFERED: N_("Offered a place"),
    State.PLACED: N_("Has a place"),
    State.ARRIVED: N_("Has come"),
    State.MISSED: N_("Did not come"),
    State.EXPIRED: N_("Did not answer in time"),
    State.LEFT: N_("Has left"),
    State.SETTLED: N_("Got another session"),
    State.CANCELLED: N_("The session is cancelled"),
}

HOLDING = (State.OFFERED, State.PLACED)
LIVE = (State.ASKED, State.WAITING, *HOLDING)
MOST_WISHES = 3

AGE_BANDS = {"6": (6, 6), "7-9": (7, 9), "10-12": (10, 12), "13-15": (13, 15), "16-19": (16, 19), "20-25": (20, 25)}
"""Youngest and oldest; the first five as the report counts them."""
SIZED_GENDERS = {"girl": N_("Girls"), "boy": N_("Boys"), "any": N_("Other or not said")}

Sizes = Mapping[str, Mapping[str, int]]
"""Age band -> gender of SIZED_GENDERS -> how many."""


@dataclass(frozen=True)
class Asking:
    """What somebody asks: with the three `words` of a card, or else for a party with a contact.

    `sessions` the dearest first; `area` a municipality's code. A party that is not `together` may be split.
    """

    kind: Kind
    sessions: tuple[str, ...]
    words: str = ""
    contact: str = ""
    area: str = ""
    sizes: Sizes = field(default_factory=dict)
    together: bool = True


@dataclass(frozen=True)
class Waiting:
    """A request in the line of one session: the seats it needs, and how often somebody behind it was let past."""

    request: str
    seats: int
    passed: int


@dataclass(frozen=True)
class Promise:
    """A request that has seats in a session, in the order in which they were given."""

    request: str
    seats: int
    given_at: datetime
    line: int


def size_of(sizes: Sizes) -> int:
    """How many all bands and genders are together."""
    return sum(number for genders in sizes.values() for number in genders.values())
