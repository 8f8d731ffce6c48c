"""A map of municipalities as an SVG picture: five classes of one hue, a hatch and dots, in light and in dark.

Drawn here and not by a chart library, so that it can be hatched, printed, exported and read without a script.
"""

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from lab import areas
from lab.components.svg import image
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import numbers
from lab.participation.report import Reached

Ring = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]

BREAKS = (2, 5, 10, 20)
"""Youths per 1,000 at which the next class begins: the same in every report, so that two can be laid side by side."""

FEW, NONE, OUTSIDE = "few", "none", "outside"
MOST_NAMES = 50
"""A county has fewer municipalities; on a map of more only the chosen one is named."""

WIDTH = 1_000.0
TEXT = 24.0
"""Height of a label, in units of which the picture is WIDTH wide."""

_STYLE = """
svg { --edge: #FBFAF7; --ink: #1F2A2E; --blank: #F1EEE6; --line: #818880;
  --c0: #C6DFE8; --c1: #92BFCF; --c2: #4B92AB; --c3: #1F6F8B; --c4: #0F4152 }
@media (prefers-color-scheme: dark) { svg { --edge: #141C1B; --ink: #F1EEE6; --blank: #222D2C; --line: #74807C;
  --c0: #1B4656; --c1: #2A6A82; --c2: #4B92AB; --c3: #8FC6D8; --c4: #D6EEF5 } }
path { stroke: var(--edge); stroke-width: 1.2; stroke-linejoin: round }
.c0 { fill: var(--c0) } .c1 { fill: var(--c1) } .c2 { fill: var(--c2) } .c3 { fill: var(--c3) } .c4 { fill: var(--c4) }
.few { fill: url(#hatch); stroke: var(--line) } .none { fill: url(#dots); stroke: var(--line) }
.outside { fill: var(--blank) }
.chosen { fill: none; stroke: var(--ink); stroke-width: 5 }
text { font: 600 24px system-ui, sans-serif; text-anchor: middle; fill: var(--ink); paint-order: stroke;
  stroke: var(--edge); stroke-width: 6; stroke-linejoin: round }
.hatched { stroke: var(--c2); stroke-width: 4 } .dot { fill: var(--line) } .ground { fill: var(--edge) }
"""
_PATTERNS = (
    '<pattern id="hatch" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="ground" width="12" height="12"/><line class="hatched" x1="2" x2="2" y2="12"/></pattern>'
    '<pattern id="dots" width="14" height="14" patternUnits="userSpaceOnUse">'
    '<rect class="ground" width="14" height="14"/><circle class="dot" cx="4" cy="4" r="1.6"/></pattern>'
)


@dataclass(frozen=True)
class Shape:
    """A municipality's outline on the map's plane: x to the east, y to the south."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return _box(point for ring in self.rings for point in ring)

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of gravity of its largest part."""
        return max((_weighed(ring) for ring in self.rings), key=lambda found: abs(found[0]))[1]


def class_of(reached: Reached) -> str:
    """Which class a municipality is drawn in: FEW, NONE or "c0" to "c4"."""
    if reached.youths.protected:
        return FEW
    if not reached.youths.number or reached.rate is None:
        return NONE
    return f"c{sum(reached.rate.value >= each for each in BREAKS)}"


def words_of(kind: str) -> str:
    """A class in the reader's words."""
    ends = [0, *BREAKS]
    if kind in _WORDS:
        return _(_WORDS[kind])
    place = int(kind[1])
    if place == len(BREAKS):
        return _("{from_} or more per 1,000", from_=numbers.whole(ends[place]))
    if place == 0:
        return _("under {to} per 1,000", to=numbers.whole(ends[1]))
    return _("{from_} to under {to} per 1,000", from_=numbers.whole(ends[place]), to=numbers.whole(ends[place + 1]))


_WORDS = {
    FEW: N_("fewer than 5 youths"),
    NONE: N_("no youths yet"),
    OUTSIDE: N_("outside what you may see"),
}


def picture(kinds: Mapping[str, str], chosen: str, alt: str, view: Collection[str] | None = None) -> Markup:
    """The map as an <img> with the text `alt`."""
    return image(drawn(kinds, chosen, view), alt, "area-map")


