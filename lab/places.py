"""The labs by name, for those pages of the ground that let someone choose where a role holds."""

from dataclasses import dataclass

from lab.runtime import Workshop


@dataclass(frozen=True)
class Place:
    id: str
    name: str


def labs(shop: Workshop) -> list[Place]:
    """Every lab, by name."""
    with shop.database.read() as read:
        return read.rows(Place, "select id, name from lab order by name, id")
