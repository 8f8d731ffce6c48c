"""What a municipality reads about its youths: the cells of a frozen release, and what follows from them alone.

A youth is counted where they live, whichever lab they came to, once however often they came. Age is that of the
calendar year: the year of the visit less the year of birth. Nothing here reads the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lab import areas
from lab.access import EVERYWHERE, Actor, allows, require
from lab.areas import Area
from lab.errors import LabError
from lab.i18n import N_, gettext
from lab.participation import releases
from lab.participation.cells import (
    AGE,
    AGES,
    BANDS,
    COUNTRY,
    GENDER,
    LAB,
    OLDER,
    OLDER_YOUTHS,
    SESSIONS,
    SESSIONS_ON,
    SHOWN_GENDERS,
    VISITS,
    WEEKDAY,
    YOUTHS,
    Cell,
)
from lab.participation.disclosure import PROTECTED, Published
from lab.participation.measures import Estimate, missing, rate, representation_ratio
from lab.participation.periods import Period
from lab.participation.releases import Release
from lab.participation.standard_rates import standardised, weights_of
from lab.runtime import Workshop

__all__ = ["AGES", "BANDS", "OLDER", "SHOWN_GENDERS"]

TREND = 6
"""Half-years that a trend shows."""


class OnlyMunicipalities(LabError):
    message = N_("Reports are made for municipalities, and {name} is a county.")
    hint = N_("Choose one of its municipalities.")


@dataclass(frozen=True)
class Part:
    """One group of a breakdown against the same group of the population.

    `share` and `population_share` are 0..1; the shares, the rate and the ratio are None where the count is protected,
    or where there is nothing to compare with. `missing` is how many more would bring the group to the area's own rate.
    """

    key: str
    youths: Published
    population: int
    population_share: float
    share: float | None = None
    rate: Estimate | None = None
    ratio: Estimate | None = None
    missing: Estimate | None = None


@dataclass(frozen=True)
class Meeting:
    """A weekday ("1" is Monday) or a lab by name: how many youths of the area came, and the sessions held."""

    key: str
    youths: Published
    sessions: int = 0


@dataclass(frozen=True)
class Point:
    """An area in one half-year of a trend."""

    period: Period
    youths: Published
    rate: Estimate | None


@dataclass(frozen=True)
class AreaReport:
    """One municipality, or the country, in one half-year. `rate` is per 1,000 of `population`, of AGES."""

    area: Area
    period: Period
    youths: Published
    rate: Estimate | None
    visits: Published
    sessions: int
    """Sessions held there."""
    population: int
    release: Release
    genders: tuple[Part, ...]
    ages: tuple[Part, ...]
    older: Published
    """Unique youths of OLDER ages."""
    weekdays: tuple[Meeting, ...]
    """Monday to Sunday; none where they may not be told apart."""
    labs: tuple[Meeting, ...]
    """Labs that may be named, the most visited first."""
    trend: tuple[Point, ...]
    """The half-years that have a release, up to this one, oldest first."""
    standardised: Estimate | None
    """`rate` standardised for age and gender; None where they cannot be shown together."""


@dataclass(frozen=True)
class Reached:
    """How far one area is reached in one half-year."""

    area: Area
    youths: Published
    rate: Estimate | None
    sessions: int
    population: int


@dataclass(frozen=True)
class _Total:
    """A total of one area, as it was released."""

    period: str
    area: str
    dimension: str
    number: int | None
    population: int | None


class Cells:
    """One area's cells, asked for by name."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = {(cell.dimension, cell.part): cell for cell in cells}

    def number(self, dimension: str, part: str = "") -> Published:
        """A published number; protected where it is not there."""
        cell = self._cells.get((dimension, part))
        return cell.published if cell else PROTECTED

    def population(self, dimension: str, part: str = "") -> int:
        cell = self._cells.get((dimension, part))
        return (cell.population or 0) if cell else 0

    def has(self, dimension: str) -> bool:
        return any(name == dimension for name, _part in self._cells)

    def parts(self, dimension: str) -> list[Cell]:
        return [cell for (name, _part), cell in self._cells.items() if name == dimension]


def areas_of(shop: Workshop, actor: Actor) -> tuple[Area, ...]:
    """The municipalities whose report `actor` may read, in the order of the Swedish alphabet."""
    return tuple(area for area in areas.municipalities(shop) if allows(actor, "see-report", f"area:{area.code}"))


def may_read_all(actor: Actor) -> bool:
    """Whether `actor` may read a whole release."""
    return allows(actor, "see-report", EVERYWHERE)


def start(shop: Workshop, actor: Actor) -> str:
    """The code of the municipality to show first: of those that `actor` may see, where most sessions were held."""
    seen = [area.code for area in areas_of(shop, actor)]
    with shop.database.read() as read:
        busiest = read.column(
            "select area from release_cell where dimension = ? group by area order by sum(number) desc, area",
            [SESSIONS],
        )
    return next((code for code in [*busiest, *seen] if code in seen), "")


def periods(shop: Workshop) -> tuple[Period, ...]:
    """The half-years that have a release, newest first."""
    return tuple(Period.named(release.period) for release in releases.released(shop))


def area_report(shop: Workshop, actor: Actor, area: str, period: Period) -> AreaReport:
    """The report of the municipality with code `area`, as it may be shown to anyone. Raises NotReleased."""
    require(actor, "see-report", f"area:{area}")
    place = areas.find(shop, area)
    if place.level != "municipality":
        raise OnlyMunicipalities(name=place.name)
    return _report(shop, place, period)


def country_report(shop: Workshop, actor: Actor, period: Period) -> AreaReport:
    """The same of the whole country, which has no weekdays and names no lab. Raises NotReleased."""
    require(actor, "see-report", EVERYWHERE)
    return _report(shop, _country(0, 0), period)


