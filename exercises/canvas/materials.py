"""The palette: the 16 materials a youth paints with, and the 8 styles the light can take.

A map is a grid of small numbers, one material for each point. In a file it is a PNG whose colours are the palette's.
This file is the one place that knows the numbers, so it imports neither a model nor a page.
"""

import io
import struct
from dataclasses import dataclass

import numpy as np

from exercises.canvas.errors import NotAPicture, PictureTooLarge, PictureTooSmall, UnknownMaterial, UnknownStyle

MOST_PIXELS = 8_000_000
MOST_BYTES = 10_000_000
LEAST_SIDE = 16


@dataclass(frozen=True)
class Material:
    """One thing to paint with."""

    id: int
    """The number in the map, 0 to 15. The shipped model learnt these numbers: never change one."""
    key: str
    sv: str
    en: str
    colour: str
    """#rrggbb on the map. No two are near each other, so that the nearest colour is never in doubt."""
    icon: str
    """Name of a Material Symbol."""
    pattern: str
    """What the swatch is filled with, for those who see colours differently."""

    def name(self, language: str) -> str:
        """The name in "sv" or "en"."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True)
class Style:
    """One light and season."""

    id: int
    key: str
    sv: str
    en: str
    icon: str

    def name(self, language: str) -> str:
        """The name in "sv" or "en"."""
        return self.sv if language == "sv" else self.en


MATERIALS: tuple[Material, ...] = (
    Material(0, "sky", "Himmel", "Sky", "#8fc7f2", "air", "plain"),
    Material(1, "cloud", "Moln", "Cloud", "#ffffff", "cloud", "rings"),
    Material(2, "glow", "Sol eller måne", "Sun or moon", "#ffd500", "wb_sunny", "rays"),
    Material(3, "fog", "Dimma", "Fog", "#a9a2bd", "foggy", "wide-stripes"),
    Material(4, "mountain", "Berg", "Mountain", "#6e6478", "landscape", "peaks"),
    Material(5, "rock", "Sten", "Rock", "#3a3a3a", "hexagon", "cracks"),
    Material(6, "snow", "Snö", "Snow", "#c4f0ea", "ac_unit", "stars"),
    Material(7, "grass", "Gräs", "Grass", "#7ccb3f", "grass", "ticks"),
    Material(8, "flowers", "Blommor", "Flowers", "#ff6fb5", "local_florist", "dots"),
    Material(9, "forest", "Skog", "Forest", "#14532d", "forest", "triangles"),
    Material(10, "bush", "Buskar", "Bushes", "#6b8e00", "eco", "half-circles"),
    Material(11, "sand", "Sand", "Sand", "#f2d9a0", "beach_access", "fine-dots"),
    Material(12, "road", "Grusväg", "Dirt road", "#9c5a24", "route", "dashes"),
    Material(13, "river", "Bäck", "River", "#19b8c4", "water", "thin-waves"),
    Material(14, "lake", "Sjö eller hav", "Lake or sea", "#1c4fd6", "waves", "waves"),
    Material(15, "cottage", "Röd stuga", "Red cottage", "#d3202f", "cottage", "bricks"),
)

STYLES: tuple[Style, ...] = (
    Style(0, "dawn", "Gryning", "Dawn", "wb_twilight"),
    Style(1, "noon", "Mitt på dagen", "Noon", "wb_sunny"),
    Style(2, "golden", "Gyllene kväll", "Golden hour", "sunny_snowing"),
    Style(3, "dusk", "Skymning", "Dusk", "nights_stay"),
    Style(4, "night", "Natt med stjärnor", "Night with stars", "bedtime"),
    Style(5, "overcast", "Mulet", "Overcast", "cloud"),
    Style(6, "winter", "Vinter", "Winter", "ac_unit"),
    Style(7, "autumn", "Höst", "Autumn", "eco"),
)

_MATERIAL_BY_KEY = {material.key: material for material in MATERIALS}
_STYLE_BY_KEY = {style.key: style for style in STYLES}


def material(key: str) -> Material:
    """The material with this key; UnknownMaterial where there is none."""
    if key not in _MATERIAL_BY_KEY:
        raise UnknownMaterial(name=key, known=", ".join(_MATERIAL_BY_KEY))
    return _MATERIAL_BY_KEY[key]


def style(key: str) -> Style:
    """The style with this key; UnknownStyle where there is none."""
    if key not in _STYLE_BY_KEY:
        raise UnknownStyle(name=key, known=", ".join(_STYLE_BY_KEY))
    return _STYLE_BY_KEY[key]


def colours() -> np.ndarray:
    """The palette, (16, 3) uint8, red green blue."""
    return np.array([list(bytes.fromhex(one.colour[1:])) for one in MATERIALS], dtype=np.uint8)


def nearest_labels(rgb: np.ndarray) -> np.ndarray:
    """The material with the nearest colour at each point: (H, W, 3) uint8 to (H, W) uint8.

    Nearest in plain red-green-blue distance. The squares are summed one material at a time, so that a large picture
    needs memory for two numbers a point and not for sixteen.
    """
    points = rgb.astype(np.int32)
    best = np.full(rgb.shape[:2], np.iinfo(np.int32).max, dtype=np.int32)
    labels = np.zeros(rgb.shape[:2], dtype=np.uint8)
    for number, colour in enumerate(colours().astype(np.int32)):
        distance = ((points - colour) ** 2).sum(axis=2)
        nearer = distance < best
        best[nearer] = distance[nearer]
        labels[nearer] = number
    return labels


def labels_from_png(data: bytes, size: int | None = None) -> np.ndarray:
    """Read a map from a PNG: (H, W) uint8 of material numbers, or (size, size) where a size is given.

    Any colour counts as the nearest one of the palette, and see-through counts as sky. Raises NotAPicture,
    PictureTooLarge (told from the header, before anything is unpacked) or PictureTooSmall.
    """
    from PIL import Image

    if len(data) > MOST_BYTES:
        raise PictureTooLarge(what=f"{len(data) / 1e6:.1f} MB")
    _check_dimensions(*_dimensions(data))
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"]).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as broken:
        raise NotAPicture() from broken
    ground = Image.new("RGBA", picture.size, MATERIALS[0].colour)
    labels = nearest_labels(np.asarray(Image.alpha_composite(ground, picture).convert("RGB")))
    return labels if size is None else resized(labels, size, size)


def _dimensions(data: bytes) -> tuple[int, int]:
    """Width and height as the file's first chunk claims them."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        raise NotAPicture()
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _check_dimensions(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureTooLarge(what=f"{width} x {height}")
    if min(width, height) < LEAST_SIDE:
        raise PictureTooSmall(width=width, height=height)


def resized(labels: np.ndarray, height: int, width: int) -> np.ndarray:
    """The map at another size, each point taking the material at its middle; materials are never mixed."""
    rows = (np.arange(height) * 2 + 1) * labels.shape[0] // (2 * height)
    columns = (np.arange(width) * 2 + 1) * labels.shape[1] // (2 * width)
    grown: np.ndarray = labels[rows][:, columns]
    return grown


def png_from_labels(labels: np.ndarray) -> bytes:
    """Write a map as a PNG with the palette inside: one byte a point, so that no colour is ever blended."""
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(labels, dtype=np.uint8), mode="P")
    picture.putpalette(colours().tobytes())
    file = io.BytesIO()
    picture.save(file, format="PNG", optimize=True)
    return file.getvalue()
