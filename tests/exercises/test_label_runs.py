"""A map crosses to the portal and back without a point being changed."""

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.canvas.errors import MapNotValid
from exercises.canvas.label_runs import decoded, encoded


@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.integers(1, 16))
def test_every_map_comes_back_as_it_was(size: int, seed: int, materials: int) -> None:
    labels = np.random.default_rng(seed).integers(0, materials, (size, size), dtype=np.uint8)
    assert (decoded(encoded(labels), size) == labels).all()


def test_one_material_over_the_whole_map_is_small() -> None:
    labels = np.full((256, 256), 7, dtype=np.uint8)
    assert len(encoded(labels)) < 700
    assert (decoded(encoded(labels), 256) == labels).all()


@pytest.mark.parametrize(
    "runs", [b"", b"\x01", b"\x01\x02\x03", bytes([1, 255, 1, 255]), bytes([16, 15]), bytes([255, 15]), bytes([0, 16])]
)
def test_what_is_no_map_is_refused(runs: bytes) -> None:
    with pytest.raises(MapNotValid):
        decoded(base64.b64encode(runs).decode(), 4)


@given(st.text(max_size=200))
def test_any_text_is_a_map_or_is_refused(text: str) -> None:
    try:
        assert decoded(text, 4).shape == (4, 4)
    except MapNotValid:
        return
