"""Two views as tidy rows: a municipality's measures beside others', and all areas against what chance allows.

Others' rates are as exact as the page shows them: nobody gets to know more of a municipality by taking a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lab.access import Actor
from lab.participation import compare, numbers, report, views
from lab.participation.cells import AGE, BANDS, GENDER, SHOWN_GENDERS, STRATUM
from lab.participation.compare import Placed, Vertebra
from lab.participation.exports import documents, rows
from lab.participation.exports.rows import Row, rounded
from lab.participation.periods import Period
from lab.participation.report import AreaReport
from lab.participation.views import View
from lab.runtime import Workshop

STANDARDISED = "standardised"


@dataclass(frozen=True)
class Compared:
    """One measure here, there and everywhere: rates per 1,000, and whether the interval here lies clear of theirs."""

    period: str
    area: str
    name: str
    against: str
    dimension: str
    part: str
    rate: float | None
    rate_lo: float | None
    rate_hi: float | None
    other: float | None
    verdict: str
    lowest: float | None
    quarter: float | None
    three_quarters: float | None
    highest: float | None
    method: str
    population_date: date
    release: str


@dataclass(frozen=True)
class InFunnel:
    """One area against the average of them all; `status` is empty where its number is protected, else as "lower 95"."""

    period: str
    area: str
    name: str
    number: int | None
    protected: bool
    sessions: int
    population: int
    rate: float | None
    rate_lo: float | None
    rate_hi: float | None
    average: float
    status: str
    method: str
    population_date: date
    release: str


AnyRow = Row | Compared | InFunnel


def of_view(shop: Workshop, actor: Actor, area: str, period: Period, view: View) -> Sequence[AnyRow]:
    """The rows of a view. Raises ChoiceUnknown and what a report raises."""
    views.check(view.kind, views.VIEWS)
    if view.kind == views.MUNICIPALITY:
        return rows.rows(shop, actor, area, period)
    found = report.area_report(shop, actor, area, period)
    return _compared(shop, actor, found, view) if view.kind == views.COMPARE else _placed(shop, actor, found, view)


def _compared(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> list[Compared]:
    views.check(view.against, documents.compared_with(shop, found.area))
    spine = compare.spine(shop, actor, found.area.code, found.period, view.against)
    return [_vertebra(found, view.against, one) for one in spine]


def _placed(shop: Workshop, actor: Actor, found: AreaReport, view: View) -> list[InFunnel]:
    seen = documents.around(shop, actor, found, view)
    return [_in_funnel(found, seen.funnel.mean, one) for one in seen.placed]


def _vertebra(found: AreaReport, against: str, one: Vertebra) -> Compared:
    dimension, part = _measure(one.key)
    rate, lo, hi = rounded(one.here)
    return Compared(
        period=found.period.name,
        area=found.area.code,
        name=found.area.name,
        against=against,
        dimension=dimension,
        part=part,
        rate=rate,
        rate_lo=lo,
        rate_hi=hi,
        other=_as_shown(one.other),
        verdict=one.verdict,
        lowest=_as_shown(one.lowest),
        quarter=_as_shown(one.quarter),
        three_quarters=_as_shown(one.three_quarters),
        highest=_as_shown(one.highest),
        method=found.release.method,
        population_date=found.release.population_date,
        release=found.release.hash,
    )


def _as_shown(rate: float | None) -> float | None:
    return None if rate is None else numbers.as_shown(rate)


def _measure(key: str) -> tuple[str, str]:
    """Dimension and part of a measure of the spine."""
    if key in BANDS:
        return AGE, key
    return (GENDER, key) if key in SHOWN_GENDERS else (STANDARDISED if key == STRATUM else key, "")


def _in_funnel(found: AreaReport, mean: float, one: Placed) -> InFunnel:
    area, youths = one.reached.area, one.reached.youths
    rate, lo, hi = rounded(one.reached.rate)
    return InFunnel(
        period=found.period.name,
        area=area.code,
        name=area.name,
        number=youths.number,
        protected=youths.protected,
        sessions=one.reached.sessions,
        population=one.reached.population,
        rate=rate,
        rate_lo=lo,
        rate_hi=hi,
        average=numbers.as_shown(mean),
        status=_side(one),
        method=found.release.method,
        population_date=found.release.population_date,
        release=found.release.hash,
    )


def _side(one: Placed) -> str:
    """Within the funnel, or below or above which of its limits."""
    if one.status is None or one.missing is None or one.status == "within":
        return one.status or ""
    return one.status.replace("outside", "lower" if one.missing.value > 0 else "higher")
