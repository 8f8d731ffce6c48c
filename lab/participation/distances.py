"""How far municipalities are from a lab: an order for the slope and concentration indices (see docs/measures.md)."""

from dataclasses import dataclass

from lab.areas.reads import EARTH_RADIUS_KM
from lab.runtime import Workshop


@dataclass(frozen=True)
class Distance:
    """From the middle of a municipality to that of the nearest with a lab, in a straight line; 0 where it has one."""

    area: str
    km: float


def to_nearest_lab(shop: Workshop) -> tuple[Distance, ...]:
    """Every municipality's distance, by code; none where there is no lab yet."""
    with shop.database.read() as read:
        return tuple(
            read.rows(
                Distance,
                """
                with home as (select distinct latitude, longitude from area where code in (select area from lab))
                select area.code as area, min(2 * ? * asin(sqrt(
                    sin(radians(area.latitude - home.latitude) / 2) ** 2
                    + cos(radians(home.latitude)) * cos(radians(area.latitude))
                    * sin(radians(area.longitude - home.longitude) / 2) ** 2
                ))) as km
                from area, home where area.level = 'municipality'
                group by all order by area.code
                """,
                [EARTH_RADIUS_KM],
            )
        )
