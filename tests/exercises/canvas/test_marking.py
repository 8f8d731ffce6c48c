import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from exercises.canvas.marking import SOURCE_TYPE, mark
from tests.exercises.marks import is_marked

MADE = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def plain() -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "PNG")
    return file.getvalue()


def test_a_marked_picture_says_what_made_it(plain):
    marked = mark(plain, model="small <1>", seed=42, made=MADE)
    picture = Image.open(io.BytesIO(marked))
    assert SOURCE_TYPE in picture.info["XML:com.adobe.xmp"]
    assert "small &lt;1&gt;" in picture.info["XML:com.adobe.xmp"]
    assert "seed 42" in picture.info["Comment"]
    assert "2026-05-01T12:00:00+00:00" in picture.info["Comment"]


def test_marking_changes_no_pixel(plain):
    marked = mark(plain, "m", 1, MADE)
    assert Image.open(io.BytesIO(marked)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()


def test_only_marked_pictures_are_called_marked(plain):
    assert not is_marked(plain)
    assert is_marked(mark(plain, "m", 1))


def test_a_picture_marked_twice_carries_one_mark(plain):
    once = mark(plain, "m", 1, MADE)
    assert mark(mark(plain, "other", 2, MADE), "m", 1, MADE) == once


def test_the_mark_survives_being_opened_and_saved_with_its_text(plain):
    from PIL.PngImagePlugin import PngInfo

    picture = Image.open(io.BytesIO(mark(plain, "m", 1, MADE)))
    picture.load()
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", picture.info["XML:com.adobe.xmp"])
    again = io.BytesIO()
    picture.save(again, "PNG", pnginfo=info)
    assert is_marked(again.getvalue())


def test_what_is_no_png_cannot_be_marked():
    with pytest.raises(ValueError, match="PNG"):
        mark(b"JFIF", "m", 1, MADE)
