"""What may be told about how many. Every number about youths that leaves the lab goes through `Protection.publish`.

A count becomes a number in two steps. First it is moved by -2 to 2, drawn from a hash, under the lab's secret, of the
very set of persons that was counted: the same persons get the same number whatever the question was, so asking again
tells nothing, and two sets that differ by one person differ by an unknown number. Then a number under 5 is not shown.
So a shown 5 may be 3 persons, and "fewer than 5" may be 6 (the cell key method of the British and Swedish statistics
offices, with a table of our own). What two shown numbers say together is judged in bounds.py.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

SMALLEST_SHOWN = 5
MOST_NOISE = 2
NOISE = {-2: 32, -1: 52, 0: 88, 1: 52, 2: 32}
"""How many of 256 sets of persons are moved by each number. Even, so that sums of many numbers stay true."""

KEY_DIGITS = 15
"""Hex digits of a person's key: 60 bits, so that a store can add them up as whole numbers."""


@dataclass(frozen=True)
class Published:
    """A count as others see it; `number` is None where it is protected."""

    number: int | None

    @property
    def protected(self) -> bool:
        return self.number is None


PROTECTED = Published(None)


@dataclass(frozen=True)
class Persons:
    """A set of persons, known by how many they are and by the sum of their keys. Sets without a common member add."""

    count: int = 0
    key: int = 0

    def __add__(self, other: "Persons") -> "Persons":
        return Persons(self.count + other.count, self.key + other.key)


@dataclass(frozen=True)
class Protection:
    """Publishes counts under one secret, which is kept outside the store and never changed within a series."""

    secret: str

    @property
    def id(self) -> str:
        """Tells one secret from another without giving it away."""
        return hashlib.blake2b(b"id", key=self._key, digest_size=4).hexdigest()

    def persons(self, ids: Iterable[str]) -> Persons:
        """The set of persons with these ids, each counted once."""
        keys = [person_key(person, self.secret) for person in set(ids)]
        return Persons(len(keys), sum(keys))

    def publish(self, persons: Persons) -> Published:
        """How many they are, as it may be told: 0 only for nobody, protected under 5, else within 2 of the truth."""
        if not persons.count:
            return Published(0)
        number = persons.count + self._noise("persons", persons)
        return PROTECTED if number < SMALLEST_SHOWN else Published(number)

    def publish_visits(self, persons: Persons, visits: int, most: int) -> Published:
        """How often they came, moved by up to twice the visits of whoever came most (`most`), to hide any one child."""
        youths = self.publish(persons).number
        if not youths:
            return Published(youths)
        return Published(max(youths, visits + most * self._noise("visits", persons)))

    def _noise(self, purpose: str, persons: Persons) -> int:
        said = f"{purpose}:{persons.count}:{persons.key}".encode()
        drawn = hashlib.blake2b(said, key=self._key, digest_size=1).digest()[0]
        return next(d for d, end in zip(NOISE, accumulate(NOISE.values()), strict=True) if drawn < end)

    @property
    def _key(self) -> bytes:
        return hashlib.blake2b(self.secret.encode()).digest()


def person_key(person: str, secret: str) -> int:
    """A person's share in the key of every set they are in; tally.py computes the same in SQL."""
    return int(hashlib.sha256(f"{secret}:{person}".encode()).hexdigest()[:KEY_DIGITS], 16)
