"""Sweden's municipalities and counties: names, points, boundaries and the youths who live there. See README.md."""

from lab.areas.filling import fill
from lab.areas.own_districts import (
    District,
    check_district,
    districts,
    take_in_districts,
    take_out_districts,
    with_districts,
)
from lab.areas.reads import (
    Area,
    AreaUnknown,
    Near,
    Residents,
    boundaries,
    counties,
    find,
    match,
    municipalities,
    nearest,
    population,
)
from lab.areas.skr import GROUPS, group_name, groups, told_groups
from lab.areas.source import BOUNDARY_SOURCE, SOURCE, PopulationSource, population_source, told_source

__all__ = [
    "BOUNDARY_SOURCE",
    "GROUPS",
    "SOURCE",
    "Area",
    "AreaUnknown",
    "District",
    "Near",
    "PopulationSource",
    "Residents",
    "boundaries",
    "check_district",
    "counties",
    "districts",
    "fill",
    "find",
    "group_name",
    "groups",
    "match",
    "municipalities",
    "nearest",
    "population",
    "population_source",
    "take_in_districts",
    "take_out_districts",
    "told_groups",
    "told_source",
    "with_districts",
]
