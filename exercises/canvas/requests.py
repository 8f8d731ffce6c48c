"""What the canvas asks its engine for and what comes back: frozen plain data, so that it can cross to another process.

Each request is checked when it is made, so that a bad one never reaches the engine.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from exercises.canvas import free_text
from exercises.canvas.errors import MapNotValid, SeedNotValid, UnknownStyle
from exercises.canvas.materials import MATERIALS, STYLES, resized, style

SIZES = (64, 128, 256, 384, 512)
LARGEST_SEED = 2**53 - 1
"""So that a seed survives JSON and JavaScript."""
MOST_STEPS = 16
MOST_NEIGHBOURS = 12
LONGEST_SIDE = 2048


@dataclass(frozen=True)
class Painting:
    """A picture to paint; gives a Picture. Raises MapNotValid, UnknownStyle or WordsNotAllowed when made wrong."""

    labels: bytes
    """The map row by row, one byte a point: material numbers 0 to 15."""
    height: int
    width: int
    style: str
    """A style's key, or two with a part of the second between: "noon", "noon:0.3:dusk"."""
    seed: int
    steps: int = 1
    """1 is live; more look again, for "Finish". 1 to 16."""
    size: int = 256
    """Side of the picture in pixels, one of SIZES."""
    words: str = ""
    """Free text for a large model; empty where the leader has not opened it. See free_text.py."""

    def __post_init__(self) -> None:
        _check_whole("height", self.height, 16, LONGEST_SIDE)
        _check_whole("width", self.width, 16, LONGEST_SIDE)
        if not isinstance(self.labels, bytes) or len(self.labels) != self.height * self.width:
            raise MapNotValid(why=f"{self.width} x {self.height} points are needed")
        if max(self.labels) >= len(MATERIALS):
            raise MapNotValid(why=f"material number {max(self.labels)} does not exist")
        if not _is_whole(self.seed, 0, LARGEST_SEED):
            raise SeedNotValid(most=LARGEST_SEED)
        _check_whole("steps", self.steps, 1, MOST_STEPS)
        if not isinstance(self.size, int) or self.size not in SIZES:
            raise MapNotValid(why=f"size must be one of {', '.join(map(str, SIZES))}")
        style_weights(self.style)
        free_text.check(self.words)

    @property
    def slow(self) -> bool:
        """Whether strokes go before it: a picture in several steps is not a live one."""
        return self.steps > 1

    def grid(self) -> np.ndarray:
        """The map as (size, size) uint8."""
        labels = np.frombuffer(self.labels, dtype=np.uint8).reshape(self.height, self.width)
        return resized(labels, self.size, self.size)


@dataclass(frozen=True)
class Picture:
    """What was painted. `milliseconds` is this picture's share of its batch's time."""

    png: bytes
    height: int
    width: int
    milliseconds: float
    device: str
    model: str
    steps: int
    seed: int
    style: str
    note: str = ""
    """A msgid to tell beside the picture, where it was not painted as asked for: a large model had no room, say."""


@dataclass(frozen=True)
class Inside:
    """A look at how this picture comes to be; gives Frames."""

    painting: Painting
    steps: int = 8
    slow: ClassVar[bool] = True

    def __post_init__(self) -> None:
        _check_whole("steps", self.steps, 1, MOST_STEPS)


@dataclass(frozen=True)
class Frames:
    """What the model looked at in each step, its guess of the finished picture, and how much of what it looked at was
    noise (1 to 0)."""

    looked_at: tuple[bytes, ...]
    pngs: tuple[bytes, ...]
    times: tuple[float, ...]


@dataclass(frozen=True)
class Reading:
    """What a second network sees in this picture; gives a Read."""

    painting: Painting
    slow: ClassVar[bool] = True


@dataclass(frozen=True)
class Read:
    """A picture read back. Overlaps are intersection over union, 0 to 1."""

    labels: bytes
    """What the reader sees: size * size material numbers."""
    size: int
    asked: bytes
    """What was painted: as long as `labels`."""
    obedience: dict[str, float]
    """Overlap by key, for each material that was asked for."""
    mean: float


@dataclass(frozen=True)
class Alike:
    """The training pictures that are nearest to this picture; gives Neighbours."""

    painting: Painting
    count: int = 4
    slow: ClassVar[bool] = True

    def __post_init__(self) -> None:
        _check_whole("count", self.count, 1, MOST_NEIGHBOURS)


@dataclass(frozen=True)
class TrainingPicture:
    """One picture that the model learnt from, drawn again from its number."""

    number: int
    png: bytes
    labels: bytes
    """Its map, as a PNG in the palette's colours."""
    style: str
    distance: float
    """How far its features are from the painted picture's: 0 is the same."""


@dataclass(frozen=True)
class Neighbours:
    """The nearest first."""

    pictures: tuple[TrainingPicture, ...]


@dataclass(frozen=True)
class Comparison:
    """The same map painted in each way that there is; gives Ways."""

    painting: Painting
    slow: ClassVar[bool] = True


@dataclass(frozen=True)
class Way:
    """One way to make a picture of a map, and what it took."""

    name: str
    """"fill" (the map's own colours), "sketch" (what the rule lays out), "small" or "large", where there is a large
    model."""
    png: bytes
    milliseconds: float
    joules: float
    """An estimate from time and the device's power, which `docs/large-models.md` tells how is made."""
    obedience: float | None
    """Mean overlap as the reader sees it; None where there is no reader."""
    model: str


@dataclass(frozen=True)
class Ways:
    """From the cheapest to the most costly."""

    ways: tuple[Way, ...]


Request = Painting | Inside | Reading | Alike | Comparison
Result = Picture | Frames | Read | Neighbours | Ways


def style_weights(name: str) -> np.ndarray:
    """(8,) weights that sum to 1 for "noon" or "noon:0.3:dusk" (30 % dusk); UnknownStyle where it is wrong."""
    weights = np.zeros(len(STYLES), dtype=np.float32)
    first, _, rest = str(name).partition(":")
    if not rest:
        weights[style(first).id] = 1
        return weights
    part, _, second = rest.partition(":")
    if not _is_part(part):
        raise UnknownStyle(name=name, known=", ".join(one.key for one in STYLES))
    weights[style(first).id] += 1 - float(part)
    weights[style(second).id] += float(part)
    return weights


def _is_part(text: str) -> bool:
    digits = text.replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and 0 <= float(text) <= 1


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _check_whole(name: str, value: object, low: int, high: int) -> None:
    if not _is_whole(value, low, high):
        raise MapNotValid(why=f"{name} must be a whole number from {low} to {high}")
