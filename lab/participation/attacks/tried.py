"""The attacks. Each is given what is shown of a world, works as a reader would, and names the cells that fell.

A cell falls when its true count is 1-4 and the reader has it within fewer than five values, or when a member's group
follows from knowing that they came.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from statistics import fmean

from lab.participation.attacks.linear_audit import Audit
from lab.participation.attacks.worlds import World, truth
from lab.participation.bounds import ROOM, Key
from lab.participation.cells import AGE, COUNTRY, DISTRICT, GENDER, STRATA, STRATUM, YOUTHS, within
from lab.participation.disclosure import MOST_NOISE, SMALLEST_SHOWN, Persons, Protection

Shown = Mapping[Key, int | None]
Ask = Callable[[frozenset[str]], int | None]
"""Asks how many these persons are, as a filter on a page would."""

QUERIES = 1_000


@dataclass(frozen=True)
class Office:
    """Somebody who publishes: what is shown of a world, and how far numbers may lie from the truth."""

    shown: Shown
    later: Shown
    """What is shown when one more youth has been registered and one erased."""
    noise: int
    ask: Ask
    order: tuple[str, ...]
    """Municipalities as a table sorted by youths has them."""
    axis_end: float
    """Where the axis of a chart of municipalities ends."""
    shares: Mapping[Key, float]
    """Shares of the total that are shown, 0..1."""


@dataclass(frozen=True)
class Result:
    """How many cells an attack was tried on, and which fell."""

    tried: int
    fell: tuple[Key, ...]


def subtraction(office: Office, world: World) -> Result:
    """A hidden part is what is left of the total when the others are taken away."""
    fell: list[Key] = []
    tried = 0
    for area, dimension in {(key[0], key[1]) for key in office.shown if key[1] in (GENDER, AGE, DISTRICT)}:
        parts = {key: number for key, number in office.shown.items() if key[:2] == (area, dimension)}
        total = office.shown.get((area, YOUTHS, ""))
        hidden = [key for key, number in parts.items() if number is None]
        if total and len(hidden) == 1 and not _outside(world, area, dimension):
            tried += 1
            left = total - sum(number or 0 for number in parts.values())
            slack = office.noise * len(parts)
            ends = max(_least(office), left - slack), min(SMALLEST_SHOWN - 1 + office.noise, left + slack)
            fell += _known(hidden[0], ends, world)
    return Result(tried, tuple(fell))


def audit(office: Office, world: World) -> Result:
    """Everything at once, by linear programming."""
    programme = Audit(office.shown, office.noise)
    keys = [key for key, ids in truth(world).items() if len(ids) < SMALLEST_SHOWN and key in programme.keys]
    fell = [each for key in keys for each in _known(key, programme.interval(key), world, key in office.shown)]
    return Result(len(keys), tuple(fell))


def filters(office: Office, world: World) -> Result:
    """Two questions of which one holds the other: their difference is who lies between."""
    members, fell, tried = truth(world), [], 0
    for key, ids in members.items():
        for wider in _around(key):
            between = len(members[wider] - ids)
            inner, outer = office.shown.get(key), office.shown.get(wider)
            if inner and outer and 0 < between < SMALLEST_SHOWN:
                tried += 1
                moved, most = outer - inner, 2 * office.noise
                least = max(0 if moved == 0 else 1, moved - most)
                fell += [key] if moved + most - least < ROOM else []
    return Result(tried, tuple(fell))


def times(office: Office, world: World) -> Result:
    """Two readings of one half-year: what differs is who was added or erased between them."""
    both = [key for key in office.shown if key in office.later]
    fell = [key for key in both if _tells_apart(office, key)]
    return Result(len(both), tuple(fell))


def percentages(office: Office, world: World) -> Result:
    """A share beside a hidden count: which count of 1-4 gives it?"""
    fell: list[Key] = []
    tried = 0
    for key, number in office.shown.items():
        total = office.shown.get((key[0], YOUTHS, ""))
        if number is None and total and key[1] in (GENDER, AGE, DISTRICT):
            tried += 1
            share = office.shares.get(key)
            fits = [n for n in range(1, SMALLEST_SHOWN) if share is not None and abs(n / total - share) < 0.005]
            fell += [key] if len(fits) == 1 and fits[0] == len(truth(world).get(key, ())) else []
    return Result(tried, tuple(fell))


def averaging(office: Office, world: World) -> Result:
    """A thousand questions that mean the same: the mean of the answers is the truth, if each draws noise of its own."""
    fell = []
    members = {key: ids for key, ids in truth(world).items() if key[1] in (YOUTHS, GENDER)}
    for key, ids in members.items():
        answers = [office.ask(frozenset(ids)) for _ in range(QUERIES)]
        numbers = [number for number in answers if number is not None]
        certain = len(set(numbers)) > 1 and abs(fmean(numbers) - len(ids)) < 0.25
        fell += [key] if certain else []
    return Result(len(members), tuple(fell))


def order_and_axes(office: Office, world: World) -> Result:
    """Hidden municipalities in an order that is not the alphabet's, or an axis that ends where only a hidden one is.

    Where a shown number explains the end, a hidden count that happens to be the same is not told by it.
    """
    counts = {key[0]: len(ids) for key, ids in truth(world).items() if key[1] == YOUTHS}
    hidden = [area for area in office.order if area in counts and office.shown.get((area, YOUTHS, "")) is None]
    fell = [(one, YOUTHS, "") for one, other in pairwise(hidden) if counts[one] > counts[other] and one > other]
    explained = office.axis_end in {office.shown.get((area, YOUTHS, "")) for area in office.order}
    fell += [(area, YOUTHS, "") for area in hidden if office.axis_end == counts[area] and not explained]
    return Result(len(hidden), tuple(fell))


def known_member(office: Office, world: World) -> Result:
    """Who knows that a child came reads the child's group off a split where one group is all."""
    members, fell, tried = truth(world), [], 0
    for key, ids in members.items():
        if key[1] not in (YOUTHS,) and key[2] and len(ids) == len(members.get((key[0], YOUTHS, ""), ())):
            tried += 1
            split = [number for other, number in office.shown.items() if other[:2] == key[:2]]
            told = office.shown.get(key) is not None and sum(number is not None for number in split) >= 1
            fell += [key] if told else []
    return Result(tried, tuple(fell))


