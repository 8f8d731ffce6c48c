"""The cells of a release as tidy rows, one published number each, with what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lab import areas
from lab.access import EVERYWHERE, Actor, require
from lab.participation import releases
from lab.participation.cells import COUNTRY, SESSIONS, SESSIONS_ON, STANDARD, VISITS, Cell
from lab.participation.measures import Estimate
from lab.participation.periods import Period
from lab.participation.releases import Release
from lab.participation.report import rate_of
from lab.runtime import Workshop

UNCOUNTED = (VISITS, SESSIONS, SESSIONS_ON, STANDARD)
"""Dimensions that no rate stands on: they do not count persons who came."""


@dataclass(frozen=True)
class Row:
    """One number. `number` is null where protected; rates are per 1,000 with Wilson's interval."""

    period: str
    level: str
    area: str
    name: str
    dimension: str
    part: str
    number: int | None
    protected: bool
    population: int | None
    rate: float | None
    rate_lo: float | None
    rate_hi: float | None
    method: str
    population_date: date
    release: str


def rows(shop: Workshop, actor: Actor, area: str, period: Period) -> tuple[Row, ...]:
    """One municipality or county, or the whole release where `area` is "00". Raises NotReleased."""
    require(actor, "see-report", EVERYWHERE if area == COUNTRY else f"area:{area}")
    release = releases.find(shop, period)
    if area == COUNTRY:
        cells: Iterable[Cell] = releases.every_cell(shop, release.id)
    else:
        areas.find(shop, area)
        cells = releases.cells_of(shop, release.id, area)
    names = {one.code: one.name for one in (*areas.municipalities(shop), *areas.counties(shop))}
    return tuple(_row(cell, release, names) for cell in cells)


def _row(cell: Cell, release: Release, names: dict[str, str]) -> Row:
    rate = None if cell.dimension in UNCOUNTED else rate_of(cell.published, cell.population or 0)
    value, lo, hi = rounded(rate)
    return Row(
        period=release.period,
        level={2: "county", 4: "municipality"}[len(cell.area)] if cell.area != COUNTRY else "country",
        area=cell.area,
        name=names.get(cell.area, "Sverige"),
        dimension=cell.dimension,
        part=cell.part,
        number=cell.number,
        protected=cell.number is None,
        population=cell.population,
        rate=value,
        rate_lo=lo,
        rate_hi=hi,
        method=release.method,
        population_date=release.population_date,
        release=release.hash,
    )


def rounded(rate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    """A rate and the ends of its interval."""
    return (round(rate.value, 4), round(rate.lo, 4), round(rate.hi, 4)) if rate else (None, None, None)
