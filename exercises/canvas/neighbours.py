"""Which training pictures a painted one resembles, in its looks, its materials and its light.

No training picture is kept. Each is made by rule from its number alone, so that the number is enough to see it again.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from exercises.canvas.materials import MATERIALS, STYLES

INDEX = Path(__file__).parent / "weights" / "neighbours.npz"
SIZE = 256
PARTS = ((64, 1.0), (len(MATERIALS), 2.0), (len(STYLES), 0.3))
"""How many numbers tell of a picture's looks, materials and light, and how much each of the three counts.

By looks alone, of all that stands in a map only 61 of 100 stood in the neighbours' maps, and 37 of 100 had its light.
With these it is 76 and 68: the light would be right every time if it counted more, but cottages be lost.
"""


def likeness(features: np.ndarray, labels: np.ndarray, light: np.ndarray) -> np.ndarray:
    """What two pictures are compared by: the reader's features (64,), the map (H, W), and the style's weights (8,)."""
    shares = np.bincount(labels.ravel(), minlength=len(MATERIALS)) / labels.size
    return np.concatenate([features, np.sqrt(shares), light]).astype(np.float32)


@dataclass(frozen=True)
class Index:
    """The likeness of `len(codes)` training pictures that follow each other, packed as one byte a number."""

    first: int
    middle: np.ndarray
    """(88,) float32: the mean of each number."""
    spread: np.ndarray
    """(88,) float32: how far apart two values of `codes` lie in units of that number."""
    codes: np.ndarray
    """(N, 88) int8."""

    @classmethod
    def of(cls, first: int, alike: np.ndarray) -> "Index":
        """Pack the likeness (N, 88) of the pictures from number `first` on."""
        middle, spread = alike.mean(0), alike.std(0) / 32 + 1e-6
        codes = ((alike - middle) / spread).round().clip(-127, 127).astype(np.int8)
        return cls(first, middle.astype(np.float32), spread.astype(np.float32), codes)

    @classmethod
    def load(cls, path: Path = INDEX) -> "Index":
        with np.load(path) as kept:
            return cls(int(kept["first"]), kept["middle"], kept["spread"], kept["codes"])

    def save(self, path: Path = INDEX) -> None:
        np.savez_compressed(path, first=self.first, middle=self.middle, spread=self.spread, codes=self.codes)

    def nearest(self, alike: np.ndarray, count: int) -> list[tuple[int, float]]:
        """The `count` nearest pictures' numbers, nearest first, with their distance: about 1 for any two pictures."""
        place = (alike - self.middle) / self.spread
        counts = np.concatenate([np.full(numbers, weight / numbers) for numbers, weight in PARTS])
        away = np.sqrt((self.codes - place) ** 2 @ counts / counts.sum()) / (32 * np.sqrt(2))
        return [(self.first + int(row), float(away[row])) for row in np.argsort(away, kind="stable")[:count]]


@cache
def _shipped() -> Index:
    return Index.load()


def nearest(alike: np.ndarray, count: int = 4) -> list[tuple[int, float]]:
    """The training pictures that are most like one of this likeness (88,): (number, distance), nearest first.

    A distance of 0 is the same picture; two pictures picked at random are about 1 apart.
    """
    return _shipped().nearest(alike, count)


def drawn(number: int) -> tuple[np.ndarray, np.ndarray, str]:
    """Draw a training picture again: its map (256, 256) uint8, itself (256, 256, 3) uint8, and its style's key.

    Where two styles were blended the key is the stronger one's.
    """
    from exercises.canvas.pipeline import to_bytes
    from exercises.canvas.training.data import asked_for, make_pairs

    maps, styles = asked_for(number, 1, SIZE)
    pairs, _done = make_pairs(number, 1, SIZE)
    return maps[0].numpy().astype(np.uint8), to_bytes(pairs.pictures)[0], STYLES[int(styles[0].argmax())].key
