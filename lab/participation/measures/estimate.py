"""A value with its interval, and the confidence that intervals have."""

from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value, and the interval that it lies in with the confidence asked for."""

    value: float
    lo: float
    hi: float

    def times(self, factor: float) -> "Estimate":
        """The same in another unit."""
        return Estimate(self.value * factor, self.lo * factor, self.hi * factor)

    def turned(self) -> "Estimate":
        """The same with the other sign: what is fewer by so many is more by the negative of it."""
        return Estimate(-self.value, -self.hi, -self.lo)

    def widened(self) -> "Estimate":
        """With both ends moved, where needed, so that the value lies between them."""
        return Estimate(self.value, min(self.lo, self.value), max(self.hi, self.value))


def z_of(confidence: float) -> float:
    """How many standard errors a two-sided interval reaches to each side: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
