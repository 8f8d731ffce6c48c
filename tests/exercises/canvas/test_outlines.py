"""The rule that makes a crude map natural: it may roughen, never take away."""

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.canvas import palette
from exercises.canvas.fields import FULL, Noise, white_noise
from exercises.canvas.materials import MATERIALS
from exercises.canvas.outlines import natural
from exercises.canvas.shapes import Frames
from exercises.canvas.training.drawings import DRAWINGS
from exercises.canvas.training.layout import draw_scene

torch.set_num_threads(1)
SIDE = 128


def made_natural(labels: np.ndarray, seed: int = 1) -> np.ndarray:
    maps = torch.from_numpy(labels.astype(np.int64))[None]
    return natural(maps, Noise(white_noise([seed], *labels.shape))).labels[0].numpy()


def overlap(one: np.ndarray, other: np.ndarray, material: int) -> float:
    a, b = one == material, other == material
    return float((a & b).sum() / (a | b).sum())


@settings(max_examples=12, deadline=None)
@example(109421, 0)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_nothing_that_covers_more_than_a_hundredth_vanishes_and_shapes_stay_in_place(drawing: int, seed: int) -> None:
    asked = draw_scene(np.random.default_rng(drawing), SIDE)
    got = made_natural(asked, seed)
    assert (asked == got).mean() > 0.85
    for one in MATERIALS:
        if (asked == one.id).mean() > 0.01:
            kept = ((got == one.id) & (asked == one.id)).sum() / (asked == one.id).sum()
            assert kept >= 0.4, one.key


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_childs_map_is_kept(name: str) -> None:
    asked = DRAWINGS[name]
    got = made_natural(asked)
    assert (asked == got).mean() > 0.93
    for number in np.unique(asked):
        assert overlap(asked, got, number) > 0.6, MATERIALS[number].key


def test_the_same_seed_gives_the_same_map_and_another_seed_other_outlines() -> None:
    asked = DRAWINGS["mountain_lake"]
    assert (made_natural(asked, 1) == made_natural(asked, 1)).all()
    assert (made_natural(asked, 1) != made_natural(asked, 2)).any()


def test_cottages_and_the_sun_stay_as_they_were_painted() -> None:
    for asked in DRAWINGS.values():
        got = made_natural(asked)
        for number in (palette.COTTAGE, palette.GLOW):
            assert ((asked == number) <= (got == number)).all()


def test_a_map_of_one_material_stays_one() -> None:
    for number in range(palette.COUNT):
        got = made_natural(np.full((64, 64), number))
        assert (got == number).all()


def test_a_painted_triangle_is_framed_as_one_tree() -> None:
    labels = torch.full((1, 64, 64), palette.GRASS)
    for row in range(20, 50):
        half = (row - 20) // 4
        labels[0, row, 32 - half : 33 + half] = palette.FOREST
    frames = Frames.of(labels)
    tree = labels == palette.FOREST
    assert frames.stands_alone()[tree].all()
    assert frames.top[tree].unique().tolist() == [20]
    assert frames.foot[tree].unique().tolist() == [49]


def test_a_broad_wood_is_not_one_tree() -> None:
    labels = torch.full((1, 64, 64), palette.GRASS)
    labels[0, 20:40] = palette.FOREST
    assert not Frames.of(labels).stands_alone()[labels == palette.FOREST].any()


def test_noise_of_a_small_picture_is_the_mean_of_the_large_ones() -> None:
    small, large = white_noise([3], 128, 128), white_noise([3], FULL, FULL)
    assert torch.allclose(small, torch.nn.functional.avg_pool2d(large, 2) * 2, atol=1e-4)
    assert abs(float(white_noise([3], 512, 512).std()) - 1) < 0.05


def painted_tree(slope: int) -> np.ndarray:
    """A triangle on a meadow whose sides go out by one point every `slope` rows, the left one first."""
    labels = np.full((SIDE, SIDE), palette.GRASS)
    for row in range(30, 90):
        labels[row, 64 - (row - 30 + slope // 2) // slope : 65 + (row - 30) // slope] = palette.FOREST
    return labels


@pytest.mark.parametrize("slope", [3, 4, 5, 6])
def test_all_rows_of_a_tree_have_the_same_top_though_its_sides_are_stairs(slope: int) -> None:
    labels = painted_tree(slope)
    frames = Frames.of(torch.from_numpy(labels)[None])
    assert frames.top[0][torch.from_numpy(labels) == palette.FOREST].unique().tolist() == [30]


@pytest.mark.parametrize("seed", range(4))
def test_a_tree_by_itself_is_not_smeared_over_what_is_beside_it(seed: int) -> None:
    asked = painted_tree(4)
    got = made_natural(asked, seed)
    assert not ((got == palette.FOREST) & (asked != palette.FOREST)).any()


def test_a_wood_beside_a_cottage_stays_a_wood() -> None:
    labels = torch.full((1, SIDE, SIDE), palette.GRASS)
    labels[0, 30:80, :100] = palette.FOREST
    labels[0, 55:90, 20:80] = palette.COTTAGE
    assert not Frames.of(labels).stands_alone()[labels == palette.FOREST].any()