ATTACKS: dict[str, Callable[[Office, World], Result]] = {
    "subtraction": subtraction,
    "interval audit": audit,
    "filters": filters,
    "times": times,
    "percentages": percentages,
    "averaging": averaging,
    "order and axes": order_and_axes,
    "known member": known_member,
}


def asked_anew(seed: int) -> Ask:
    """The naive twin of a published count: true, with noise drawn for each question."""
    chance = Random(seed)
    return lambda ids: len(ids) + chance.randint(-MOST_NOISE, MOST_NOISE)


def asked_of(protection: Protection) -> Ask:
    """Ours: the answer belongs to the persons."""
    return lambda ids: protection.publish(protection.persons(ids) if ids else Persons()).number


def _around(key: Key) -> Iterator[Key]:
    """The cells that hold this one."""
    area, dimension, part = key
    if part:
        yield area, YOUTHS, ""
    if dimension == STRATUM:
        gender, bands = STRATA[part]
        yield area, GENDER, gender
        if len(bands) == 1:
            yield area, AGE, bands[0]
    if len(area) == 4 and dimension in (YOUTHS, GENDER, AGE, STRATUM):
        yield from ((other, dimension, part) for other in within(area) if other != area)
    if len(area) == 2 and area != COUNTRY:
        yield COUNTRY, dimension, part


def _tells_apart(office: Office, key: Key) -> bool:
    now, later = office.shown[key], office.later[key]
    return now is not None and later is not None and now != later and abs(now - later) < SMALLEST_SHOWN


def _outside(world: World, area: str, dimension: str) -> bool:
    """Whether anyone is in no part: neither girl nor boy, or of a district that was not told."""
    inside = [youth for youth in world if area in within(youth.area) and youth.age <= 19]
    if dimension == GENDER:
        return any(youth.gender == "other" for youth in inside)
    return dimension == DISTRICT and any(not youth.district for youth in inside)


def _least(office: Office) -> int:
    return 1 if office.noise == 0 else 0


def _known(key: Key, ends: tuple[float, float], world: World, shown: bool = True) -> Iterable[Key]:
    """The cell, where it is small and the reader has it nearly or wholly."""
    count = len(truth(world).get(key, ()))
    least, most = ends
    small = 0 < count < SMALLEST_SHOWN
    known = most - least < ROOM and (most < SMALLEST_SHOWN if shown else least > 0 and most < SMALLEST_SHOWN)
    return [key] if small and known else []
