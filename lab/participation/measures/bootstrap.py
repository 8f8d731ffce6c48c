"""Intervals where no formula gives one: the table is drawn again many times, as chance could have made it.

In each draw an area keeps its population, and each of its youths takes part with the probability that the area's rate
is (a parametric bootstrap, Efron and Tibshirani 1993, chapter 6). The seed is fixed: the same table has the same
interval, ever. It stands on unique youths, who come or do not come each for themselves.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lab.participation.measures.estimate import CONFIDENCE, Estimate

SEED = 20_260_101
MOST_DRAWS, FEWEST_DRAWS, MOST_CELLS = 2_000, 200, 4_000_000

Numbers = NDArray[np.float64]
Measure = Callable[[Numbers], ArrayLike]
"""From participants (..., J) to a number for each table (...)."""


def draws(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """Participants drawn anew, (draws, J); fewer draws of tables so long that they are steady anyway.

    Areas are drawn in order of size, so that the order of rows does not matter.
    """
    came, people = np.asarray(participants, np.int64), np.asarray(population, np.int64)
    size = int(np.clip(MOST_CELLS // len(came), FEWEST_DRAWS, MOST_DRAWS))
    by_size = np.lexsort((came, people))
    drawn = np.empty((size, len(came)))
    drawn[:, by_size] = np.random.default_rng(SEED).binomial(
        people[by_size], came[by_size] / people[by_size], (size, len(came))
    )
    return drawn


def percentile(measure: Measure, participants: ArrayLike, drawn: Numbers, confidence: float = CONFIDENCE) -> Estimate:
    """The measure with the middle of the draws, for measures that chance does not push one way."""
    value, lo, hi = _spread(measure, participants, drawn, confidence)
    return Estimate(value, lo, hi).widened()


def reflected(
    measure: Measure,
    participants: ArrayLike,
    drawn: Numbers,
    most: float = np.inf,
    power: int = 1,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """The measure with the basic bootstrap interval, within 0..`most`, for measures that chance makes larger.

    Drawing a table again adds chance once more, so the draws of an index of inequality lie above it as far as it lies
    above the truth; the interval is therefore reflected: 2 value - upper, 2 value - lower (Davison and Hinkley 1997).
    Chance adds up in squares: an index of distances, not of squared ones, is reflected as its `power` 2.
    """
    value, lo, hi = _spread(measure, participants, drawn, confidence)
    low, high = (max(0.0, 2 * value**power - end**power) ** (1 / power) for end in (hi, lo))
    return Estimate(value, min(low, most), min(high, most)).widened()


def _spread(measure: Measure, participants: ArrayLike, drawn: Numbers, confidence: float) -> tuple[float, float, float]:
    """The measure of the table, and the two quantiles of that of the draws in which somebody took part."""
    value = float(np.asarray(measure(np.asarray(participants, np.float64))))
    tables = np.asarray(measure(drawn), np.float64)
    tables = tables[~np.isnan(tables)]
    tail = (1 - confidence) / 2
    lo, hi = np.quantile(tables, [tail, 1 - tail], method="inverted_cdf") if len(tables) else (value, value)
    return value, float(lo), float(hi)
