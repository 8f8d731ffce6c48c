"""What a round would give under each setting, before a leader chooses: many draws of what is asked so far. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bookings.draw import draw
from bookings.draw_terms import Entry, Policy, Reserve, Result

SEEDS = 300


@dataclass(frozen=True)
class Expected:
    """Means over many seeds. `seats` by area, in seats; `waiting` in people who get none."""

    name: str
    seats: Mapping[str, float]
    waiting: float


def compared(entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy, seeds: int = SEEDS) -> list[Expected]:
    """Without reserves, with reserve first, and with reserve last, under the policy's order."""
    none = replace(policy, reserves={})
    return [
        expected("none", entries, seats, none, seeds),
        expected("first", entries, seats, replace(policy, reserve=Reserve.FIRST), seeds),
        expected("last", entries, seats, replace(policy, reserve=Reserve.LAST), seeds),
    ]


def expected(
    name: str, entries: Sequence[Entry], seats: Mapping[str, int], policy: Policy, seeds: int = SEEDS
) -> Expected:
    """The mean of `seeds` draws. The same entries give the same figures."""
    sizes = {one.entry: one.size for one in entries}
    areas = {one.entry: one.area for one in entries}
    got = dict.fromkeys(sorted({one.area for one in entries}), 0)
    waiting = 0
    for seed in range(seeds):
        for outcome in draw(entries, seats, policy, f"expected {seed}").outcomes:
            if outcome.outcome is Result.SEAT:
                got[areas[outcome.entry]] += sizes[outcome.entry]
            else:
                waiting += sizes[outcome.entry]
    return Expected(name, {area: total / seeds for area, total in got.items()}, waiting / seeds)
