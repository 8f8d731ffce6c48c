"""Distances between two areas, and from an area to the mean or to the best."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lab.participation.measures.estimate import CONFIDENCE, Estimate, z_of
from lab.participation.measures.shares import wilson

Numbers = NDArray[np.float64]
People = tuple[int, int]
"""Participants, and the population they come from."""


def difference(high: People, low: People, per: float = 1_000, confidence: float = CONFIDENCE) -> Estimate:
    """The difference of two rates, per 1,000, with the interval from both Wilson's (Newcombe 1998, method 10)."""
    one, other = wilson(*high, confidence), wilson(*low, confidence)
    value = one.value - other.value
    lo = value - math.hypot(one.value - one.lo, other.hi - other.value)
    hi = value + math.hypot(one.hi - one.value, other.value - other.lo)
    return Estimate(value, max(-1.0, lo), min(1.0, hi)).times(per)


def rate_ratio(high: People, low: People, confidence: float = CONFIDENCE) -> Estimate:
    """One rate over another, with the interval of its logarithm (Katz et al. 1978).

    Infinite where nobody takes part in the lower one, and not a number where nobody does in either.
    """
    one, other = wilson(*high, confidence), wilson(*low, confidence)
    if high[0] == 0 or low[0] == 0:
        return Estimate(math.inf if high[0] else math.nan, 0.0, math.inf)
    error = math.sqrt(1 / high[0] - 1 / high[1] + 1 / low[0] - 1 / low[1])
    value, reach = one.value / other.value, math.exp(z_of(confidence) * error)
    return Estimate(value, value / reach, value * reach)


def missing(participants: int, population: int, mean: float, confidence: float = CONFIDENCE) -> Estimate:
    """How many more youths would bring an area to `mean` (a share): n μ - x; negative where it is above already.

    The interval is that of the area's own rate (Wilson), turned round; the mean is taken as exact.
    """
    own = wilson(participants, population, confidence)
    return Estimate(population * (mean - own.value), population * (mean - own.hi), population * (mean - own.lo))


def population_attributable_fraction(participants: ArrayLike, population: ArrayLike, best: int) -> Numbers:
    """PAF = 100 (r_best - μ)/μ, per cent: how many more would take part if all areas did as area number `best`.

    WHO HEAT's measure for something good, with arrays (..., J). Which area is best is settled beforehand, since the
    best of many draws is better than the best area.
    """
    came, people = np.asarray(participants, np.float64), np.asarray(population, np.float64)
    mean = came.sum(-1) / people.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(100 * (came[..., best] / people[best] - mean) / mean)
