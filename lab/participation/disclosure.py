"""What may be told about how many. Every number about youths that leaves the lab goes through `publish` or its twin.

A count of 1-4 is never shown, and cannot be worked out from what is: not by subtraction from the total, and not by
someone who also knows these rules (tests/lab/participation/test_disclosure.py tries all small tables).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class Published:
    """A count as others see it; `number` is None where it is protected."""

    number: int | None

    @property
    def protected(self) -> bool:
        return self.number is None


PROTECTED = Published(None)


def publish(count: int) -> Published:
    """A count that is not part of a published total: 1-4 are protected."""
    return PROTECTED if _small(count) else Published(count)


def publish_parts(parts: Mapping[str, int]) -> dict[str, Published]:
    """The parts of a total that is itself published. Include parts that no table will show: they can be subtracted too.

    Where a part is small, the parts nearest to it in the order given are protected as well, until the protected ones
    sum to so much that each small one could still be anything from 1 to 4. The choice depends on nothing that is not
    seen (places and that sum), so that it says nothing about the values either.
    """
    small = [name for name, count in parts.items() if _small(count)]
    hidden = _with_cover(parts, small) if small else set()
    if sum(parts.values()) < SMALLEST_SHOWN or hidden >= _filled(parts):
        hidden = set(parts) if small else set()
    return {name: PROTECTED if name in hidden else Published(count) for name, count in parts.items()}


def _with_cover(parts: Mapping[str, int], small: Sequence[str]) -> set[str]:
    """The small parts and as many others as it takes; all that are filled where even that is too little."""
    hidden, cover = set(small), 0
    for name in _nearest_first(list(parts), small):
        if parts[name] == 0:
            continue
        hidden.add(name)
        cover += 1
        if sum(parts[each] for each in hidden) >= (SMALLEST_SHOWN - 1) * len(small) + SMALLEST_SHOWN * cover:
            break
    return hidden


def _nearest_first(names: list[str], small: Sequence[str]) -> list[str]:
    """The other names by their distance from the first small one; of two as near, the later."""
    start = names.index(small[0])
    others = [name for name in names if name not in small]
    return sorted(others, key=lambda name: (abs(names.index(name) - start), -names.index(name)))


def _filled(parts: Mapping[str, int]) -> set[str]:
    return {name for name, count in parts.items() if count}


def _small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN
