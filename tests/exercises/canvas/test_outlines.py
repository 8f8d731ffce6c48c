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
from exercises.canvas.planting import SPRUCE
from exercises.canvas.shapes import Frames
from exercises.canvas.standing import trees_in
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


def overlapping_triangles(trees: tuple[tuple[int, int, int], ...]) -> np.ndarray:
    """Triangles on a meadow by column, foot and height, a quarter as wide to each side as they are tall."""
    labels = np.full((SIDE, SIDE), palette.GRASS)
    for column, foot, tall in trees:
        for row in range(foot - tall, foot + 1):
            half = (row - foot + tall) // 4
            labels[row, column - half : column + half + 1] = palette.FOREST
    return labels


@pytest.mark.parametrize("trees", [((40, 100, 60), (58, 100, 48)), ((40, 90, 60), (56, 110, 56), (74, 96, 48))])
def test_triangles_that_overlap_stay_trees_with_their_own_tops_and_feet(
    trees: tuple[tuple[int, int, int], ...],
) -> None:
    labels = torch.from_numpy(overlapping_triangles(trees))[None]
    done = natural(labels, Noise(white_noise([1], SIDE, SIDE)))
    for column, foot, tall in trees:
        assert done.labels[0, foot - 1, column] == palette.FOREST
        assert done.plants.kind[0, foot - tall // 2, column] == SPRUCE
        assert abs(int(done.frames.foot[0, foot - 2, column]) - foot) <= 1
        assert abs(int(done.frames.top[0, foot - 2, column]) - (foot - tall)) <= 1


def test_no_straight_edge_is_left_where_triangles_share_a_base() -> None:
    labels = torch.from_numpy(overlapping_triangles(((30, 100, 60), (50, 100, 52), (70, 100, 60))))[None]
    got = natural(labels, Noise(white_noise([1], SIDE, SIDE))).labels[0]
    base, painted = got[100] == palette.FOREST, labels[0, 100] == palette.FOREST
    assert 0 < int(base.sum()) < int(painted.sum()) // 2


def test_a_nearer_tree_hides_those_behind_it() -> None:
    labels = torch.from_numpy(overlapping_triangles(((40, 90, 60), (52, 104, 60))))[None]
    done = natural(labels, Noise(white_noise([1], SIDE, SIDE)))
    assert int(done.frames.foot[0, 86, 46]) == pytest.approx(104, abs=1)


def test_a_jagged_wood_and_round_crowns_are_not_taken_for_overlapping_spruces() -> None:
    wood = torch.zeros((1, SIDE, SIDE), dtype=torch.bool)
    for column in range(SIDE):
        wood[0, 50 + (column * 7919 % 6) :, column] = True
    assert len(trees_in(wood[:, :100], torch.zeros_like(wood[:, :100]))) == 0
    rows, columns = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    crowns = ((rows - 60) ** 2 + (columns - 40) ** 2 < 400) | ((rows - 60) ** 2 + (columns - 75) ** 2 < 400)
    assert len(trees_in(crowns[None], torch.zeros_like(crowns)[None])) == 0


def test_an_overlap_beside_other_pictures_gives_the_same_trees() -> None:
    one = torch.from_numpy(overlapping_triangles(((40, 100, 60), (58, 100, 48))))
    other = torch.from_numpy(overlapping_triangles(((70, 90, 50), (80, 96, 56))))
    together = natural(torch.stack([other, one]), Noise(white_noise([5, 1], SIDE, SIDE))).labels[1]
    assert torch.equal(together, natural(one[None], Noise(white_noise([1], SIDE, SIDE))).labels[0])
