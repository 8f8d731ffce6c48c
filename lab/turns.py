"""Whose turn it is: each person's newest piece of work, and nobody twice while another waits.

Next is the piece of whoever was served longest ago, which is a round robin that people may join and leave at any time.
One who asks in sixteen tabs has sixteen pieces and one turn a round; one who comes new has not been served at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
MOST_REMEMBERED = 1000


def person_of(key: str) -> str:
    """Who stands behind a key: "seat:a:1#look" is the work of "seat:a:1"."""
    return key.partition("#")[0]


@dataclass
class _Place(Generic[Item]):
    item: Item
    person: str
    arrived: int


class Turns(Generic[Item]):
    """What waits, at most one piece for each key. Not for several threads at once: its owner locks."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Place[Item]] = {}
        self._last_served: dict[str, int] = {}
        self._events = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, key: str, item: Item) -> Item | None:
        """Let `item` wait; it takes over the place of an older one of the same key, which is given back."""
        if key in self._waiting:
            place = self._waiting[key]
            older, place.item = place.item, item
            return older
        self._waiting[key] = _Place(item, person_of(key), self._event())
        return None

    def take(self, along: Callable[[list[Item], Item], bool] = lambda taken, other: False) -> list[Item]:
        """The next item, and those that follow it for as long as they go `along` with what is taken already."""
        taken: list[Item] = []
        while self._waiting:
            key = min(self._waiting, key=self._order)
            if taken and not along(taken, self._waiting[key].item):
                break
            taken.append(self._serve(key))
        return taken

    def place(self, key: str) -> int | None:
        """Place in the queue from 1, or None where nothing of this key waits."""
        if key not in self._waiting:
            return None
        mine = self._round(key)
        return 1 + sum(self._round(other) < mine for other in self._waiting)

    def drop(self, key: str) -> Item | None:
        """Take out what waits under `key`; gives it back."""
        place = self._waiting.pop(key, None)
        return place.item if place else None

    def clear(self) -> list[Item]:
        """Take out everything."""
        left = [place.item for place in self._waiting.values()]
        self._waiting.clear()
        return left

    def _order(self, key: str) -> tuple[int, int]:
        place = self._waiting[key]
        return self._last_served.get(place.person, 0), place.arrived

    def _round(self, key: str) -> tuple[int, int, int]:
        """A person's second piece comes after everyone's first."""
        person = self._waiting[key].person
        own = sum(self._order(other) < self._order(key) for other in self._waiting if person_of(other) == person)
        return own, *self._order(key)

    def _serve(self, key: str) -> Item:
        place = self._waiting.pop(key)
        # Put at the end, so that whoever was served longest ago stands first.
        self._last_served.pop(place.person, None)
        self._last_served[place.person] = self._event()
        while len(self._last_served) > MOST_REMEMBERED:
            del self._last_served[next(iter(self._last_served))]
        return place.item

    def _event(self) -> int:
        self._events += 1
        return self._events


class BatchSize:
    """How many to run together so that a batch stays within `budget` seconds: one more each time while there is room.

    One who has just missed a batch waits for it and then for its own, so a batch may take less than half of what a
    picture may take from stroke to screen.
    """

    def __init__(self, most: int, start: int = 4, budget: float = 0.12) -> None:
        self._most, self._budget = most, budget
        self.now = min(start, most)

    def took(self, count: int, seconds: float) -> None:
        """A batch of `count` took `seconds`."""
        if seconds > self._budget:
            self.now = max(1, min(self.now, int(count * self._budget / seconds)))
        elif count >= self.now and seconds * (count + 1) / count < self._budget:
            self.now = min(self._most, self.now + 1)
