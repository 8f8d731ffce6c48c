import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from exercises.canvas.errors import NotAPicture, PictureTooLarge, PictureTooSmall, UnknownMaterial, UnknownStyle
from exercises.canvas.materials import (
    MATERIALS,
    STYLES,
    colours,
    labels_from_png,
    material,
    nearest_labels,
    png_from_labels,
    resized,
    style,
)


def png(width: int, height: int, colour: tuple[int, ...] = (0, 0, 0), mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, (width, height), colour).save(file, "PNG")
    return file.getvalue()


def test_a_map_survives_its_png():
    labels = (np.arange(40 * 30) % 16).reshape(30, 40).astype(np.uint8)
    assert (labels_from_png(png_from_labels(labels)) == labels).all()


def test_the_nearest_colour_counts():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 16, (20, 20)).astype(np.uint8)
    shaken = np.clip(colours()[labels].astype(int) + rng.integers(-12, 13, (20, 20, 3)), 0, 255).astype(np.uint8)
    assert (nearest_labels(shaken) == labels).all()


def test_no_two_materials_have_colours_that_could_be_confused():
    apart = np.linalg.norm(colours().astype(float)[:, None] - colours().astype(float)[None], axis=2)
    assert (apart + 999 * np.eye(16)).min() > 40


def test_each_material_has_its_own_colour_icon_pattern_and_names():
    for field in ("id", "key", "sv", "en", "colour", "icon", "pattern"):
        assert len({getattr(one, field) for one in MATERIALS}) == 16, field
    assert [one.id for one in MATERIALS] == list(range(16))
    assert [one.id for one in STYLES] == list(range(8))


def test_see_through_counts_as_sky():
    assert (labels_from_png(png(16, 16, (200, 0, 0, 0), "RGBA")) == material("sky").id).all()


def test_a_map_is_enlarged_without_mixing_materials():
    labels = np.array([[0, 4], [13, 15]], dtype=np.uint8)
    assert (resized(labels, 4, 4) == labels.repeat(2, 0).repeat(2, 1)).all()
    assert labels_from_png(png(32, 48), size=64).shape == (64, 64)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"x" * 50, png(20, 20)[:45]]
)
def test_a_file_that_is_no_picture_is_told_so(data):
    with pytest.raises(NotAPicture):
        labels_from_png(data)


def test_a_picture_of_one_pixel_is_too_small():
    with pytest.raises(PictureTooSmall, match="1 x 1"):
        labels_from_png(png(1, 1))


def test_a_picture_that_only_claims_to_be_huge_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    claimed = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    )
    with pytest.raises(PictureTooLarge):
        labels_from_png(claimed)


def test_a_file_of_more_than_ten_megabytes_is_refused():
    with pytest.raises(PictureTooLarge):
        labels_from_png(b"\x89PNG\r\n\x1a\n" + bytes(10_000_001))


def test_unknown_names_are_told_with_the_known_ones():
    with pytest.raises(UnknownMaterial) as wrong:
        material("lava")
    assert "forest" in wrong.value.advised()
    with pytest.raises(UnknownStyle):
        style("disco")


def test_palette_and_requests_are_read_without_torch():
    ours = ", ".join(f"exercises.canvas.{name}" for name in ("materials", "engine", "marking", "cli"))
    code = f"import sys, {ours}; print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
