"""Which training pictures a painted one resembles: found by the reader's features, and drawn again from their number.

No training picture is kept. Each is made by rule from its number alone, so that the number is enough to see it again.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from exercises.canvas.materials import STYLES

INDEX = Path(__file__).parent / "weights" / "neighbours.npz"
SIZE = 256


@dataclass(frozen=True)
class Index:
    """The features of `len(codes)` training pictures that follow each other, packed as one byte a number."""

    first: int
    middle: np.ndarray
    """(64,) float32: the mean of each feature."""
    spread: np.ndarray
    """(64,) float32: how far apart two values of `codes` lie in units of that feature."""
    codes: np.ndarray
    """(N, 64) int8."""

    @classmethod
    def of(cls, first: int, features: np.ndarray) -> "Index":
        """Pack features (N, 64) of the pictures from number `first` on."""
        middle, spread = features.mean(0), features.std(0) / 32 + 1e-6
        codes = ((features - middle) / spread).round().clip(-127, 127).astype(np.int8)
        return cls(first, middle.astype(np.float32), spread.astype(np.float32), codes)

    @classmethod
    def load(cls, path: Path = INDEX) -> "Index":
        with np.load(path) as kept:
            return cls(int(kept["first"]), kept["middle"], kept["spread"], kept["codes"])

    def save(self, path: Path = INDEX) -> None:
        np.savez_compressed(path, first=self.first, middle=self.middle, spread=self.spread, codes=self.codes)

    def nearest(self, features: np.ndarray, count: int) -> list[tuple[int, float]]:
        """The `count` nearest pictures' numbers, nearest first, with their distance: about 1 for any two pictures."""
        place = (features - self.middle) / self.spread
        away = np.sqrt(((self.codes - place) ** 2).mean(1)) / (32 * np.sqrt(2))
        return [(self.first + int(row), float(away[row])) for row in np.argsort(away, kind="stable")[:count]]


@cache
def _shipped() -> Index:
    return Index.load()


def nearest(features: np.ndarray, count: int = 4) -> list[tuple[int, float]]:
    """The training pictures that are most like a picture with these features (64,): (number, distance), nearest first.

    A distance of 0 is the same picture; two pictures picked at random are about 1 apart.
    """
    return _shipped().nearest(features, count)


def drawn(number: int) -> tuple[np.ndarray, np.ndarray, str]:
    """Draw a training picture again: its map (256, 256) uint8, itself (256, 256, 3) uint8, and its style's key.

    Where two styles were blended the key is the stronger one's.
    """
    from exercises.canvas.pipeline import to_bytes
    from exercises.canvas.training.data import asked_for, make_pairs

    maps, styles = asked_for(number, 1, SIZE)
    pairs, _done = make_pairs(number, 1, SIZE)
    return maps[0].numpy().astype(np.uint8), to_bytes(pairs.pictures)[0], STYLES[int(styles[0].argmax())].key
