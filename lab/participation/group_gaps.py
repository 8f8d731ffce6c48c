"""How unevenly SKR's groups of municipalities are reached: each group's rate, and the best beside the worst.

Groups and not municipalities, whose extremes are mostly chance. From published numbers alone: a municipality whose
number is held back counts as HELD_BACK youths, the middle of what "fewer than 5" can stand for.
"""

from collections import defaultdict
from dataclasses import dataclass

from lab import areas
from lab.access import Actor, require
from lab.participation import releases
from lab.participation.cells import YOUTHS, Cell
from lab.participation.measures import Estimate, difference, rate, rate_ratio
from lab.participation.periods import Period
from lab.runtime import Workshop

HELD_BACK = 3


@dataclass(frozen=True)
class GroupRate:
    """One group: its code, its municipalities, how many of them are held back, and its rate per 1,000."""

    code: str
    municipalities: int
    held_back: int
    youths: int
    population: int
    rate: Estimate


@dataclass(frozen=True)
class GroupGap:
    """All groups in SKR's order, and the one with the highest rate against the one with the lowest."""

    groups: tuple[GroupRate, ...]
    highest: GroupRate
    lowest: GroupRate
    difference: Estimate
    ratio: Estimate | None
    """None where nobody was reached in the lowest."""
    source: str
    """Whose groups these are, in the reader's words."""


def between_groups(shop: Workshop, actor: Actor, area: str, period: Period) -> GroupGap | None:
    """The gap in one half-year, for whoever may see the report of `area`: it names no municipality.

    None where SKR's list has not been taken in. Raises NotReleased.
    """
    require(actor, "see-report", f"area:{area}")
    release = releases.find(shop, period)
    group_of = areas.groups(shop)
    cells: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in releases.every_cell(shop, release.id):
        if cell.dimension == YOUTHS and cell.area in group_of:
            cells[group_of[cell.area]].append(cell)
    found = tuple(group_rate(code, cells[code]) for code in areas.GROUPS if cells[code])
    return _gap(found, areas.told_groups(shop)) if found else None


def group_rate(code: str, cells: list[Cell]) -> GroupRate:
    """The rate of the municipalities that these cells are of, together."""
    hidden = sum(cell.number is None for cell in cells)
    population, youths = sum(cell.population or 0 for cell in cells), youths_of(cells)
    return GroupRate(code, len(cells), hidden, youths, population, rate(youths, population))


def youths_of(cells: list[Cell]) -> int:
    """Published youths together, those held back at HELD_BACK each, and never more than live there."""
    youths = sum(HELD_BACK if cell.number is None else cell.number for cell in cells)
    return min(youths, sum(cell.population or 0 for cell in cells))


def _gap(groups: tuple[GroupRate, ...], source: str) -> GroupGap:
    high, low = (choose(groups, key=lambda one: one.rate.value) for choose in (max, min))
    people = (high.youths, high.population), (low.youths, low.population)
    ratio = rate_ratio(*people) if low.youths else None
    return GroupGap(groups, high, low, difference(*people), ratio, source)
