"""Intervals of a count of independent events: Byar's, and the exact one of the Poisson distribution."""

import math

from scipy.special import gammaincinv

from lab.errors import LabError
from lab.i18n import N_
from lab.participation.measures.estimate import CONFIDENCE, Estimate, z_of

BYAR_FROM = 10
"""OHID uses Byar's approximation from this count, and the exact interval below it."""


class NotACount(LabError):
    message = N_("{count} is not a count.")
    hint = N_("A count is zero or more.")


def byar(count: float, confidence: float = CONFIDENCE) -> Estimate:
    """A count with Byar's interval (Breslow and Day 1987, volume II; as in PHEindicatormethods, `byars_lower`).

    lo = x (1 - 1/9x - z/3√x)³, hi = (x+1) (1 - 1/9(x+1) + z/3√(x+1))³; good from about 10, see `count_interval`.
    """
    _check(count)
    z, above = z_of(confidence), count + 1
    lo = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    hi = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return Estimate(count, max(0.0, lo), hi)


def exact_poisson(count: float, confidence: float = CONFIDENCE) -> Estimate:
    """A count with the exact Poisson interval (Garwood 1936): lo = χ²(α/2, 2x)/2, hi = χ²(1-α/2, 2x+2)/2."""
    _check(count)
    tail = (1 - confidence) / 2
    lo = chi_square_quantile(tail, 2 * count) / 2 if count else 0.0
    return Estimate(count, lo, chi_square_quantile(1 - tail, 2 * count + 2) / 2)


def count_interval(count: float, confidence: float = CONFIDENCE) -> Estimate:
    """A count with the interval that OHID gives it: Byar's from 10, the exact one below."""
    return byar(count, confidence) if count >= BYAR_FROM else exact_poisson(count, confidence)


def chi_square_quantile(probability: float, freedom: float) -> float:
    """The value that a χ² of so many degrees of freedom stays under with this probability."""
    return float(2 * gammaincinv(freedom / 2, probability))


def _check(count: float) -> None:
    if not (math.isfinite(count) and count >= 0):
        raise NotACount(count=count)
