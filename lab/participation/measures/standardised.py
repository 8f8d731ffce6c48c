"""Rates as they would be if every area had the same ages and sexes: directly and indirectly standardised."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lab.errors import LabError
from lab.i18n import N_
from lab.participation.measures.counts import byar, chi_square_quantile, count_interval
from lab.participation.measures.estimate import CONFIDENCE, Estimate

FEWEST = 10
"""A standardised rate of fewer than this is chance (the rule of OHID's `phe_dsr`)."""

Numbers = NDArray[np.float64]


class TooFewToStandardise(LabError):
    message = N_("{count} participants are too few for a standardised rate: there must be at least {fewest}.")
    hint = N_("Put several areas or years together, or leave out the columns age, sex and weight.")


class NotStrata(LabError):
    message = N_("The parts of a population cannot be standardised as they are.")
    hint = N_("Each part needs a count of zero or more, a population above zero and a weight of zero or more.")


def direct(counts: ArrayLike, population: ArrayLike, weights: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """The directly standardised rate, a share, with Dobson's interval on Byar's.

    DSR = Σ w x/n / Σ w, over strata (age x sex); Var = Σ w² x/n² / (Σ w)²; the interval is
    DSR + √(Var/O) (Byar(O) - O) with O all events (Dobson et al. 1991; OHID's PHEindicatormethods, `phe_dsr`).
    """
    events, standard = _strata(counts, population, weights)
    return _dobson(float(events.sum()), float(standard @ events), float(standard**2 @ events), confidence)


def direct_of_repeated(
    events: ArrayLike, squares: ArrayLike, population: ArrayLike, weights: ArrayLike, confidence: float = CONFIDENCE
) -> Estimate:
    """The directly standardised rate of events that the same people repeat, as events per inhabitant.

    In each stratum `events` is the sum over people of how often each came, and `squares` that of its square. A person
    is one independent thing, so Var = Σ w² squares/n² / (Σ w)² (PHEindicatormethods, `calculate_dsr` with
    `independent_events = FALSE`). With one stratum it is the plain rate.
    """
    counts, standard = _strata(events, population, weights)
    return _dobson(float(counts.sum()), float(standard @ counts), float(standard**2 @ _numbers(squares)), confidence)


def direct_gamma(
    counts: ArrayLike, population: ArrayLike, weights: ArrayLike, confidence: float = CONFIDENCE
) -> Estimate:
    """The directly standardised rate with the gamma interval of Fay and Feuer (1997), safer with uneven weights."""
    events, standard = _strata(counts, population, weights)
    tail = (1 - confidence) / 2
    value, variance, most = float(standard @ events), float(standard**2 @ events), float(standard.max())
    above = variance + most**2
    lo = variance / (2 * value) * chi_square_quantile(tail, 2 * value**2 / variance) if value else 0.0
    hi = above / (2 * (value + most)) * chi_square_quantile(1 - tail, 2 * (value + most) ** 2 / above)
    return Estimate(value, lo, hi)


def expected(population: ArrayLike, reference_rates: ArrayLike) -> float:
    """How many would take part if each stratum did so at its reference rate (a share)."""
    return float(_numbers(population) @ _numbers(reference_rates))


def indirect(observed: float, expected: float, reference: float, confidence: float = CONFIDENCE) -> Estimate:
    """The indirectly standardised rate: O/E times the reference rate, in its unit, with the interval of O.

    Byar's interval from 10 observed, the exact one below (PHEindicatormethods, `calculate_ISRate`).
    """
    if not (math.isfinite(expected) and expected > 0):
        raise NotStrata()
    return count_interval(observed, confidence).times(reference / expected)


def _dobson(total: float, value: float, variance: float, confidence: float) -> Estimate:
    counted = byar(total, confidence)
    step = math.sqrt(variance / total)
    return Estimate(value, max(0.0, value + step * (counted.lo - total)), value + step * (counted.hi - total))


def _strata(counts: ArrayLike, population: ArrayLike, weights: ArrayLike) -> tuple[Numbers, Numbers]:
    """The counts, and what each event adds to the rate: the stratum's share of all weights over its population."""
    events, people, heavy = _numbers(counts), _numbers(population), _numbers(weights)
    if not events.shape == people.shape == heavy.shape or not (
        (events >= 0).all() and (people > 0).all() and (heavy >= 0).all() and heavy.sum() > 0
    ):
        raise NotStrata()
    if events.sum() < FEWEST:
        raise TooFewToStandardise(count=int(events.sum()), fewest=FEWEST)
    return events, heavy / heavy.sum() / people


def _numbers(values: ArrayLike) -> Numbers:
    return np.asarray(values, dtype=np.float64)
