"""How unevenly participation is spread over areas, each area counted by its population.

Every function takes participants and population of J areas as arrays (..., J) and works along the last axis, so that
many resampled tables are measured at once. In the formulas r is an area's rate, s its share of all participants, f its
share of the population, μ the rate of all. All are zero where the rates are equal. Most are given in the WHO Handbook
on health inequality monitoring (2013) and WHO's HEAT; PySAL's `inequality` counts every area as one whatever its size,
and agrees where populations are equal.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import rel_entr

Numbers = NDArray[np.float64]


def hoover(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """½ Σ|s - f| (Hoover 1936), 0..1: the share of participants who would have to come from other areas."""
    return 0.5 * _over_areas(np.abs(np.subtract(*_shares(participants, population))))


def gini(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """1 - Σ (F_k - F_k-1)(S_k + S_k-1), areas in order of rate, F and S cumulated (Gini 1914, weighted), 0..1."""
    s, f = _shares(participants, population)
    by_rate = np.argsort(s / f, axis=-1, kind="stable")
    width = np.take_along_axis(f, by_rate, -1)
    height = np.cumsum(np.take_along_axis(s, by_rate, -1), -1)
    before = np.concatenate([np.zeros_like(height[..., :1]), height[..., :-1]], -1)
    return _from_zero(1 - _over_areas(width * (height + before)))


def theil(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """T = Σ s ln(s/f) (Theil 1967); an area without participants adds nothing."""
    return _from_zero(_over_areas(rel_entr(*_shares(participants, population))))


def theil_between(participants: ArrayLike, population: ArrayLike, groups: ArrayLike) -> Numbers:
    """The part of Theil's T that lies between groups of areas: Σ S ln(S/F). `groups` has a label for each area."""
    s, f = _shares(participants, population)
    return _from_zero(_over_areas(rel_entr(_summed(s, groups), _summed(f, groups))))


def theil_within(participants: ArrayLike, population: ArrayLike, groups: ArrayLike) -> Numbers:
    """The part of Theil's T that lies within groups: Σ S T, with T of each group. Between + within = T exactly."""
    s, f = _shares(participants, population)
    place = np.unique(np.asarray(groups), return_inverse=True)[1]
    expected = f * (_summed(s, groups) / _summed(f, groups))[..., place]
    return _from_zero(_over_areas(rel_entr(s, expected)))


def mld(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """Mean log deviation, Σ f ln(f/s) (Theil's L); infinite where an area has no participants."""
    s, f = _shares(participants, population)
    return _from_zero(_over_areas(rel_entr(f, s)))


def atkinson(participants: ArrayLike, population: ArrayLike, aversion: float) -> Numbers:
    """1 - (Σ f (r/μ)^(1-ε))^(1/(1-ε)), and 1 - e^(-MLD) for ε = 1 (Atkinson 1970), 0..1; ε above 0."""
    if aversion == 1:
        return 1 - np.exp(-mld(participants, population))
    s, f = _shares(participants, population)
    with np.errstate(divide="ignore"):
        mean = _over_areas(f * (s / f) ** (1 - aversion))
        return _from_zero(1 - mean ** (1 / (1 - aversion)))


def index_of_disparity(participants: ArrayLike, population: ArrayLike) -> Numbers:
    """IDISW = 100 Σ f|r - μ| / μ (Pearcy and Keppel 2002, weighted by population): 200 times Hoover's index."""
    return 200 * hoover(participants, population)


def between_group_variance(participants: ArrayLike, population: ArrayLike, per: float = 1_000) -> Numbers:
    """BGV = Σ f (r - μ)², in squared participants per 1,000."""
    came, people = _areas(participants, population)
    rates = per * came / people
    mean = per * came.sum(-1, keepdims=True) / people.sum(-1, keepdims=True)
    return _over_areas(people / people.sum(-1, keepdims=True) * (rates - mean) ** 2)


def _areas(participants: ArrayLike, population: ArrayLike) -> tuple[Numbers, Numbers]:
    came, people = np.asarray(participants, np.float64), np.asarray(population, np.float64)
    return np.broadcast_arrays(came, people)  # type: ignore[return-value]


def _shares(participants: ArrayLike, population: ArrayLike) -> tuple[Numbers, Numbers]:
    """Each area's share of the participants, and of the population; not a number where nobody took part."""
    came, people = _areas(participants, population)
    with np.errstate(invalid="ignore"):
        return came / came.sum(-1, keepdims=True), people / people.sum(-1, keepdims=True)


def _over_areas(values: Numbers) -> Numbers:
    return np.asarray(values.sum(-1))


def _from_zero(index: Numbers) -> Numbers:
    """Rounding may leave equal rates a hair below zero."""
    return np.maximum(0.0, index)


def _summed(values: Numbers, groups: ArrayLike) -> Numbers:
    """Sums over the areas of each group, (..., G), groups in the order of their labels."""
    place = np.unique(np.asarray(groups), return_inverse=True)[1]
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    return np.asarray(np.add.reduceat(values[..., order], starts, axis=-1))
