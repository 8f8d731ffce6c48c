"""Measures of who takes part: pure, numbers in and an Estimate out, each with its formula and source.

Intervals hold only for unique youths: visits repeat the same child, so none is given for them unless each child's
visits are known. What goes in is what has been published (see disclosure.py) or what an analyst holds.
"""

from lab.participation.measures.counts import NotACount, byar, count_interval, exact_poisson
from lab.participation.measures.estimate import CONFIDENCE, Estimate
from lab.participation.measures.gaps import difference, missing, population_attributable_fraction, rate_ratio
from lab.participation.measures.inequality import (
    atkinson,
    between_group_variance,
    gini,
    hoover,
    index_of_disparity,
    mld,
    theil,
    theil_between,
    theil_within,
)
from lab.participation.measures.ordered import (
    absolute_concentration,
    relative_concentration,
    relative_index,
    ridits,
    slope_index,
)
from lab.participation.measures.shares import WILSON, NotAShare, rate, representation_ratio, wilson
from lab.participation.measures.standardised import (
    FEWEST,
    NotStrata,
    TooFewToStandardise,
    direct,
    direct_gamma,
    direct_of_repeated,
    expected,
    indirect,
)

__all__ = [
    "CONFIDENCE", "FEWEST", "WILSON", "Estimate", "NotACount", "NotAShare", "NotStrata", "TooFewToStandardise",
    "absolute_concentration", "atkinson", "between_group_variance", "byar", "count_interval", "difference", "direct",
    "direct_gamma", "direct_of_repeated", "exact_poisson", "expected", "gini", "hoover", "index_of_disparity",
    "indirect", "missing", "mld", "population_attributable_fraction", "rate", "rate_ratio", "relative_concentration",
    "relative_index", "representation_ratio", "ridits", "slope_index", "theil", "theil_between", "theil_within",
    "wilson",
]  # fmt: skip
