"""What layouts are drawn with: the materials' numbers, a sheet, and lines that look drawn by hand.

Points are in the unit square: 0,0 top left, 1,1 bottom right.
"""

from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

SKY, CLOUD, GLOW, FOG, MOUNTAIN, ROCK, SNOW, GRASS, FLOWERS, FOREST, BUSH, SAND, ROAD, RIVER, LAKE, COTTAGE = range(16)

Points = list[tuple[float, float]]


@dataclass
class Scene:
    """One layout. Trees are (0 conifer or 1 leafy, middle x, top, foot, half width); cottages (left, top, right, foot).

    `labels` is what a child would have painted; `scenery` is the same without the single trees and cottages.
    """

    labels: np.ndarray
    scenery: np.ndarray
    trees: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    cottages: list[tuple[float, float, float, float]] = field(default_factory=list)


class Sheet:
    """A label map being drawn on."""

    def __init__(self, rng: np.random.Generator, size: int) -> None:
        self.rng = rng
        self.size = size
        self.scenery = Image.new("L", (size, size), SKY)
        self.painted = Image.new("L", (size, size), SKY)
        self.pens = [ImageDraw.Draw(self.painted), ImageDraw.Draw(self.scenery)]

    def polygon(self, points: Points, label: int, thing: bool = False) -> None:
        """A filled shape; a thing is in the painted map only, since the renderer puts a tree or a cottage there."""
        for pen in self.pens[: 1 if thing else 2]:
            pen.polygon([(x * self.size, y * self.size) for x, y in points], fill=int(label))

    def ellipse(self, x: float, y: float, rx: float, ry: float, label: int, thing: bool = False) -> None:
        angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        wobble = 1 + wavy(self.rng, 40, self.rng.uniform(0, 0.16), closed=True)
        self.polygon(
            [(x + rx * w * np.cos(a), y + ry * w * np.sin(a)) for a, w in zip(angles, wobble, strict=True)],
            label,
            thing,
        )

    def stroke(self, points: Points, width: float, label: int) -> None:
        """A brush with a round tip."""
        half = max(1.0, width * self.size / 2)
        scaled = [(x * self.size, y * self.size) for x, y in points]
        for pen in self.pens:
            pen.line(scaled, fill=int(label), width=int(half * 2), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                pen.ellipse([x - half, y - half, x + half, y + half], fill=int(label))

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
