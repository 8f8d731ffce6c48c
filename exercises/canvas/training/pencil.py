"""What layouts are drawn with: a sheet, and lines that look drawn by hand.

Points are in the unit square: 0,0 top left, 1,1 bottom right.
"""

import numpy as np
from PIL import Image, ImageDraw

from exercises.canvas import palette

Points = list[tuple[float, float]]


class Sheet:
    """A label map being drawn on."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng = rng
        self.size = size
        self.painted = Image.new("L", (size, size), palette.SKY)
        self.pen = ImageDraw.Draw(self.painted)

    @property
    def labels(self) -> np.ndarray:
        return np.array(self.painted)

    def polygon(self, points: Points, label: int) -> None:
        """A filled shape."""
        self.pen.polygon([(x * self.size, y * self.size) for x, y in points], fill=int(label))

    def ellipse(self, x: float, y: float, rx: float, ry: float, label: int) -> None:
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        wobble = 1 + wavy(self.rng, 40, self.rng.uniform(0, 0.16), closed=True)
        self.polygon(
            [(x + rx * w * np.cos(a), y + ry * w * np.sin(a)) for a, w in zip(angles, wobble, strict=True)],
            label,
        )

    def stroke(self, points: Points, width: float, label: int) -> None:
        """A brush with a round tip."""
        half = max(1.0, width * self.size / 2)
        scaled = [(x * self.size, y * self.size) for x, y in points]
        self.pen.line(scaled, fill=int(label), width=int(half * 2), joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            self.pen.ellipse([x - half, y - half, x + half, y + half], fill=int(label))

    def below(self, tops: np.ndarray, foot: float, label: int, left: float = 0, right: float = 1) -> None:
        """Everything between a line of heights and a level foot."""
        across = np.linspace(left, right, len(tops))
        self.polygon([*zip(across, tops, strict=True), (right, foot), (left, foot)], label)


def wavy(rng: np.random.Generator, count: int, height: float, closed: bool = False) -> np.ndarray:
    """A smooth random line of `count` points that swings about as far as `height`."""
    knots = rng.normal(0, 1, int(rng.integers(3, 9)))
    if closed:
        knots[-1] = knots[0]
    smooth = np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)
    kernel = np.ones(max(1, count // 12))
    padded = np.pad(smooth, len(kernel), mode="edge")
    return height * np.convolve(padded, kernel / len(kernel), mode="same")[len(kernel) : -len(kernel)]


def jagged(rng: np.random.Generator, count: int, height: float) -> np.ndarray:
    """A ridge line: halves of halves, each half as high (midpoint displacement), scaled to 0..height."""
    line = rng.normal(0, 1, 3)
    for level in range(5):
        middles = (line[1:] + line[:-1]) / 2 + rng.normal(0, 0.55**level, len(line) - 1) * 0.6
        line = np.insert(line, np.arange(1, len(line)), middles)
    line = np.interp(np.linspace(0, len(line) - 1, count), np.arange(len(line)), line)
    return height * (line - line.min()) / (np.ptp(line) + 1e-6)
