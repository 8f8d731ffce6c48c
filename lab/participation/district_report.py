"""A municipality's districts as a frozen release tells them: beside its own numbers, and no further split."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lab import areas
from lab.access import Actor, require
from lab.participation import releases
from lab.participation.cells import DISTRICT, Cell
from lab.participation.disclosure import Published
from lab.participation.measures import Estimate
from lab.participation.periods import Period
from lab.participation.report import rate_of
from lab.runtime import Workshop


@dataclass(frozen=True)
class DistrictReached:
    """How far one district is reached; `population` is None where the municipality has not told it."""

    name: str
    youths: Published
    rate: Estimate | None
    population: int | None

    def verdict(self, mean: float | None) -> str:
        """Whether the interval lies clear of the districts' average: "more", "fewer", "similar" or ""."""
        if self.rate is None or mean is None:
            return ""
        return "more" if self.rate.lo > mean else "fewer" if self.rate.hi < mean else "similar"


@dataclass(frozen=True)
class Districts:
    """The districts of one municipality in one half-year, in the order of the alphabet, and whose they are.

    `reached` is empty where they may not be told apart: too few came, or nearly all from one.
    """

    reached: tuple[DistrictReached, ...]
    source: str
    population_date: date


def districts_of(shop: Workshop, actor: Actor, area: str, period: Period) -> Districts | None:
    """The districts of a release; None where the municipality had none when it was made. Raises NotReleased."""
    require(actor, "see-report", f"area:{area}")
    release = releases.find(shop, period)
    with shop.database.read() as read:
        source = read.first(
            areas.PopulationSource, "select * from release_source where release = ? and area = ?", [release.id, area]
        )
        order = read.column(
            "select part from release_cell where release = ? and area = ? and dimension = ? order by part collate sv",
            [release.id, area, DISTRICT],
        )
    if source is None:
        return None
    cells = {cell.part: cell for cell in releases.cells_of(shop, release.id, area) if cell.dimension == DISTRICT}
    found = [DistrictReached(name, cells[name].published, _rate(cells[name]), cells[name].population) for name in order]
    return Districts(tuple(found), source.source, source.population_date)


def average(reached: Sequence[DistrictReached]) -> float | None:
    """Per 1,000 in all districts that are shown: like is compared with like, for in none are those who told none."""
    shown = [(one.youths.number or 0, one.population or 0) for one in reached if one.rate]
    if len(shown) < 2:
        return None
    return 1000 * sum(youths for youths, _people in shown) / sum(people for _youths, people in shown)


def _rate(cell: Cell) -> Estimate | None:
    return rate_of(cell.published, cell.population or 0)
