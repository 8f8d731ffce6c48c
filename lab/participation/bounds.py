"""What a reader can work out from numbers that are shown together, and which of them must not be shown for that.

A reader who knows these rules knows of each count at least an interval: two on either side of a shown number, 0-6
where it says "fewer than 5". Counts are tied together: girls and boys are no more than all, the age groups are all.
Here the intervals are drawn tighter through these ties until nothing moves, as far as a reader could. Groups of counts
are let in one at a time, the most important first, and one that would make a small count known stays out. That choice
rests on shown numbers alone, so it says nothing more than they do. The tests redo the reader's work by linear
programming (tests/lab/participation/attacks).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    """What has been shown so far, and the ties between all counts, shown or not.

    What follows from the numbers and ties so far is kept: a new number is followed only as far as it changes anything.
    """

    shown: dict[Key, Published] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    nobody: frozenset[Key] = frozenset()
    """Counts whose "fewer than 5" is known to stand for someone: totals, where nobody is shown as 0."""
    intervals: dict[Key, Interval] = field(default_factory=dict)
    """The least and the most that each count can be, as far as what is shown has been followed."""
    _new_keys: set[Key] | None = None
    _new_ties: list[Tie] | None = None
    """What has not been followed yet; at first all that is shown."""

    def let_in(self, numbers: Mapping[Key, Published], ties: Iterable[Tie] = ()) -> bool:
        """Show `numbers` too, unless that would make a small count known; tells whether they are shown."""
        tried = self.joined(Known(dict(numbers), [*ties]))
        if tried.leaks():
            return False
        self.shown, self.ties = tried.shown, tried.ties
        self.intervals, self._new_keys, self._new_ties = tried.intervals, set(), []
        return True

    def tie(self, ties: Iterable[Tie]) -> None:
        """Tie counts together."""
        more = [*ties]
        self._new_keys, self._new_ties = self._unfollowed()
        self._new_ties += more
        self.ties += more

    def joined(self, other: "Known") -> "Known":
        """Both side by side."""
        keys, ties = self._unfollowed()
        other_keys, other_ties = other._unfollowed()
        return Known(
            {**self.shown, **other.shown},
            [*self.ties, *other.ties],
            self.nobody | other.nobody,
            {**self.intervals, **other.intervals},
            keys | other_keys,
            [*ties, *other_ties],
        )

    def leaks(self) -> list[Key]:
        """The counts that are known too well since numbers were last let in."""
        keys, ties = self._unfollowed()
        touched = self._follow()
        known = [key for key in touched if not self._safe(key, self.intervals[key])]
        asked = [*ties, *(tie for tie in self.ties if tie.total in keys or not keys.isdisjoint(tie.parts))]
        return known + [part for tie in asked for part in tie.parts if self._above(part, tie.total)]

    def _unfollowed(self) -> tuple[set[Key], list[Tie]]:
        keys = set(self.shown) if self._new_keys is None else set(self._new_keys)
        return keys, [*(self.ties if self._new_ties is None else self._new_ties)]

    def _follow(self) -> set[Key]:
        """Draw intervals tighter from what is new until nothing moves; tells which counts it came by."""
        keys, ties = self._unfollowed()
        touched = keys | {key for tie in ties for key in (tie.total, *tie.parts)}
        for key in touched:
            self.intervals[key] = _both(self.intervals.get(key, (0, math.inf)), self._start(key))
        of_key: defaultdict[Key, list[int]] = defaultdict(list)
        for place, tie in enumerate(self.ties):
            for key in (tie.total, *tie.parts):
                of_key[key].append(place)
        waiting = dict.fromkeys(place for key in touched for place in of_key[key])
        while waiting:
            place = next(iter(waiting))
            del waiting[place]
            moved = self._tighten(self.ties[place])
            touched.update(moved)
            waiting.update(dict.fromkeys(place for key in moved for place in of_key[key]))
        return touched

    def _tighten(self, tie: Tie) -> list[Key]:
        """Draw the intervals of one tie tighter; tells which moved."""
        before = {key: self.intervals[key] for key in (tie.total, *tie.parts)}
        _tighten(self.intervals, tie)
        _tighten_apart(self.intervals, tie, [part for part in tie.parts if self._differ(part, tie.total)])
        return [key for key, interval in before.items() if self.intervals[key] != interval]

    def _above(self, part: Key, total: Key) -> bool:
        """Whether a part's number is above the total's: then those outside it are a few, and known to be."""
        one, other = self.shown.get(part), self.shown.get(total)
        return bool(one and other and one.number and other.number and one.number > other.number)

    def _differ(self, part: Key, total: Key) -> bool:
        """Whether two shown numbers are not the same, and so not those of the same persons."""
        one, other = self.shown.get(part), self.shown.get(total)
        return bool(one and other and one.number and other.number and one.number != other.number)

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


def _both(one: Interval, other: Interval) -> Interval:
    return max(one[0], other[0]), min(one[1], other[1])


def _tighten(found: dict[Key, Interval], tie: Tie) -> None:
    """A total is what its parts are, and a part what the others leave."""
    before = {key: found[key] for key in (tie.total, *tie.parts)}
    low, high = sum(found[part][0] for part in tie.parts), sum(found[part][1] for part in tie.parts)
    boundless = sum(found[part][1] == math.inf for part in tie.parts)
    bounded = sum(found[part][1] for part in tie.parts if found[part][1] < math.inf)
    least, most = found[tie.total]
    least = max(least, low if tie.disjoint else max(found[part][0] for part in tie.parts))
    found[tie.total] = least, min(most, high) if tie.full else most
    most = found[tie.total][1]
    for part in tie.parts:
        lo, hi = found[part]
        others = math.inf if boundless > (hi == math.inf) or not tie.full else bounded - (hi if hi < math.inf else 0)
        found[part] = max(lo, least - others), min(hi, most - (low - before[part][0] if tie.disjoint else 0))


def _tighten_apart(found: dict[Key, Interval], tie: Tie, apart: Sequence[Key]) -> None:
    """Where a part's number differs from the total's, someone is outside that part."""
    someone = [part for part in tie.parts if found[part][1] > 0]
    for part in apart:
        least, most = found[tie.total]
        found[tie.total] = max(least, found[part][0] + 1), most
        found[part] = found[part][0], min(found[part][1], most - 1)
        outside = [other for other in someone if other != part]
        if tie.full and len(outside) == 1:
            found[outside[0]] = max(1, found[outside[0]][0]), found[outside[0]][1]
