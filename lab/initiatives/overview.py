"""The register laid over the country: what is counted, with the youths who live in each municipality."""

from dataclasses import dataclass

from lab import areas
from lab.access import Actor
from lab.initiatives import register
from lab.initiatives.coverage import EVERYTHING, Coverage, Place, Wanted, coverage
from lab.participation.cells import AGES
from lab.runtime import Workshop


@dataclass(frozen=True)
class _Youths:
    area: str
    persons: int


def counted(shop: Workshop, actor: Actor, wanted: Wanted = EVERYTHING) -> Coverage:
    """Where something is and where nothing is, of what is wanted. Raises ChoiceUnknown or AreaUnknown."""
    if wanted.county:
        areas.find(shop, wanted.county)
    return coverage(register.listed(shop, actor), places(shop), wanted.checked())


def places(shop: Workshop) -> tuple[Place, ...]:
    """Every municipality, county by county, in the order of the Swedish alphabet."""
    sql = (
        "select area, sum(persons)::integer as persons from area_population"
        " where gender = 'all' and age between ? and ? group by area"
    )
    with shop.database.read() as read:
        youths = {row.area: row.persons for row in read.rows(_Youths, sql, list(AGES))}
    groups = areas.groups(shop)
    counties = {county.code: number for number, county in enumerate(areas.counties(shop))}
    found = sorted(areas.municipalities(shop), key=lambda area: counties[area.county])
    return tuple(
        Place(area.code, area.name, area.county, area.county_name, youths.get(area.code, 0), groups.get(area.code, ""))
        for area in found
    )


def told_sources(shop: Workshop) -> tuple[str, str]:
    """Whose figures of youths these are, and of which day; and whose groups of municipalities."""
    with shop.database.read() as read:
        known = areas.population_source(read)
    return areas.told_source(known.population_date) if known else "", areas.told_groups(shop)
