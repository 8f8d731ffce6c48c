"""Whether fewer are reached who live far from where sessions are held: the municipalities of a county by distance.

From one release alone, where sessions were held included: a lab that opens later changes nothing that was read before.
A municipality whose number is held back counts as in group_gaps.py.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from lab.access import Actor, require
from lab.participation import releases
from lab.participation.cells import SESSIONS, YOUTHS, Cell
from lab.participation.distances import to_nearest
from lab.participation.group_gaps import GroupRate, group_rate, youths_of
from lab.participation.measures import Estimate, bootstrap, slope_index
from lab.participation.periods import Period
from lab.runtime import Workshop

ENDS_KM = (0, 25, 50, 100)
"""Where a band of distances ends: there, within 25 km, within 50, within 100, farther away."""

FEWEST = 5
"""Municipalities that a line is drawn through; with fewer the rates say more (docs/measures.md)."""


@dataclass(frozen=True)
class NearAndFar:
    """Each band's rate, nearest first, by the kilometres that it ends at ("" for the farthest), and the slope."""

    bands: tuple[GroupRate, ...]
    slope: Estimate
    """SII: youths of every 1,000 from the nearest to the farthest; below 0 where fewer come from afar."""

    @property
    def below_zero(self) -> bool:
        """Whether the line ends below nobody at all: its direction holds, its number says too much."""
        mean = 1_000 * sum(one.youths for one in self.bands) / sum(one.population for one in self.bands)
        return abs(self.slope.value) / 2 > mean


def near_and_far(shop: Workshop, actor: Actor, area: str, period: Period) -> NearAndFar | None:
    """The county of `area` in one half-year, for whoever may see the report of `area`: it names no municipality.

    None where no session was held, nobody was reached, or the county has too few municipalities. Raises NotReleased.
    """
    require(actor, "see-report", f"area:{area}")
    cells = releases.every_cell(shop, releases.find(shop, period).id)
    held = [cell.area for cell in cells if cell.dimension == SESSIONS and cell.number and len(cell.area) == 4]
    km = {one.area: one.km for one in to_nearest(shop, held)}
    county = [cell for cell in cells if cell.dimension == YOUTHS and cell.area in km and cell.area.startswith(area[:2])]
    if len(county) < FEWEST or not any(cell.number for cell in county):
        return None
    return NearAndFar(_bands(county, km), _slope(county, km))


def _bands(county: list[Cell], km: dict[str, float]) -> tuple[GroupRate, ...]:
    bands: defaultdict[int, list[Cell]] = defaultdict(list)
    for cell in county:
        bands[int(np.searchsorted(ENDS_KM, km[cell.area]))].append(cell)
    names = [*map(str, ENDS_KM), ""]
    return tuple(group_rate(names[at], bands[at]) for at in sorted(bands))


def _slope(county: list[Cell], km: dict[str, float]) -> Estimate:
    people = [cell.population or 0 for cell in county]
    came = [youths_of([cell]) for cell in county]
    order = [km[cell.area] for cell in county]
    drawn = bootstrap.draws(came, people)
    return bootstrap.percentile(lambda drawn: slope_index(drawn, people, order), came, drawn)
