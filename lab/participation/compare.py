"""A municipality beside others: a funnel instead of a league table, and a spine of each measure. Release cells only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np

from lab import areas
from lab.access import Actor, require
from lab.participation import releases
from lab.participation.cells import AGE, BANDS, COUNTRY, GENDER, SHOWN_GENDERS, STRATUM, YOUTHS, Cell
from lab.participation.measures import Estimate, missing
from lab.participation.measures.funnel import ALARM, WARNING, share_limits, status
from lab.participation.periods import Period
from lab.participation.report import Reached, rate_of, reach, wider
from lab.participation.standard_rates import standardised, weights_of
from lab.runtime import Workshop

PEERS = 12
"""How many municipalities of like size are compared with."""

BENCHMARK = 110.0
"""Of 1,000 aged 6-19 who take part in the municipal schools of arts (Kulturrådet, 10.5-11 % in recent years)."""

COUNTY, COUNTRY_WIDE, LIKE_SIZE, SKR_GROUP = "county", "country", "size", "group"
POINTS = 40
COUNTIES = 21


@dataclass(frozen=True)
class Placed:
    """An area in the funnel; `status` is None where its number is protected, `missing` to the mean of all."""

    reached: Reached
    status: str | None
    missing: Estimate | None


@dataclass(frozen=True)
class Funnel:
    """Where areas lie, and where chance alone would let them lie."""

    mean: float
    """Per 1,000."""
    placed: tuple[Placed, ...]
    ends: tuple[float, float]
    limits: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    """The name of each limit ("95" or "99.8", lower or upper) and its points (population, rate)."""


@dataclass(frozen=True)
class Vertebra:
    """One measure of a spine: here, what it is compared with, and the spread of all that are shown, per 1,000."""

    key: str
    here: Estimate | None
    other: float | None
    lowest: float | None = None
    quarter: float | None = None
    three_quarters: float | None = None
    highest: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the interval here lies clear of the value compared with: "more", "fewer", "similar" or ""."""
        if self.here is None or self.other is None:
            return ""
        return "more" if self.here.lo > self.other else "fewer" if self.here.hi < self.other else "similar"


def funnel(shop: Workshop, actor: Actor, area: str, period: Period, county_only: bool = False) -> Funnel:
    """All municipalities that `actor` may see, or the county's, against the rate of them all."""
    reached = [one for one in reach(shop, actor, period) if not county_only or one.area.county == area[:2]]
    mean = _mean(reached, wider(shop, actor, area, period))
    placed = tuple(_placed(one, mean) for one in reached)
    sizes = [one.population for one in reached if one.population]
    ends = min(sizes) * 0.8, max(sizes) * 1.25
    return Funnel(1000 * mean, placed, ends, _limits(mean, ends))


def spine(shop: Workshop, actor: Actor, area: str, period: Period, against: str) -> tuple[Vertebra, ...]:
    """Each measure of a municipality against its county, the country, or the middle one of municipalities like it.

    Like it are those of like size, or of the same group of SKR's. Whoever may see its report may compare it with all:
    what the others have is told of them together, without names.
    """
    require(actor, "see-report", f"area:{area}")
    rates = _rates(shop, period)
    peers = {LIKE_SIZE: _of_like_size(rates, area), SKR_GROUP: _of_the_group(shop, area)}.get(against, [])
    return tuple(_vertebra(measure, rates, area, against, peers) for measure in _measures())


def _placed(one: Reached, mean: float) -> Placed:
    if one.youths.number is None or not one.population or not 0 < mean < 1:
        return Placed(one, None, None)
    came = min(one.youths.number, one.population)
    return Placed(one, status(came / one.population, mean, one.population), missing(came, one.population, mean))


def _mean(reached: Sequence[Reached], around: Sequence[Reached]) -> float:
    """As a share: the country's rate for who sees all of it, the county's for who sees that, else of all shown."""
    counties = {one.area.county for one in reached}
    level = "country" if len(counties) == COUNTIES else "county" if len(counties) == 1 else ""
    whole = [one for one in around if one.area.level == level and one.youths.number]
    if whole:
        return (whole[0].youths.number or 0) / whole[0].population
    shown = [one for one in reached if one.youths.number is not None]
    return sum(one.youths.number or 0 for one in shown) / max(1, sum(one.population for one in shown))


def _limits(mean: float, ends: tuple[float, float]) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    sizes = [int(size) for size in np.geomspace(*ends, POINTS)]
    found: dict[str, list[tuple[float, float]]] = {}
    for name, confidence in (("95", WARNING), ("99.8", ALARM)):
        for size in sizes:
            limits = share_limits(min(max(mean, 0.0), 1.0), size, confidence)
            found.setdefault(f"{name} lower", []).append((size, 1000 * limits.lo))
            found.setdefault(f"{name} upper", []).append((size, 1000 * limits.hi))
    return tuple((name, tuple(points)) for name, points in found.items())


def _measures() -> list[tuple[str, str]]:
    return [(YOUTHS, ""), (STRATUM, ""), *((GENDER, key) for key in SHOWN_GENDERS), *((AGE, key) for key in BANDS)]


Rates = dict[str, dict[tuple[str, str], tuple[Estimate | None, int]]]


def _rates(shop: Workshop, period: Period) -> Rates:
    """Rate and population of each measure, by area."""
    cells = releases.every_cell(shop, releases.find(shop, period).id)
    weights, found, strata = weights_of(cells), Rates(), defaultdict[str, list[Cell]](list)
    for cell in cells:
        if (cell.dimension, cell.part) in _measures():
            found.setdefault(cell.area, {})[cell.dimension, cell.part] = _rate(cell)
        elif cell.dimension == STRATUM:
            strata[cell.area].append(cell)
    for area, rates in found.items():
        rates[STRATUM, ""] = standardised(strata[area], weights), rates[YOUTHS, ""][1] if (YOUTHS, "") in rates else 0
    return found


def _rate(cell: Cell) -> tuple[Estimate | None, int]:
    population = cell.population or 0
    return rate_of(cell.published, population), population


def _of_like_size(rates: Rates, area: str) -> list[str]:
    """The municipalities whose number of youths is nearest, as one is to the other."""
    sizes = {code: found[YOUTHS, ""][1] for code, found in rates.items() if len(code) == 4 and code != area}
    own = max(1, rates[area][YOUTHS, ""][1])
    return sorted(sizes, key=lambda code: (abs(np.log(max(1, sizes[code]) / own)), code))[:PEERS]


def _of_the_group(shop: Workshop, area: str) -> list[str]:
    """The other municipalities of its group; none where SKR's list has not been taken in."""
    groups = areas.groups(shop)
    return [code for code, group in groups.items() if code != area and group == groups.get(area)]


def _vertebra(measure: tuple[str, str], rates: Rates, area: str, against: str, peers: list[str]) -> Vertebra:
    def value(code: str) -> float | None:
        found = rates.get(code, {}).get(measure, (None, 0))[0]
        return found.value if found else None

    shown = sorted(each for code in rates if len(code) == 4 and (each := value(code)) is not None)
    like = [each for code in peers if (each := value(code)) is not None]
    one = {COUNTY: area[:2], COUNTRY_WIDE: COUNTRY}.get(against)
    other = value(one) if one else median(like) if like else None
    here = rates[area].get(measure, (None, 0))[0]
    key = measure[1] or measure[0]
    if len(shown) < 2:
        return Vertebra(key, here, other)
    quarter, _middle, three = quantiles(shown, n=4, method="inclusive")
    return Vertebra(key, here, other, shown[0], quarter, three, shown[-1])
