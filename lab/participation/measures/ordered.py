"""Inequality along something that areas can be ordered by: distance to the nearest lab, income, education.

Areas are placed from 0 to 1 by their ridit rank R: the share of the population before them, and half of their own. A
rank stands for people, not for areas, and areas with the same value share one. Arrays are (..., J) as in inequality.py.
A negative value says that fewer take part where `order` is higher.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def ridits(population: ArrayLike, order: ArrayLike) -> Numbers:
    """The rank 0..1 of each area (Bross 1958): Σ f before it + half the f of those at its place."""
    people = np.asarray(population, np.float64)
    place = np.unique(np.asarray(order, np.float64), return_inverse=True)[1]
    at = np.bincount(place, weights=people) / people.sum()
    ranks: Numbers = (np.cumsum(at) - at / 2)[place]
    return ranks


def slope_index(participants: ArrayLike, population: ArrayLike, order: ArrayLike, per: float = 1_000) -> Numbers:
    """SII: how much the rate, per 1,000, changes from the lowest end of the order to the highest.

    The slope of the population-weighted straight line of rates on ranks (Mackenbach and Kunst 1997; OHID's
    PHEindicatormethods, `phe_sii`). As the weighted mean of the ranks is ½, that is Σ f r (R - ½) / Σ f (R - ½)².
    """
    people, ranks = np.asarray(population, np.float64), ridits(population, order)
    spread = people / people.sum() @ (ranks - 0.5) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(absolute_concentration(participants, population, order, per) / 2 / spread)


def relative_index(participants: ArrayLike, population: ArrayLike, order: ArrayLike) -> Numbers:
    """RII: the rate at the highest end of the order over that at the lowest, both on the line of `slope_index`.

    (μ + SII/2) / (μ - SII/2), above 0; 1 where nothing changes. Infinite where the line reaches zero at the lowest end.
    """
    half = slope_index(participants, population, order, per=1) / 2
    mean = _mean(participants, population)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mean - half > 0, np.maximum(0, (mean + half) / (mean - half)), np.inf)


def absolute_concentration(
    participants: ArrayLike, population: ArrayLike, order: ArrayLike, per: float = 1_000
) -> Numbers:
    """ACI = 2 Σ f r (R - ½), per 1,000 (Wagstaff, Paci and van Doorslaer 1991; WHO HEAT)."""
    came, people = np.asarray(participants, np.float64), np.asarray(population, np.float64)
    return np.asarray(2 * per * (came @ (ridits(people, order) - 0.5)) / people.sum())


def relative_concentration(participants: ArrayLike, population: ArrayLike, order: ArrayLike) -> Numbers:
    """RCI = ACI / μ, -1..1: where on the order the participants are, weighed against where people live."""
    with np.errstate(invalid="ignore"):
        return absolute_concentration(participants, population, order, per=1) / _mean(participants, population)


def _mean(participants: ArrayLike, population: ArrayLike) -> Numbers:
    return np.asarray(np.asarray(participants, np.float64).sum(-1) / np.sum(population))
