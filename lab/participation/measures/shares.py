"""Shares of a population: rates of unique youths, and how well a group is represented among them."""

import math

from lab.errors import LabError
from lab.i18n import N_
from lab.participation.measures.estimate import CONFIDENCE, Estimate, z_of

WILSON = N_("Wilson score interval, 95 %")


class NotAShare(LabError):
    message = N_("{part} of {whole} is not a share.")
    hint = N_("There must be people in the whole, and no more in the part than in the whole.")


def wilson(part: int, whole: int, confidence: float = CONFIDENCE) -> Estimate:
    """A share (0..1) with Wilson's score interval (Wilson 1927; as in OHID's PHEindicatormethods, `phe_proportion`)."""
    if not 0 <= part <= whole or whole == 0:
        raise NotAShare(part=part, whole=whole)
    z = z_of(confidence)
    middle = 2 * part + z * z
    reach = z * math.sqrt(z * z + 4 * part * (1 - part / whole))
    share, width = part / whole, 2 * (whole + z * z)
    return Estimate(
        share, max(0.0, min(share, (middle - reach) / width)), min(1.0, max(share, (middle + reach) / width))
    )


def rate(participants: int, population: int, per: int = 1_000) -> Estimate:
    """Unique youths per 1,000 of those who live there, with Wilson's interval."""
    return wilson(participants, population).times(per)


def representation_ratio(group: int, participants: int, population_share: float) -> Estimate:
    """A group's share of the participants over its share of the population; 1 is as many as one would expect.

    Known in geography as the location quotient. The interval is Wilson's for the share among participants;
    `population_share` (0..1) is taken as exact.
    """
    if not 0 < population_share <= 1:
        raise NotAShare(part=population_share, whole=1)
    return wilson(group, participants).times(1 / population_share)
