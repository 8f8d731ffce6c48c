"""Seats to hold for areas reached less than their share: proposed from published figures, never applied. Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CAP = 0.25
"""At most so large a share of a session's seats is proposed to be held, for all areas together."""


@dataclass(frozen=True)
class Reach:
    """An area's code, its youths reached as published (None where the count is protected), and its population."""

    area: str
    youths: int | None
    population: int


@dataclass(frozen=True)
class Proposal:
    """Seats to hold for an area in one session, and why: its share of those reached and of the population, 0 to 1."""

    area: str
    seats: int
    reached_share: float
    population_share: float


def proposed(reach: Iterable[Reach], seats: int, cap: float = CAP) -> tuple[Proposal, ...]:
    """For a session with so many seats: each area below its share gets its share of the population, within the cap.

    The area furthest below comes first; an area whose count is protected is left out, since nothing may follow from it.
    """
    known = [one for one in reach if one.youths is not None and one.population > 0]
    youths, people = sum(one.youths or 0 for one in known), sum(one.population for one in known)
    if not youths or not people:
        return ()
    below = sorted(
        (one for one in known if (one.youths or 0) / youths < one.population / people),
        key=lambda one: ((one.youths or 0) / youths / (one.population / people), one.area),
    )
    left = math.floor(seats * cap)
    found = []
    for one in below:
        held = min(left, math.ceil(seats * one.population / people))
        if held:
            found.append(Proposal(one.area, held, (one.youths or 0) / youths, one.population / people))
            left -= held
    return tuple(found)


def as_reserves(proposals: Iterable[Proposal]) -> Mapping[str, int]:
    """Area code -> seats."""
    return {one.area: one.seats for one in proposals}