def drawn(kinds: Mapping[str, str], chosen: str, view: Collection[str] | None = None) -> str:
    """The map as SVG: `kinds` by municipality code, `chosen` outlined, zoomed to the codes of `view`."""
    shown = [shape for shape in shapes() if view is None or shape.code in view]
    named = shown if len(shown) <= MOST_NAMES else []
    frame = _padded(_box(corner for shape in shown for corner in _corners(shape.box)))
    scale = WIDTH / (frame[2] - frame[0])
    seen = [shape for shape in shapes() if _meet(shape.box, frame)]
    paths = [_path(shape, frame, scale, kinds.get(shape.code, OUTSIDE)) for shape in seen]
    paths += [_path(shape, frame, scale, "chosen") for shape in seen if shape.code == chosen]
    labels = [_label(shape, frame, scale) for shape in shown if shape.code == chosen or _fits(shape, scale, named)]
    return _svg(WIDTH, scale * (frame[3] - frame[1]), "".join([*paths, *labels]))


def legend(kinds: Iterable[str], words: Callable[[str], str] = words_of) -> tuple[tuple[str, str], ...]:
    """The classes that occur, each as a swatch (SVG) and its words; `words` where they are not those of a rate."""
    order = [*(f"c{place}" for place in range(len(BREAKS) + 1)), FEW, NONE, OUTSIDE]
    present = set(kinds)
    return tuple((_swatch(kind), words(kind)) for kind in order if kind in present or kind.startswith("c"))


@cache
def shapes() -> tuple[Shape, ...]:
    """Every municipality's outline, projected."""
    return tuple(
        Shape(
            feature["properties"]["code"],
            feature["properties"]["name"],
            tuple(
                tuple(_projected(*corner) for corner in ring)
                for polygon in feature["geometry"]["coordinates"]
                for ring in polygon
            ),
        )
        for feature in areas.boundaries()["features"]
    )


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Transverse Mercator around 15° east, the meridian of Sweden's own maps, on a sphere of radius 1."""
    east, north = math.radians(longitude - 15), math.radians(latitude)
    return math.atanh(math.cos(north) * math.sin(east)), -math.atan2(math.tan(north), math.cos(east))


def _box(points: Iterable[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _weighed(ring: Ring) -> tuple[float, tuple[float, float]]:
    """A ring's signed area and its centre of gravity (the shoelace formulas)."""
    pairs = list(itertools.pairwise(ring))
    crosses = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    area = sum(crosses) / 2
    x = sum((x1 + x2) * cross for ((x1, _y1), (x2, _y2)), cross in zip(pairs, crosses, strict=True)) / (6 * area)
    y = sum((y1 + y2) * cross for ((_x1, y1), (_x2, y2)), cross in zip(pairs, crosses, strict=True)) / (6 * area)
    return area, (x, y)


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box[0], box[1]), (box[2], box[3])


def _padded(box: Box) -> Box:
    """A little air around, and never so tall that the map needs more than a screen."""
    air = 0.04 * max(box[2] - box[0], box[3] - box[1])
    wider = max(0.0, (box[3] - box[1]) / 1.6 - (box[2] - box[0])) / 2
    return box[0] - air - wider, box[1] - air, box[2] + air + wider, box[3] + air


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _path(shape: Shape, frame: Box, scale: float, kind: str) -> str:
    rings = (
        "M" + " ".join(f"{(x - frame[0]) * scale:.1f},{(y - frame[1]) * scale:.1f}" for x, y in ring) + "Z"
        for ring in shape.rings
    )
    return f'<path class="{kind}" d="{"".join(rings)}"/>'


def _fits(shape: Shape, scale: float, named: Collection[Shape]) -> bool:
    """Whether a municipality is to be named, and wide enough for it."""
    return shape in named and (shape.box[2] - shape.box[0]) * scale > 0.45 * TEXT * len(shape.name)


def _label(shape: Shape, frame: Box, scale: float) -> Markup:
    x, y = shape.middle
    return Markup('<text x="{:.0f}" y="{:.0f}">{}</text>').format(
        (x - frame[0]) * scale, (y - frame[1]) * scale + TEXT / 3, shape.name
    )


def _svg(width: float, height: float, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}"><style>{_STYLE}</style><defs>{_PATTERNS}</defs>{inside}</svg>'
    )


def _swatch(kind: str) -> str:
    return _svg(44, 28, f'<path class="{kind}" d="M1,1H43V27H1Z"/>')
