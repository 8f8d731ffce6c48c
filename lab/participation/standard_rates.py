"""Rates as they would be if the same ages and genders lived everywhere: the country's. From published strata alone.

A municipality of many teenagers is not held to what teenagers do. The rate is given where all strata are shown: in the
country, in counties and in municipalities from which some hundred youths come. Elsewhere most strata are protected, and
a rate put together from what is left would be noise.
"""

from collections.abc import Iterable, Mapping

from lab.participation.cells import COUNTRY, STANDARD, STRATA, STRATUM, Cell
from lab.participation.measures import FEWEST, Estimate, direct

Weights = Mapping[str, int]
"""The country's residents of each stratum, as they were when the release was made."""


def weights_of(cells: Iterable[Cell]) -> dict[str, int]:
    """The weights among a release's cells; none in one that was made before there were any."""
    return {cell.part: cell.number or 0 for cell in cells if cell.area == COUNTRY and cell.dimension == STANDARD}


def standardised(cells: Iterable[Cell], weights: Weights) -> Estimate | None:
    """The rate per 1,000 of the area that all `cells` are of, with Dobson's interval on Byar's (measures.direct)."""
    strata = {cell.part: cell for cell in cells if cell.dimension == STRATUM and cell.number is not None}
    if not set(STRATA) <= set(strata) or not set(STRATA) <= set(weights):
        return None
    people = [strata[name].population or 0 for name in STRATA]
    came = [min(strata[name].number or 0, living) for name, living in zip(STRATA, people, strict=True)]
    if min(people) == 0 or sum(came) < FEWEST:
        return None
    return direct(came, people, [weights[name] for name in STRATA]).times(1_000)
