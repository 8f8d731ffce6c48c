"""What a municipality reads about its youths: pure SQL over the ledger, protected before it leaves this module.

A youth is counted where they live, whichever lab they came to, once however often they came. Age is that of the
calendar year: the year of the visit less the year of birth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab import areas
from lab.access import Actor, allows, require
from lab.areas import Area, Residents
from lab.errors import LabError
from lab.i18n import N_
from lab.participation.disclosure import PROTECTED, Published, publish, publish_parts
from lab.participation.measures import Estimate, rate, representation_ratio
from lab.participation.periods import Period
from lab.runtime import Workshop

AGES = (6, 19)
"""The youths that a report is about, as the municipal schools of arts count them."""

BANDS = {"6": (6, 6), "7-9": (7, 9), "10-12": (10, 12), "13-15": (13, 15), "16-19": (16, 19)}
OLDER = (20, 25)
"""Counted beside the report, in no total of it."""

SHOWN_GENDERS = ("girl", "boy")


class OnlyMunicipalities(LabError):
    message = N_("Reports are made for municipalities, and {name} is a county.")
    hint = N_("Choose one of its municipalities.")


@dataclass(frozen=True)
class Part:
    """One group of a breakdown against the same group of the population.

    `share` and `population_share` are 0..1; the shares, the rate and the ratio are None where the count is protected,
    or where there is nothing to compare with.
    """

    key: str
    youths: Published
    population: int
    population_share: float
    share: float | None = None
    rate: Estimate | None = None
    ratio: Estimate | None = None


@dataclass(frozen=True)
class AreaReport:
    """One municipality in one half-year. `rate` is per 1,000 of `population`, the residents of AGES."""

    area: Area
    period: Period
    youths: Published
    rate: Estimate | None
    visits: Published
    sessions: int
    """Sessions held in the municipality."""
    population: int
    ongoing: bool
    """Whether the half-year is not over yet."""
    genders: tuple[Part, ...]
    ages: tuple[Part, ...]
    older: Published
    """Unique youths of OLDER ages."""


@dataclass(frozen=True)
class Reached:
    """How far one municipality is reached in one half-year."""

    area: Area
    youths: Published
    rate: Estimate | None
    sessions: int
    population: int


@dataclass(frozen=True)
class _Group:
    """Youths of one gender and age, and their visits."""

    gender: str
    age: int
    youths: int
    visits: int


@dataclass(frozen=True)
class _Tally:
    """What was counted in one area."""

    area: str
    youths: int
    sessions: int
    population: int


def areas_of(shop: Workshop, actor: Actor) -> tuple[Area, ...]:
    """The municipalities whose report `actor` may read, in the order of the Swedish alphabet."""
    return tuple(area for area in areas.municipalities(shop) if allows(actor, "see-report", f"area:{area.code}"))


def start(shop: Workshop, actor: Actor) -> str:
    """The code of the municipality to show first: of those that `actor` may see, where most sessions are held."""
    seen = [area.code for area in areas_of(shop, actor)]
    with shop.database.read() as read:
        busiest = read.column("select area from held_session group by area order by count(*) desc, area")
    return next((code for code in [*busiest, *seen] if code in seen), "")


def periods(shop: Workshop) -> tuple[Period, ...]:
    """The half-years from the first visit to today's, newest first."""
    with shop.database.read() as read:
        first = read.value("select min(happened_at) from visit")
    now = shop.clock()
    found = [Period.of(min(first or now, now))]
    while found[-1] < Period.of(now):
        found.append(found[-1].next())
    return tuple(reversed(found))


def area_report(shop: Workshop, actor: Actor, area: str, period: Period) -> AreaReport:
    """The report of the municipality with code `area`, as it may be shown to anyone."""
    require(actor, "see-report", f"area:{area}")
    place = areas.find(shop, area)
    if place.level != "municipality":
        raise OnlyMunicipalities(name=place.name)
    residents = areas.population(shop, area, AGES)
    groups = _groups(shop, area, period)
    counted = [group for group in groups if AGES[0] <= group.age <= AGES[1]]
    youths = publish(sum(group.youths for group in counted))
    visits = PROTECTED if youths.protected else publish(sum(group.visits for group in counted))
    population = _persons(residents)
    return AreaReport(
        area=place,
        period=period,
        youths=youths,
        rate=_rate(youths, population),
        visits=visits,
        sessions=_sessions(shop, area, period),
        population=population,
        ongoing=shop.clock() < period.ends_at,
        genders=_genders(counted, residents),
        ages=_ages(counted, residents),
        older=publish(sum(group.youths for group in groups if OLDER[0] <= group.age <= OLDER[1])),
    )


