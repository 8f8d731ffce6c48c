"""The figures of a table as they are found, each with its interval where one stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab.participation.measures import bootstrap
from lab.participation.measures.estimate import Estimate
from lab.participation.tables import figures
from lab.participation.tables.areas import People

PER = 1_000
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Figure:
    """A measure of the table: its value, its interval where one stands, and where they come from."""

    value: float
    lo: float | None
    hi: float | None
    interval: str


@dataclass
class Found:
    """The figures as they are found, with intervals where participants are unique."""

    areas: list[People]
    unique: bool
    found: dict[str, Figure] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.came: Counts = np.array([self.count(one) for one in self.areas], dtype=np.int64)
        self.people: Counts = np.array([one.population for one in self.areas], dtype=np.int64)
        self.drawn = bootstrap.draws(self.came, self.people) if self.unique and len(self.areas) > 1 else None

    def count(self, people: People) -> int:
        return people.participants if self.unique else people.events

    @property
    def mean(self) -> float:
        """Participants per inhabitant."""
        return float(self.came.sum() / self.people.sum())

    def put(self, name: str, estimate: Estimate, interval: str = "") -> None:
        """Keep a figure; one that is no number is left out."""
        known = self.unique or bool(interval)
        self.found[name] = Figure(
            estimate.value,
            estimate.lo if known else None,
            estimate.hi if known else None,
            interval or (figures.FORMULAS[name].interval if known else figures.NO_INTERVAL),
        )

    def plain(self, name: str, value: float) -> None:
        """Keep a figure that has no interval."""
        self.found[name] = Figure(value, None, None, figures.FORMULAS[name].interval)

    def leave(self, reason: str, *names: str) -> None:
        self.left_out.update(dict.fromkeys(names, reason))

    def drawn_again(self, name: str, measure: Callable[..., Any], most: float | None = None, power: int = 1) -> None:
        """Keep a measure with its bootstrap interval: reflected where `most`, its largest value, is given."""
        if self.drawn is None:
            value = float(measure(self.came))
            self.put(name, Estimate(value, value, value))
        elif most is None:
            self.put(name, bootstrap.percentile(measure, self.came, self.drawn))
        else:
            self.put(name, bootstrap.reflected(measure, self.came, self.drawn, most, power))
