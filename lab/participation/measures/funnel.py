"""Control limits of a funnel plot: how far from the mean chance alone takes an area of a given size."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lab.participation.measures.estimate import z_of

WARNING, ALARM = 0.95, 0.998
WITHIN, OUTSIDE_95, OUTSIDE_998 = "within", "outside 95", "outside 99.8"


@dataclass(frozen=True)
class Limits:
    """Where the funnel lies at one size, in the unit of the baseline."""

    lo: float
    hi: float

    def hold(self, value: float) -> bool:
        return self.lo <= value <= self.hi


def share_limits(baseline: float, population: int, confidence: float, dispersion: float = 1.0) -> Limits:
    """Limits of a share (0..1): p -/+ z √(φ p (1-p)/n), kept within 0..1 (Spiegelhalter 2005; OHID Fingertips).

    `dispersion` is φ of `overdispersion`; 1 where areas differ by chance alone.
    """
    reach = z_of(confidence) * math.sqrt(dispersion * baseline * (1 - baseline) / population)
    return Limits(max(0.0, baseline - reach), min(1.0, baseline + reach))


def status(share: float, baseline: float, population: int, dispersion: float = 1.0) -> str:
    """Within the funnel, outside its 95 % limits, or outside those of 99.8 % too."""
    if share_limits(baseline, population, WARNING, dispersion).hold(share):
        return WITHIN
    return OUTSIDE_95 if share_limits(baseline, population, ALARM, dispersion).hold(share) else OUTSIDE_998


def overdispersion(participants: ArrayLike, population: ArrayLike, winsorised: float = 0.1) -> float:
    """φ, how much more areas differ than chance makes them: the mean of z², its extremes pulled in; at least 1.

    z is each area's distance from the mean in standard errors; the outermost tenth at each end is set to the
    tenth's border so that the areas looked for do not hide themselves (Spiegelhalter 2005).
    """
    came, people = np.asarray(participants, np.float64), np.asarray(population, np.float64)
    mean = came.sum() / people.sum()
    if not 0 < mean < 1:
        return 1.0
    z = (came / people - mean) / np.sqrt(mean * (1 - mean) / people)
    lo, hi = np.quantile(z, [winsorised, 1 - winsorised])
    return max(1.0, float(np.mean(np.clip(z, lo, hi) ** 2)))
