"""How large a live picture is, by how many paint and on what."""

from hypothesis import given
from hypothesis import strategies as st

from exercises.canvas.pacing import NOW, pace, painters_now, whole_size
from exercises.canvas.requests import SIZES

DEVICES = st.sampled_from(["", "cpu", "cuda"])


@given(st.integers(1, 200), DEVICES, st.booleans())
def test_every_picture_has_a_size_that_the_engine_paints_and_none_at_rest_is_small(
    painters: int, device: str, moving: bool
) -> None:
    given_pace = pace(painters, device, moving)
    assert given_pace.size in SIZES
    assert moving or given_pace.size == whole_size(device)


@given(st.integers(1, 199), DEVICES)
def test_more_painters_never_get_larger_pictures_nor_more_of_them(painters: int, device: str) -> None:
    few, more = pace(painters, device, True), pace(painters + 1, device, True)
    assert more.size <= few.size
    assert more.milliseconds >= few.milliseconds


def test_one_painter_sees_whole_pictures_while_the_brush_moves() -> None:
    assert pace(1, "cpu", True).size == 256
    assert pace(8, "cpu", True).size == 128
    assert pace(16, "cuda", True).size == 512


def test_those_who_have_stopped_painting_do_not_count() -> None:
    strokes = {"ada": 100.0, "bo": 100.0 - NOW - 1, "cia": 99.0}
    assert painters_now(strokes, 100.0) == 2
    assert painters_now({}, 100.0) == 1
