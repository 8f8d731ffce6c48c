"""Maps to start from, drawn here so that a first stroke changes something that already is a landscape."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from exercises.canvas.materials import material
from lab.i18n import N_

SIZE = 256
"""Points on a side of the map that a youth paints."""


@dataclass(frozen=True)
class StartingMap:
    """`title` is a msgid; `labels` (SIZE, SIZE) uint8."""

    key: str
    title: str
    labels: np.ndarray


class _Sheet:
    """Draws materials by name with hard edges, in points from the upper left corner."""

    def __init__(self) -> None:
        self._image = Image.new("L", (SIZE, SIZE), material("sky").id)
        self._pen = ImageDraw.Draw(self._image)

    def land(self, key: str, *points: tuple[float, float]) -> None:
        """Everything below the smooth line through `points`, which go from the left edge to the right."""
        across = np.arange(SIZE)
        heights = _smooth(across, points)
        line = list(zip(across.tolist(), heights.tolist(), strict=True))
        self._pen.polygon([*line, (SIZE, SIZE), (0, SIZE)], fill=material(key).id)

    def shape(self, key: str, *points: tuple[float, float]) -> None:
        self._pen.polygon(list(points), fill=material(key).id)

    def blob(self, key: str, x: float, y: float, wide: float, high: float) -> None:
        self._pen.ellipse((x - wide, y - high, x + wide, y + high), fill=material(key).id)

    def box(self, key: str, left: float, top: float, right: float, bottom: float) -> None:
        self._pen.rectangle((left, top, right, bottom), fill=material(key).id)

    @property
    def labels(self) -> np.ndarray:
        return np.asarray(self._image, dtype=np.uint8).copy()


def _smooth(across: np.ndarray, points: tuple[tuple[float, float], ...]) -> np.ndarray:
    """A line through `points` that leaves and reaches each of them level."""
    xs, ys = np.array(points, dtype=float).T
    left = np.clip(np.searchsorted(xs, across, side="right") - 1, 0, len(xs) - 2)
    part = np.clip((across - xs[left]) / (xs[left + 1] - xs[left]), 0, 1)
    return ys[left] + (ys[left + 1] - ys[left]) * (part * part * (3 - 2 * part))


def _mountain_lake(sheet: _Sheet) -> None:
    sheet.blob("glow", 196, 46, 15, 15)
    for x, y, wide in ((60, 44, 30), (88, 38, 22), (38, 50, 20)):
        sheet.blob("cloud", x, y, wide, 10)
    sheet.shape("mountain", (0, 128), (34, 96), (58, 108), (106, 52), (140, 96), (166, 80), (214, 118), (256, 104),
                (256, 160), (0, 160))  # fmt: skip
    sheet.shape("snow", (106, 52), (88, 73), (97, 78), (104, 72), (112, 80), (124, 76))
    sheet.land("forest", (0, 130), (60, 124), (120, 136), (190, 126), (256, 134))
    sheet.land("lake", (0, 152), (256, 150))
    sheet.land("grass", (0, 214), (70, 222), (150, 236), (220, 218), (256, 206))
    sheet.blob("flowers", 44, 240, 30, 9)
    sheet.blob("rock", 196, 232, 16, 8)


def _red_cottage(sheet: _Sheet) -> None:
    for x, y, wide in ((176, 40, 34), (206, 48, 26), (150, 48, 20)):
        sheet.blob("cloud", x, y, wide, 11)
    sheet.land("forest", (0, 104), (50, 88), (110, 106), (170, 92), (256, 108))
    sheet.land("grass", (0, 142), (80, 132), (170, 138), (256, 130))
    sheet.shape("road", (128, 150), (142, 150), (150, 190), (196, 256), (120, 256), (128, 196))
    sheet.shape("cottage", (76, 158), (76, 118), (102, 92), (128, 118), (128, 158))
    sheet.blob("bush", 50, 156, 20, 13)  # beside the cottage: what covers a part of it pushes its windows aside
    sheet.blob("bush", 152, 154, 14, 10)
    sheet.blob("flowers", 48, 214, 36, 14)
    sheet.blob("flowers", 222, 200, 24, 11)


def _archipelago(sheet: _Sheet) -> None:
    sheet.blob("glow", 66, 88, 17, 17)
    sheet.land("lake", (0, 116), (256, 116))
    for x, y, wide, high in ((44, 118, 40, 9), (190, 120, 56, 13)):
        sheet.blob("rock", x, y, wide, high)
        sheet.blob("forest", x, y - 7, wide * 0.8, high)
    sheet.blob("rock", 104, 152, 34, 9)
    sheet.blob("grass", 104, 148, 22, 5)
    sheet.box("cottage", 186, 108, 206, 124)
    sheet.land("rock", (0, 216), (60, 202), (130, 226), (256, 244))
    sheet.land("sand", (0, 238), (90, 234), (170, 250), (256, 254))
    sheet.blob("bush", 26, 206, 20, 10)


def _brook(sheet: _Sheet) -> None:
    sheet.land("fog", (0, 70), (128, 64), (256, 72))
    sheet.land("mountain", (0, 92), (64, 74), (128, 96), (192, 68), (256, 90))
    sheet.land("forest", (0, 116), (70, 106), (128, 122), (200, 108), (256, 118))
    sheet.land("grass", (0, 146), (128, 140), (256, 148))
    sheet.shape("river", (122, 140), (134, 140), (152, 164), (126, 190), (150, 222), (196, 256), (92, 256), (84, 216),
                (98, 186), (132, 164))  # fmt: skip
    for x, y in ((72, 196), (170, 178), (60, 236), (210, 228)):
        sheet.blob("rock", x, y, 15, 8)
    sheet.blob("bush", 34, 178, 26, 14)
    sheet.blob("flowers", 224, 190, 24, 10)


def _beach(sheet: _Sheet) -> None:
    sheet.blob("glow", 190, 62, 18, 18)
    sheet.blob("cloud", 70, 44, 38, 11)
    sheet.land("lake", (0, 108), (256, 108))
    sheet.blob("rock", 62, 110, 30, 9)
    sheet.land("sand", (0, 232), (60, 214), (140, 176), (256, 148))
    sheet.land("grass", (0, 256), (150, 250), (210, 214), (256, 196))
    sheet.blob("bush", 232, 190, 26, 15)
    sheet.blob("flowers", 216, 236, 26, 10)
    sheet.blob("rock", 104, 214, 15, 7)


def _snowy_peaks(sheet: _Sheet) -> None:
    sheet.blob("cloud", 186, 34, 40, 9)
    sheet.shape("mountain", (0, 150), (46, 84), (78, 112), (132, 34), (180, 100), (212, 72), (256, 132), (256, 180),
                (0, 180))  # fmt: skip
    sheet.shape("snow", (132, 34), (104, 76), (116, 84), (128, 74), (142, 90), (160, 74))
    sheet.shape("snow", (46, 84), (30, 107), (42, 104), (52, 112), (62, 98))
    sheet.shape("snow", (212, 72), (194, 88), (208, 92), (220, 88), (232, 100))
    sheet.land("forest", (0, 164), (60, 152), (128, 168), (196, 156), (256, 166))
    sheet.land("snow", (0, 196), (90, 186), (170, 198), (256, 188))
    for x, foot in ((34, 226), (72, 244), (206, 234), (238, 214)):
        sheet.shape("forest", (x, foot - 52), (x - 17, foot), (x + 17, foot))


def _meadow(sheet: _Sheet) -> None:
    for x, y, wide in ((52, 38, 32), (78, 46, 24), (196, 58, 30)):
        sheet.blob("cloud", x, y, wide, 11)
    sheet.land("mountain", (0, 122), (70, 98), (140, 116), (206, 92), (256, 110))
    sheet.land("forest", (0, 132), (90, 122), (180, 134), (256, 124))
    sheet.land("grass", (0, 150), (128, 142), (256, 152))
    for x, y, wide in ((40, 182, 38), (128, 200, 46), (220, 178, 34), (70, 234, 54), (200, 238, 50)):
        sheet.blob("flowers", x, y, wide, 12)
    sheet.shape("road", (150, 146), (158, 146), (140, 176), (172, 206), (150, 256), (116, 256), (140, 208), (124, 178))


def _foggy_lake(sheet: _Sheet) -> None:
    sheet.land("forest", (0, 92), (60, 76), (130, 96), (200, 80), (256, 92))
    sheet.land("fog", (0, 110), (128, 104), (256, 112))
    sheet.land("lake", (0, 136), (256, 134))
    sheet.blob("rock", 184, 150, 32, 8)
    sheet.blob("grass", 52, 140, 40, 6)
    sheet.box("cottage", 40, 118, 66, 139)
    sheet.land("grass", (0, 224), (80, 232), (176, 244), (256, 228))
    sheet.shape("forest", (220, 142), (196, 240), (244, 240))
    sheet.blob("bush", 30, 218, 26, 14)


def _empty(sheet: _Sheet) -> None:
    sheet.land("grass", (0, SIZE / 2), (SIZE, SIZE / 2))


_DRAWN: tuple[tuple[str, str, Callable[[_Sheet], None]], ...] = (
    ("mountain-lake", N_("Mountain and lake"), _mountain_lake),
    ("red-cottage", N_("The red cottage"), _red_cottage),
    ("archipelago", N_("Islands in the sea"), _archipelago),
    ("brook", N_("A brook in the woods"), _brook),
    ("beach", N_("A day at the beach"), _beach),
    ("snowy-peaks", N_("Snowy peaks"), _snowy_peaks),
    ("meadow", N_("A meadow in flower"), _meadow),
    ("foggy-lake", N_("Fog over the lake"), _foggy_lake),
    ("empty", N_("Empty: sky and grass"), _empty),
)


def starting_maps() -> tuple[StartingMap, ...]:
    """The maps that are offered; the first is shown when nothing has been painted, the last is what clearing leaves."""
    return tuple(StartingMap(key, title, _labels(draw)) for key, title, draw in _DRAWN)


def _labels(draw: Callable[[_Sheet], None]) -> np.ndarray:
    sheet = _Sheet()
    draw(sheet)
    return sheet.labels
