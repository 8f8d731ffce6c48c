"""What a reader can work out from numbers that are shown together, and which of them must not be shown for that.

A reader who knows these rules knows of each count at least an interval: two on either side of a shown number, 0-6
where it says "fewer than 5". Counts are tied together: girls and boys are no more than all, the age groups are all.
Here the intervals are drawn tighter through these ties until nothing moves, as far as a reader could. Groups of counts
are let in one at a time, the most important first, and one that would make a small count known stays out. That choice
rests on shown numbers alone, so it says nothing more than they do. The tests redo the reader's work by linear
programming (tests/lab/participation/attacks).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lab.participation.disclosure import MOST_NOISE, SMALLEST_SHOWN, Published

WIDEST_HIDDEN = SMALLEST_SHOWN - 1 + MOST_NOISE
"""The most persons that "fewer than 5" can stand for."""

ROOM = 4
"""How far apart the ends of a hidden count's interval stay: it could still be any of five numbers."""

Key = tuple[str, str, str]
"""Area, dimension and part of a count."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Tie:
    """How a count and its parts hang together: parts without common members sum to no more, full ones to no less."""

    total: Key
    parts: tuple[Key, ...]
    disjoint: bool = True
    full: bool = True


@dataclass
class Known:
    """What has been shown so far, and the ties between all counts, shown or not."""

    shown: dict[Key, Published] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    nobody: frozenset[Key] = frozenset()
    """Counts whose "fewer than 5" is known to stand for someone: totals, where nobody is shown as 0."""

    def let_in(self, numbers: Mapping[Key, Published], ties: Iterable[Tie] = ()) -> bool:
        """Show `numbers` too, unless that would make a small count known; tells whether they are shown."""
        tried = Known({**self.shown, **numbers}, [*self.ties, *ties], self.nobody)
        if tried.leaks():
            return False
        self.shown, self.ties = tried.shown, tried.ties
        return True

    def joined(self, other: "Known") -> "Known":
        """Both side by side."""
        return Known({**self.shown, **other.shown}, [*self.ties, *other.ties], self.nobody | other.nobody)

    def leaks(self) -> list[Key]:
        """The counts that are known too well."""
        found = self.intervals()
        return [key for key, interval in found.items() if not self._safe(key, interval)]

    def intervals(self) -> dict[Key, Interval]:
        """The least and the most that each count can be."""
        names = {*self.shown, *(key for tie in self.ties for key in (tie.total, *tie.parts))}
        found = {key: self._start(key) for key in names}
        while sum(_tighten(found, tie) for tie in self.ties):
            pass
        return found

    def _start(self, key: Key) -> Interval:
        if key not in self.shown:
            return 0, math.inf
        number = self.shown[key].number
        if number is None:
            return (1 if key in self.nobody else 0), WIDEST_HIDDEN
        return (max(1, number - MOST_NOISE), number + MOST_NOISE) if number else (0, 0)

    def _safe(self, key: Key, interval: Interval) -> bool:
        least, most = interval
        if key not in self.shown:
            return least == 0 or most >= SMALLEST_SHOWN or most - least >= ROOM
        number = self.shown[key].number
        if number is None:
            return most - least >= ROOM
        return number == 0 or most >= SMALLEST_SHOWN or most - least >= ROOM


def one_holds_all(total: Published, parts: Iterable[Published]) -> bool:
    """Whether a part may be the whole, so that to know a member is to know their group: it must not be split."""
    return total.number is None or any(part.number is not None and part.number >= total.number for part in parts)


def _tighten(found: dict[Key, Interval], tie: Tie) -> bool:
    """Draw the intervals of one tie tighter; tells whether any moved."""
    before = {key: found[key] for key in (tie.total, *tie.parts)}
    least, most = found[tie.total]
    low, high = sum(found[part][0] for part in tie.parts), sum(found[part][1] for part in tie.parts)
    least = max(least, low if tie.disjoint else max(found[part][0] for part in tie.parts))
    most = min(most, high) if tie.full else most
    found[tie.total] = least, most
    for part in tie.parts:
        lo, hi = found[part]
        others = sum(found[other][1] for other in tie.parts if other != part) if tie.full else math.inf
        taken = low - before[part][0] if tie.disjoint else 0
        found[part] = max(lo, least - others), min(hi, most - taken)
    return any(found[key] != interval for key, interval in before.items())