def reach(shop: Workshop, actor: Actor, period: Period) -> tuple[Reached, ...]:
    """How far each municipality that `actor` may see is reached, in the order of the Swedish alphabet."""
    tallies = {tally.area: tally for tally in _tallies(shop, period)}
    return tuple(_reached(area, tallies[area.code]) for area in areas_of(shop, actor))


def _reached(area: Area, tally: _Tally) -> Reached:
    youths = publish(tally.youths)
    return Reached(area, youths, _rate(youths, tally.population), tally.sessions, tally.population)


def _rate(youths: Published, population: int) -> Estimate | None:
    return None if youths.number is None else rate(youths.number, population)


def _genders(groups: Sequence[_Group], residents: Sequence[Residents]) -> tuple[Part, ...]:
    """Girls and boys. Other answers stand between them, shown nowhere but protected with them."""
    counts = dict.fromkeys(("girl", "other", "boy"), 0)
    for group in groups:
        counts[group.gender if group.gender in SHOWN_GENDERS else "other"] += group.youths
    living = {key: _persons([one for one in residents if one.gender == key]) for key in SHOWN_GENDERS}
    return _parts(counts, living)


def _ages(groups: Sequence[_Group], residents: Sequence[Residents]) -> tuple[Part, ...]:
    counts = {
        key: sum(group.youths for group in groups if youngest <= group.age <= oldest)
        for key, (youngest, oldest) in BANDS.items()
    }
    living = {
        key: _persons([one for one in residents if youngest <= one.age <= oldest])
        for key, (youngest, oldest) in BANDS.items()
    }
    return _parts(counts, living)


def _parts(counts: Mapping[str, int], living: Mapping[str, int]) -> tuple[Part, ...]:
    """One Part for each group that the population is known for, all from published counts."""
    shown = publish_parts(counts)
    total = publish(sum(counts.values()))
    everyone = sum(living.values())
    return tuple(_part(key, shown[key], total, persons, everyone) for key, persons in living.items())


def _part(key: str, youths: Published, total: Published, persons: int, everyone: int) -> Part:
    population_share = persons / everyone
    if youths.number is None or not total.number:
        return Part(key, youths, persons, population_share)
    return Part(
        key,
        youths,
        persons,
        population_share,
        share=youths.number / total.number,
        rate=rate(youths.number, persons),
        ratio=representation_ratio(youths.number, total.number, population_share),
    )


def _persons(residents: Sequence[Residents]) -> int:
    return sum(one.persons for one in residents)


def _groups(shop: Workshop, area: str, period: Period) -> list[_Group]:
    with shop.database.read() as read:
        return read.rows(
            _Group,
            """
            select gender, age, count(*) as youths, sum(visits)::bigint as visits
            from (
                select card, arg_max(gender, happened_at) as gender,
                       ? - arg_max(birth_year, happened_at) as age, count(*) as visits
                from visit
                where area = ? and happened_at >= ? and happened_at < ?
                group by card
            )
            group by gender, age
            """,
            [period.year, area, period.starts_at, period.ends_at],
        )


def _sessions(shop: Workshop, area: str, period: Period) -> int:
    with shop.database.read() as read:
        return int(
            read.value(
                "select count(*) from held_session where area = ? and starts_at >= ? and starts_at < ?",
                [area, period.starts_at, period.ends_at],
            )
        )


def _tallies(shop: Workshop, period: Period) -> list[_Tally]:
    with shop.database.read() as read:
        return read.rows(
            _Tally,
            """
            with living as (
                select area, sum(persons)::integer as population from area_population
                where age between ? and ? group by area
            ), came as (
                select area, count(distinct card) as youths from visit
                where happened_at >= ? and happened_at < ? and ? - birth_year between ? and ? group by area
            ), taken_place as (
                select area, count(*) as sessions from held_session
                where starts_at >= ? and starts_at < ? group by area
            )
            select living.area, population, coalesce(youths, 0) as youths, coalesce(sessions, 0) as sessions
            from living left join came using (area) left join taken_place using (area)
            """,
            [*AGES, period.starts_at, period.ends_at, period.year, *AGES, period.starts_at, period.ends_at],
        )
