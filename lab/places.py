"""The labs by name, for those pages of the ground that let someone choose where a role holds."""

from dataclasses import dataclass

from lab.runtime import Workshop

SWEDISH_TIME = "Europe/Stockholm"


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    time_zone: str


def labs(shop: Workshop) -> list[Place]:
    """Every lab, by name."""
    with shop.database.read() as read:
        return read.rows(Place, "select id, name, time_zone from lab order by name, id")


def time_zone(shop: Workshop) -> str:
    """The zone in which to show times that belong to no lab: the first lab's."""
    found = labs(shop)
    return found[0].time_zone if found else SWEDISH_TIME
