"""What is known about areas. A municipality's code has four digits, of which the first two are its county's."""

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lab.areas.filling import FOLDER
from lab.errors import NotFound
from lab.i18n import N_

if TYPE_CHECKING:
    from lab.runtime import Workshop

EARTH_RADIUS_KM = 6371.0088


class AreaUnknown(NotFound):
    message = N_("There is no municipality or county with the code {code}.")
    hint = N_("Choose one from the list.")


@dataclass(frozen=True)
class Area:
    """A municipality or county; the point is its middle, in WGS84 degrees."""

    code: str
    level: str
    """"municipality" or "county"."""
    name: str
    county: str
    """The county's two digits."""
    county_name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Near(Area):
    """An area, and how far its middle is from that of the one asked about."""

    km: float


@dataclass(frozen=True)
class Residents:
    """How many persons of one age (6-25) and gender ("girl" or "boy") live in an area."""

    age: int
    gender: str
    persons: int


def municipalities(shop: "Workshop") -> tuple[Area, ...]:
    """All 290, in the order of the Swedish alphabet."""
    return _of_level(shop, "municipality")


def counties(shop: "Workshop") -> tuple[Area, ...]:
    """All 21, in the order of the Swedish alphabet."""
    return _of_level(shop, "county")


def find(shop: "Workshop", code: str) -> Area:
    """The area with this code; AreaUnknown where there is none."""
    with shop.database.read() as read:
        found = read.first(Area, "select * from area where code = ?", [code])
    if found is None:
        raise AreaUnknown(code=code)
    return found


def match(shop: "Workshop", text: str) -> tuple[Area, ...]:
    """Municipalities whose name holds `text`: the whole name first, then names that begin with it, then the rest.

    Case does not matter, nor whether å, ä and ö are typed as a and o; "Karlstads kommun" finds Karlstad.
    """
    with shop.database.read() as read:
        return tuple(
            read.rows(
                Area,
                """
                with asked as (
                    select regexp_replace(strip_accents(lower(trim(?))), 's? kommun$', '') as text
                ), folded as (
                    select *, strip_accents(lower(name)) as plain from area where level = 'municipality'
                )
                select folded.* from folded, asked
                where text <> '' and contains(plain, text)
                order by plain <> text, lower(name) <> lower(trim(?)), not starts_with(plain, text), name collate sv
                """,
                [text, text],
            )
        )


def nearest(shop: "Workshop", code: str, n: int = 5) -> tuple[Near, ...]:
    """The `n` other municipalities whose middles are closest to that of `code`, nearest first."""
    find(shop, code)
    with shop.database.read() as read:
        return tuple(
            read.rows(
                Near,
                """
                select other.*, 2 * ? * asin(sqrt(
                    sin(radians(other.latitude - here.latitude) / 2) ** 2
                    + cos(radians(here.latitude)) * cos(radians(other.latitude))
                    * sin(radians(other.longitude - here.longitude) / 2) ** 2
                )) as km
                from area as here, area as other
                where here.code = ? and other.code <> here.code and other.level = 'municipality'
                order by km limit ?
                """,
                [EARTH_RADIUS_KM, code, n],
            )
        )


def population(shop: "Workshop", code: str, ages: tuple[int, int] = (6, 25)) -> tuple[Residents, ...]:
    """Who lives in an area, by single age from the first to the last of `ages` and by gender.

    Each figure is as its source gives it: from 2025 those of a county are no sum of its municipalities'.
    """
    find(shop, code)
    with shop.database.read() as read:
        return tuple(
            read.rows(
                Residents,
                """
                select age, gender, persons from area_population
                where area = ? and age between ? and ? and gender <> 'all' order by age, gender desc
                """,
                [code, *ages],
            )
        )


@cache
def boundaries() -> dict[str, Any]:
    """The municipalities' outlines as a GeoJSON FeatureCollection in WGS84, each with its `code` and `name`.

    Read once and shared: do not change it. Rings run clockwise, as d3 and Vega want them.
    """
    found: dict[str, Any] = json.loads((FOLDER / "boundaries.geojson").read_text("utf-8"))
    return found


def _of_level(shop: "Workshop", level: str) -> tuple[Area, ...]:
    with shop.database.read() as read:
        return tuple(read.rows(Area, "select * from area where level = ? order by name collate sv", [level]))
