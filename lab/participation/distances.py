"""How far municipalities are from those where sessions were held: an order for the slope indices (docs/measures.md)."""

from collections.abc import Collection
from dataclasses import dataclass

from lab.areas.reads import EARTH_RADIUS_KM
from lab.runtime import Workshop


@dataclass(frozen=True)
class Distance:
    """From the middle of a municipality to that of the nearest of some, in a straight line; 0 where it is one."""

    area: str
    km: float


def to_nearest(shop: Workshop, codes: Collection[str]) -> tuple[Distance, ...]:
    """Every municipality's distance to the nearest of `codes`, by code; none where there are no such areas."""
    with shop.database.read() as read:
        return tuple(
            read.rows(
                Distance,
                """
                with home as (select distinct latitude, longitude from area where code in (select unnest(?::varchar[])))
                select area.code as area, min(2 * ? * asin(sqrt(
                    sin(radians(area.latitude - home.latitude) / 2) ** 2
                    + cos(radians(home.latitude)) * cos(radians(area.latitude))
                    * sin(radians(area.longitude - home.longitude) / 2) ** 2
                ))) as km
                from area, home where area.level = 'municipality'
                group by all order by area.code
                """,
                [[*codes], EARTH_RADIUS_KM],
            )
        )
