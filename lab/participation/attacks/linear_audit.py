"""The reader's best work: all that is shown and all that is known of how it hangs together, as a linear programme."""

from collections.abc import Mapping
from math import inf

import numpy as np
from scipy.optimize import linprog

from lab.participation.bounds import Key
from lab.participation.cells import (
    AGE,
    COUNTRY,
    DISTRICT,
    GENDER,
    LAB,
    OLDER_YOUTHS,
    SHOWN_GENDERS,
    STRATA,
    STRATUM,
    WEEKDAY,
    YOUTHS,
    within,
)
from lab.participation.disclosure import SMALLEST_SHOWN

Shown = Mapping[Key, int | None]
Interval = tuple[float, float]
Row = dict[Key, int]


class Audit:
    """Intervals of every count of a release. `noise` is how far a shown number may lie from the truth."""

    def __init__(self, shown: Shown, noise: int) -> None:
        reached = {key[0] for key, number in shown.items() if number != 0}
        self._shown, self._noise = {key: number for key, number in shown.items() if key[0] in reached}, noise
        self._equal: list[Row] = []
        self._at_most: list[tuple[Row, int]] = []
        self._tie()
        rows = [*self._equal, *(row for row, _limit in self._at_most)]
        self.keys = sorted({*self._shown, *(key for row in rows for key in row)})
        self._place = {key: place for place, key in enumerate(self.keys)}
        self._matrices = self._matrix(self._equal), self._matrix([row for row, _limit in self._at_most])

    def interval(self, key: Key) -> Interval:
        """The least and the most persons that a cell can stand for."""
        ends = [self._extreme(key, sign) for sign in (1, -1)]
        return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))

    def _extreme(self, key: Key, sign: int) -> float:
        cost = np.zeros(len(self.keys))
        cost[self._place[key]] = sign
        equal, at_most = self._matrices
        found = linprog(
            cost,
            A_ub=at_most, b_ub=[limit for _row, limit in self._at_most] or None,
            A_eq=equal, b_eq=[0] * len(self._equal) or None,
            bounds=[self._start(each) for each in self.keys],
        )  # fmt: skip
        return sign * float(found.fun) if found.status == 0 else sign * -inf

    def _matrix(self, rows: list[Row]) -> np.ndarray | None:
        if not rows:
            return None
        found = np.zeros((len(rows), len(self.keys)))
        for number, row in enumerate(rows):
            for key, factor in row.items():
                found[number, self._place[key]] = factor
        return found

    def _start(self, key: Key) -> tuple[float, float | None]:
        if key not in self._shown:
            return 0, None
        number = self._shown[key]
        if number is None:
            return (1 if self._nobody_is_shown(key) else 0), SMALLEST_SHOWN - 1 + self._noise
        return (max(1, number - self._noise), number + self._noise) if number else (0, 0)

    def _nobody_is_shown(self, key: Key) -> bool:
        """Whether "fewer than 5" excludes nobody: always of a municipality's total, and of all in the naive twin."""
        return self._noise == 0 or (key[1] in (YOUTHS, OLDER_YOUTHS) and len(key[0]) == 4)

    def _tie(self) -> None:
        areas = {area for key in self._shown for area in within(key[0])}
        for area in areas:
            self._tie_parts(area)
        inside = {area: [each for each in areas if _directly_inside(each, area)] for area in areas}
        for area, municipalities in inside.items():
            if municipalities:
                self._tie_areas(area, municipalities)

    def _tie_parts(self, area: str) -> None:
        total = (area, YOUTHS, "")
        ages, genders = self._parts(area, AGE), self._parts(area, GENDER)
        if ages:
            self._equal.append({total: 1} | dict.fromkeys(ages, -1))
        districts = self._parts(area, DISTRICT)
        for apart in (genders, districts):
            self._at_most.append(({total: -1} | dict.fromkeys(apart, 1), 0))
        for part in [*ages, *genders, *districts, *self._parts(area, WEEKDAY), *self._parts(area, LAB)]:
            self._differ(part, total)
        days = self._parts(area, WEEKDAY)
        if days:
            self._at_most.append(({total: 1} | dict.fromkeys(days, -1), 0))
        self._tie_strata(area)

    def _tie_strata(self, area: str) -> None:
        """Girls are in the strata of girls; an age group's strata are no more than it, for there are others too."""
        names = {name: (area, STRATUM, name) for name in STRATA}
        if not any(key in self._shown for key in names.values()):
            return
        for gender in SHOWN_GENDERS:
            own = [names[name] for name, (one, _bands) in STRATA.items() if one == gender]
            self._equal.append({(area, GENDER, gender): 1} | dict.fromkeys(own, -1))
            for part in own:
                self._differ(part, (area, GENDER, gender))
        for bands in {bands for _gender, bands in STRATA.values()}:
            both = [names[name] for name, (_gender, those) in STRATA.items() if those == bands]
            self._at_most.append((dict.fromkeys(both, 1) | {(area, AGE, band): -1 for band in bands}, 0))

    def _tie_areas(self, area: str, inside: list[str]) -> None:
        names = {key[1:] for key in self._shown if key[0] == area or key[0] in inside}
        for name in names:
            if name[0] not in (DISTRICT, WEEKDAY, LAB):
                whole: Key = (area, *name)
                self._equal.append({whole: 1} | {(each, *name): -1 for each in inside})
                for each in inside:
                    self._differ((each, *name), whole)

    def _differ(self, part: Key, whole: Key) -> None:
        """A part is no more than the whole; where their numbers differ, they are not the same persons."""
        apart = self._shown.get(part) and self._shown.get(whole) and self._shown[part] != self._shown[whole]
        self._at_most.append(({part: 1, whole: -1}, -1 if apart else 0))

    def _parts(self, area: str, dimension: str) -> list[Key]:
        return [key for key in self._shown if key[:2] == (area, dimension)]


def _directly_inside(area: str, other: str) -> bool:
    if other == COUNTRY:
        return len(area) == 2 and area != COUNTRY
    return len(other) == 2 and len(area) == 4 and area.startswith(other)