def _report(shop: Workshop, place: Area, period: Period) -> AreaReport:
    release, area = releases.find(shop, period), place.code
    own, country = releases.cells_of(shop, release.id, area), releases.cells_of(shop, release.id, COUNTRY)
    cells = Cells(own)
    youths, weights = cells.number(YOUTHS), weights_of(country)
    population = cells.population(YOUTHS) or (sum(weights.values()) if area == COUNTRY else 0)
    return AreaReport(
        area=place,
        period=period,
        youths=youths,
        rate=rate_of(youths, population),
        visits=cells.number(VISITS),
        sessions=cells.number(SESSIONS).number or 0,
        population=population,
        release=release,
        genders=_parts(cells, GENDER, SHOWN_GENDERS),
        ages=_parts(cells, AGE, tuple(BANDS)),
        older=cells.number(OLDER_YOUTHS),
        weekdays=_weekdays(cells),
        labs=_labs(cells),
        trend=_trend(shop, area, period),
        standardised=standardised(own, weights),
    )


def reach(shop: Workshop, actor: Actor, period: Period) -> tuple[Reached, ...]:
    """How far each municipality that `actor` may see is reached, in the order of the Swedish alphabet."""
    totals = {(one.area, one.dimension): one for one in _totals(shop, period)}
    return tuple(
        _reached(area, totals[area.code, YOUTHS], totals[area.code, SESSIONS]) for area in areas_of(shop, actor)
    )


def wider(shop: Workshop, actor: Actor, area: str, period: Period) -> tuple[Reached, ...]:
    """The county of a municipality and the country, where told: whoever may see its report may compare it with them."""
    require(actor, "see-report", f"area:{area}")
    totals = {(one.area, one.dimension): one for one in _totals(shop, period)}
    county = areas.find(shop, area[:2])
    told = [one for one in (county, _country(county.latitude, county.longitude)) if (one.code, YOUTHS) in totals]
    return tuple(_reached(one, totals[one.code, YOUTHS], totals[one.code, SESSIONS]) for one in told)


def counties(shop: Workshop, actor: Actor, period: Period) -> tuple[Reached, ...]:
    """How far each county is reached, for whoever may read a whole release; without those that are held back."""
    require(actor, "see-report", EVERYWHERE)
    totals = {(one.area, one.dimension): one for one in _totals(shop, period)}
    told = [one for one in areas.counties(shop) if (one.code, YOUTHS) in totals]
    return tuple(_reached(one, totals[one.code, YOUTHS], totals[one.code, SESSIONS]) for one in told)


def _country(latitude: float, longitude: float) -> Area:
    return Area(COUNTRY, "country", gettext("Sweden"), "", "", latitude, longitude)


def rate_of(youths: Published, population: int) -> Estimate | None:
    """Per 1,000 residents, from the published number alone; none where it is protected or nobody lives there."""
    if youths.number is None or not population:
        return None
    return rate(min(youths.number, population), population)


def _reached(area: Area, youths: _Total, sessions: _Total) -> Reached:
    number, population = Published(youths.number), youths.population or 0
    return Reached(area, number, rate_of(number, population), sessions.number or 0, population)


def _parts(cells: Cells, dimension: str, keys: Sequence[str]) -> tuple[Part, ...]:
    """One Part for each group that the population is known for, all from published counts."""
    everyone = sum(cells.population(dimension, key) for key in keys) or cells.population(YOUTHS)
    return tuple(_part(cells, dimension, key, everyone) for key in keys)


def _part(cells: Cells, dimension: str, key: str, everyone: int) -> Part:
    youths, total, persons = cells.number(dimension, key), cells.number(YOUTHS), cells.population(dimension, key)
    share = persons / everyone if everyone else 0.0
    if youths.number is None or not total.number or not persons:
        return Part(key, youths, persons, share)
    came, whole = min(youths.number, persons), max(total.number, youths.number)
    return Part(
        key,
        youths,
        persons,
        share,
        share=youths.number / whole,
        rate=rate(came, persons),
        ratio=representation_ratio(youths.number, whole, share),
        missing=missing(came, persons, min(1.0, total.number / everyone)),
    )


def _weekdays(cells: Cells) -> tuple[Meeting, ...]:
    if not cells.has(WEEKDAY):
        return ()
    days = [str(day) for day in range(1, 8)]
    return tuple(Meeting(day, cells.number(WEEKDAY, day), cells.number(SESSIONS_ON, day).number or 0) for day in days)


def _labs(cells: Cells) -> tuple[Meeting, ...]:
    found = [Meeting(cell.part, cell.published) for cell in cells.parts(LAB)]
    return tuple(sorted(found, key=lambda lab: (-(lab.youths.number or 0), lab.key)))


def _trend(shop: Workshop, area: str, period: Period) -> tuple[Point, ...]:
    with shop.database.read() as read:
        found = read.rows(
            _Total,
            "select period, area, dimension, number, population from release_cell"
            " join release on release.id = release_cell.release"
            " where area = ? and dimension = ? and period <= ? order by period desc limit ?",
            [area, YOUTHS, period.name, TREND],
        )
    points = [(Period.named(one.period), Published(one.number), one.population or 0) for one in reversed(found)]
    return tuple(Point(when, youths, rate_of(youths, population)) for when, youths, population in points)


def _totals(shop: Workshop, period: Period) -> list[_Total]:
    release = releases.find(shop, period)
    with shop.database.read() as read:
        return read.rows(
            _Total,
            "select ? as period, area, dimension, number, population from release_cell"
            " where release = ? and part = '' and dimension in (?, ?)",
            [period.name, release.id, YOUTHS, SESSIONS],
        )
