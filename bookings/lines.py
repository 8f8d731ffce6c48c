"""Whose turn it is: the line of a session, its offers, and who keeps a seat when there are fewer. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.seat_terms import Promise, Waiting

OFFER_HOLDS = timedelta(hours=48)
OFFERS_END = timedelta(hours=2)
"""So long before the start the last offer ends; seats that become free later go to those who come to the door."""
SHORTEST_OFFER = timedelta(hours=1)
MOST_PASSED = 3
"""So often somebody behind is let past a large party; from then on seats are kept until it fits."""


@dataclass(frozen=True)
class Served:
    """Who is served now, in order; and by request how many were let past it while that was done."""

    chosen: tuple[Waiting, ...]
    passed: Mapping[str, int]


def served(free: int, line: Sequence[Waiting], seats: int) -> Served:
    """Go through the `line` with `free` seats of a session that has `seats` in all.

    Each that fits is served. One that needs more is let past, but by MOST_PASSED in all: then nobody behind it is
    served before it is, unless it could never fit.
    """
    chosen: list[Waiting] = []
    passed: dict[str, int] = {}
    already = {one.request: one.passed for one in line}
    for one in line:
        if not free:
            break
        if one.seats <= free:
            chosen.append(one)
            free -= one.seats
            passed = {request: number + 1 for request, number in passed.items()}
        elif one.seats <= seats:
            passed[one.request] = 0
        if any(number + already[request] >= MOST_PASSED for request, number in passed.items()):
            break
    return Served(tuple(chosen), {request: number for request, number in passed.items() if number})


def offer_ends(now: datetime, starts_at: datetime) -> datetime | None:
    """Until when an offer made now holds; None where the session is too near for one."""
    ends = min(now + OFFER_HOLDS, starts_at - OFFERS_END)
    return ends if ends - now >= SHORTEST_OFFER else None


def kept(promises: Iterable[Promise], seats: int) -> tuple[tuple[Promise, ...], tuple[Promise, ...]]:
    """Who keeps their seats when there are only `seats`, and who loses them: those who got them last, parties whole."""
    staying = sorted(promises, key=lambda one: (one.given_at, one.line, one.request))
    losing: list[Promise] = []
    while sum(one.seats for one in staying) > seats:
        losing.insert(0, staying.pop())
    return tuple(staying), tuple(losing)


def numbers(seats: int, used: Collection[int], count: int) -> tuple[int, ...]:
    """The `count` lowest seat numbers up to `seats` that nobody has; fewer where there are not so many."""
    free = (number for number in range(1, seats + 1) if number not in used)
    return tuple(number for number, _ in zip(free, range(count), strict=False))


def released(starts_at: datetime, now: datetime, minutes: int) -> bool:
    """Whether seats that nobody has claimed are free for all: `minutes` after the start."""
    return now >= starts_at + timedelta(minutes=minutes)
