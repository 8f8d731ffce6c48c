"""Every measure that a table allows."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lab.participation import measures
from lab.participation.measures import funnel
from lab.participation.measures.estimate import Estimate
from lab.participation.tables import areas, figures, standards
from lab.participation.tables.found import PER, Counts, Figure, Found
from lab.participation.tables.rows import row_of
from lab.participation.tables.table import GROUP, ORDER, Table


@dataclass(frozen=True)
class Measured:
    """All of a table: a row for each area, the figures of all of it, and why some are not there."""

    rows: list[dict[str, Any]]
    summary: dict[str, Figure]
    left_out: dict[str, str]


def measured(table: Table, overdispersed: bool = False, fay_feuer: bool = False) -> Measured:
    """Measure a table. Raises TooFewToStandardise where its strata hold under 10 participants."""
    by_area = areas.by_area(table)
    found = Found(list(by_area.values()), table.unique)
    _rates(found)
    _unevenness(found)
    _groups(found, table)
    _order(found, table)
    own_rates = standards.standardised(found, table, fay_feuer)
    standards.events(found, table)
    dispersion = funnel.overdispersion(found.came, found.people) if table.unique else 1.0
    if len(by_area) > 1 and table.unique:
        found.plain("overdispersion", dispersion)
    rows = [
        {
            **row_of(found, name, one, dispersion if overdispersed else 1.0),
            **own_rates.get(name, {}),
            **(standards.event_row(one) if table.events else {}),
        }
        for name, one in sorted(by_area.items(), key=lambda pair: pair[1].first.row)
    ]
    summary = {name: found.found[name] for name in figures.FORMULAS if name in found.found}
    return Measured(rows, summary, found.left_out)


def _rates(found: Found) -> None:
    """The rate of all, and of the highest area beside the lowest."""
    all_came, all_people = int(found.came.sum()), int(found.people.sum())
    if found.unique:
        found.put("rate", measures.rate(all_came, all_people))
    else:
        found.put("rate", _exactly(PER * found.mean))
    _extremes(found, "", found.came, found.people)


def _extremes(found: Found, prefix: str, came: Counts, people: Counts) -> None:
    """Difference and ratio of the highest rate and the lowest, under names that begin with `prefix`."""
    difference, ratio = f"{prefix}difference", f"{prefix}rate_ratio"
    if len(came) < 2:
        found.leave(figures.ONE_AREA, difference, ratio)
        return
    rates = came / people
    high, low = ((int(came[at]), int(people[at])) for at in (int(rates.argmax()), int(rates.argmin())))
    if found.unique:
        found.put(difference, measures.difference(high, low))
    else:
        found.put(difference, _exactly(PER * float(rates.max() - rates.min())))
    if low[0] == 0:
        found.leave(figures.EMPTY_AREA if high[0] else figures.NOBODY, ratio)
    elif found.unique:
        found.put(ratio, measures.rate_ratio(high, low))
    else:
        found.put(ratio, _exactly(float(rates.max() / rates.min())))


UNEVENNESS: dict[str, tuple[Callable[..., Any], float, int]] = {
    "theil": (measures.theil, math.inf, 1),
    "mld": (measures.mld, math.inf, 1),
    "gini": (measures.gini, 1.0, 2),
    "hoover": (measures.hoover, 1.0, 2),
    "idisw": (measures.index_of_disparity, 200.0, 2),
    "bgv": (measures.between_group_variance, math.inf, 1),
    "atkinson_0_5": (lambda came, people: measures.atkinson(came, people, 0.5), 1.0, 1),
    "atkinson_1": (lambda came, people: measures.atkinson(came, people, 1), 1.0, 1),
}
"""Indices of how uneven areas are: the function, its largest value, and the power in which chance adds to it."""


def _unevenness(found: Found) -> None:
    reason = _not_comparable(found)
    if reason:
        found.leave(reason, *UNEVENNESS, "missing", "paf")
        return
    people = found.people
    for name, (measure, most, power) in UNEVENNESS.items():
        if name == "mld" and not found.came.all():
            found.leave(figures.EMPTY_AREA, name)
            continue
        found.drawn_again(name, lambda came, measure=measure: measure(came, people), most, power)
    all_came = float(found.came.sum())
    found.drawn_again("missing", lambda came: all_came * measures.hoover(came, people), all_came, 2)
    best = int((found.came / people).argmax())
    found.drawn_again("paf", lambda came: measures.population_attributable_fraction(came, people, best))


def _not_comparable(found: Found) -> str:
    if len(found.areas) < 2:
        return figures.ONE_AREA
    return "" if found.came.any() else figures.NOBODY


def _groups(found: Found, table: Table) -> None:
    names = ("theil_between", "theil_within", "group_difference", "group_rate_ratio")
    reason = figures.NO_GROUP if GROUP not in table.columns else _not_comparable(found)
    if reason:
        found.leave(reason, *names)
        return
    labels, people = np.array([one.first.group for one in found.areas]), found.people
    found.drawn_again("theil_between", lambda came: measures.theil_between(came, people, labels), math.inf)
    found.drawn_again("theil_within", lambda came: measures.theil_within(came, people, labels), math.inf)
    place = np.unique(labels, return_inverse=True)[1]
    sums = (np.bincount(place, weights=counts).astype(np.int64) for counts in (found.came, people))
    _extremes(found, "group_", *sums)


def _order(found: Found, table: Table) -> None:
    order, people = np.array([one.first.order for one in found.areas]), found.people
    reason = figures.NO_ORDER if ORDER not in table.columns else _not_comparable(found)
    if not reason and len(set(order.tolist())) == 1:
        reason = figures.FLAT_ORDER
    if reason:
        found.leave(reason, "sii", "rii", "aci", "rci")
        return
    found.drawn_again("sii", lambda came: measures.slope_index(came, people, order))
    found.drawn_again("aci", lambda came: measures.absolute_concentration(came, people, order))
    found.drawn_again("rci", lambda came: measures.relative_concentration(came, people, order))
    ratio = float(measures.relative_index(found.came, people, order))
    if 0 < ratio < math.inf:
        found.drawn_again("rii", lambda came: measures.relative_index(came, people, order))
    else:
        found.leave(figures.BELOW_ZERO, "rii")


def _exactly(value: float) -> Estimate:
    return Estimate(value, value, value)
