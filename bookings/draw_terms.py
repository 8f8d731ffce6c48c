"""What a draw is given and what it answers: plain values, the same in the store, in files and on pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Order(StrEnum):
    LEAST_SERVED = "least-served"
    """Fewest seats in the past first; the lottery among equals."""
    LOTTERY = "lottery"
    FIRST_COME = "first-come"
    """The order of the entries as they were given; a party stands where its first entry does."""


class Reserve(StrEnum):
    FIRST = "first"
    """A guaranteed minimum: an area's youths take the held seats before the open ones."""
    LAST = "last"
    """On top: they take open seats as long as there are any, and the held ones when there are none."""


class Result(StrEnum):
    SEAT = "seat"
    WAITING = "waiting"


class Reason(StrEnum):
    IN_TURN = "in-turn"
    HELD_SEAT = "held-seat"
    """With at least one seat that was held for the area of somebody in the party."""
    FULL = "full"
    HELD_FOR_OTHERS = "held-for-others"
    """There was room when the turn came, but it was held for other areas, and their youths used it."""
    TOO_FEW_TOGETHER = "too-few-together"
    """There were seats, but fewer than the party needs; those behind it that fit were let past."""
    TOO_LARGE = "too-large"
    """No session that it wished for has as many seats as the party needs."""
    NO_WISH = "no-wish"
    NO_COMMON_WISH = "no-common-wish"
    """No session is wished for by all in the party."""


@dataclass(frozen=True)
class Entry:
    """One row. `size` is the seats it needs, 1 or more; `past` the seats had in the last twelve months, 0 or more;
    `waited` the rounds in a row that it asked and got none. Empty `card`, `area` or `party`: none."""

    entry: str
    card: str
    area: str
    party: str
    size: int
    past: int
    wishes: tuple[str, ...]
    """Sessions, the dearest first, none twice."""
    waited: int = 0


@dataclass(frozen=True)
class Policy:
    """How the seats go out. `reserves`: session -> area -> seats held, together at most the session's seats."""

    order: Order = Order.LEAST_SERVED
    reserve: Reserve = Reserve.FIRST
    reserves: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What one entry got, and why."""

    entry: str
    outcome: Result
    session: str
    """Where the seat is; of one that waits its dearest wish, empty where it has none."""
    position: int
    """Place from 1 among the entries with this outcome in this session; 0 without a session."""
    number: int
    """The party's place in the line, from 1."""
    reason: Reason
    seats: int
    """Seats that the whole party needs."""
    passed_by: int
    """Entries further back in the line that sit in `session` while this one waits."""
    places: Mapping[str, int]
    """Of one that waits: session -> place in its waiting list, for every wish."""


@dataclass(frozen=True)
class Filled:
    """What became of one session's seats: how many are taken, and, by area, how many were held and came back."""

    seats: int
    taken: int
    held: Mapping[str, int]
    returned: Mapping[str, int]


@dataclass(frozen=True)
class Drawn:
    """`outcomes` in the order of the line; `hash` is of entries, seats, policy, seed and outcomes."""

    outcomes: tuple[Outcome, ...]
    hash: str
    sessions: Mapping[str, Filled]
