"""Two plots as SVG pictures, in light and in dark: a trend over half-years, and a funnel of areas by their size.

Like the map they are shown with a text, and a table with the same numbers stands beside each. Axes end at round numbers
above what is shown, and so say nothing of what is not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from lab.participation import numbers

WIDTH, HEIGHT = 640.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 68.0, 16.0, 16.0, 44.0
STEPS = (1, 2, 5)

_STYLE = """
svg { --ink: #1F2A2E; --line: #818880; --grid: #DDD8CB; --mark: #1F6F8B; --soft: #C6DFE8; --paper: #FBFAF7;
  --short: #8A4B08 }
@media (prefers-color-scheme: dark) { svg { --ink: #F1EEE6; --line: #74807C; --grid: #33403E; --mark: #8FC6D8;
  --soft: #1B4656; --paper: #141C1B; --short: #F2B134 } }
text { font: 500 19px system-ui, sans-serif; fill: var(--ink) }
.strong { font-weight: 700; paint-order: stroke; stroke: var(--paper); stroke-width: 4 }
.grid { stroke: var(--grid) } .axis { stroke: var(--line) } .mean { stroke: var(--ink); stroke-dasharray: 7 5 }
.limit { fill: none; stroke: var(--line); stroke-width: 1.5 } .outer { stroke-dasharray: 3 4 }
.path { fill: none; stroke: var(--mark); stroke-width: 2.5 }
.span { stroke: var(--mark); stroke-width: 9; opacity: .35 }
.dot { fill: var(--mark) } .other { fill: var(--soft); stroke: var(--mark) } .here { fill: var(--ink) }
.range { stroke: var(--grid); stroke-width: 14 } .half { stroke: var(--line); stroke-width: 14; opacity: .55 }
.with { stroke: var(--ink); stroke-width: 3 } .reach { stroke: var(--ink); stroke-width: 2 }
.sign { stroke: var(--paper); stroke-width: 2; paint-order: stroke } .more { fill: var(--mark) }
.beyond { fill: var(--grid) } .fewer { fill: var(--short) } .similar { fill: var(--ink) }
.alone { fill: var(--paper); stroke: var(--ink) }
"""


@dataclass(frozen=True)
class Spot:
    """A value in a trend, with its interval; none where it is protected."""

    name: str
    value: float | None
    lo: float = 0.0
    hi: float = 0.0


@dataclass(frozen=True)
class Dot:
    """An area in a funnel: how many live there, and its rate."""

    name: str
    population: int
    rate: float
    chosen: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a funnel through (population, rate); `style` is "mean", "limit" or "limit outer"."""

    style: str
    points: tuple[tuple[float, float], ...]


def trend(spots: Sequence[Spot]) -> str:
    """Values side by side with their intervals; a gap where one is protected."""
    top = round_end(max((spot.hi for spot in spots if spot.value is not None), default=1.0))
    step = (WIDTH - LEFT - RIGHT) / max(1, len(spots))
    places = [LEFT + step * (number + 0.5) for number in range(len(spots))]
    inside = _grid(top)
    known = [(x, spot) for x, spot in zip(places, spots, strict=True) if spot.value is not None]
    inside += _polyline("path", [(x, _y(spot.value or 0, top)) for x, spot in known])
    for x, spot in known:
        inside += (
            f'<line class="span" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(spot.lo, top):.1f}" y2="{_y(spot.hi, top):.1f}"/>'
        )
        inside += f'<circle class="dot" cx="{x:.1f}" cy="{_y(spot.value or 0, top):.1f}" r="5"/>'
    for x, spot in zip(places, spots, strict=True):
        inside += text(x, HEIGHT - 16, spot.name)
        inside += "" if spot.value is not None else text(x, _y(0, top) - 10, "–")
    return picture(inside)


def funnel(dots: Sequence[Dot], lines: Sequence[Line], ends: tuple[float, float]) -> str:
    """Rates against the size of areas on a scale where each step is ten times as many; `ends` are its populations."""
    top = round_end(max([dot.rate for dot in dots], default=1.0))
    inside = _grid(top) + "".join(_size(size, ends) for size in _sizes(ends))
    for line in lines:
        inside += _polyline(line.style, [(_x(size, ends), _y(rate, top)) for size, rate in below(line.points, top)])
    for dot in sorted(dots, key=lambda dot: dot.chosen):
        x, y = _x(dot.population, ends), _y(dot.rate, top)
        kind, radius = ("here", 7) if dot.chosen else ("other", 5)
        inside += f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'
        inside += text(x, y - 13, dot.name, "strong") if dot.chosen else ""
    return picture(inside)


def below(points: Sequence[tuple[float, float]], top: float) -> list[tuple[float, float]]:
    """The part of a line that lies in the picture: it leaves it at the top, and does not run along there."""
    found = [point for point in points[:1] if point[1] <= top]
    for (x, y), (to_x, to_y) in pairwise(points):
        if (y > top) != (to_y > top):
            found.append((x + (to_x - x) * (top - y) / (to_y - y), top))
        if to_y <= top:
            found.append((to_x, to_y))
    return found


def round_end(value: float, steps: Sequence[int] = STEPS) -> float:
    """The first of 1, 2, 5, 10, 20, ... (or of other `steps` in each ten) at or above a value that is shown."""
    power = 10.0 ** math.floor(math.log10(max(value, 1e-6)))
    return next(step * power for step in (*steps, 10) if step * power >= value - 1e-9)


def step_digits(step: float) -> int:
    """The fewest decimals that an axis of such steps is written with."""
    return next((digits for digits in range(4) if abs(step - round(step, digits)) < 1e-9), 4)


def _grid(top: float) -> str:
    found = ""
    for part in range(5):
        y = _y(top * part / 4, top)
        name = numbers.decimal(top * part / 4, step_digits(top / 4))
        found += (
            f'<line class="{"grid" if part else "axis"}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        found += text(LEFT - 8, y + 6, name, anchor="end")
    return found


def _sizes(ends: tuple[float, float]) -> list[float]:
    return [size for power in range(1, 8) for size in (10.0**power, 3 * 10.0**power) if ends[0] <= size <= ends[1]]


def _size(size: float, ends: tuple[float, float]) -> str:
    return text(_x(size, ends), HEIGHT - 16, numbers.whole(int(size)))


def _x(size: float, ends: tuple[float, float]) -> float:
    low, high = (math.log10(end) for end in ends)
    return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(size) - low) / max(1e-9, high - low)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _polyline(style: str, points: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="{style}" fill="none" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def text(x: float, y: float, said: str, style: str = "", anchor: str = "middle") -> str:
    """A word in a picture."""
    return str(
        Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(style, x, y, anchor, said)
    )


def picture(inside: str, width: float = WIDTH, height: float = HEIGHT) -> str:
    """The whole SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}"><style>{_STYLE}</style>{inside}</svg>'
    )
