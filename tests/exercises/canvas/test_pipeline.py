import numpy as np
import pytest
import torch

from exercises.canvas import palette
from exercises.canvas.pipeline import LandscapePipeline, load_pipeline, new_pipeline
from exercises.canvas.shapes import light_side, mirror_rows, run_ends
from exercises.canvas.small_model import LandscapeUNet
from exercises.canvas.training.drawings import DRAWINGS

STYLES = np.eye(8, dtype=np.float32)


@pytest.fixture(scope="module")
def tiny() -> LandscapePipeline:
    torch.manual_seed(0)
    return new_pipeline(LandscapeUNet(widths=(8, 8, 16), blocks=(1, 0, 1)))


def labels(count: int = 1) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 16, (count, 32, 64)).astype(np.uint8)


def test_it_saves_and_loads_as_diffusers_does(tiny, tmp_path):
    tiny.save_pretrained(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"model_index.json", "unet", "scheduler"}
    again = load_pipeline(tmp_path)
    wanted, got = (one(labels(), STYLES[:1], [5], 2).images for one in (tiny, again))
    assert np.abs(wanted.astype(int) - got.astype(int)).max() <= 1


def test_pictures_have_the_size_of_their_maps(tiny):
    assert tiny(labels(2), STYLES[:2], [1, 2]).images.shape == (2, 32, 64, 3)


def test_each_picture_of_a_batch_has_its_own_noise(tiny):
    twice = np.concatenate([labels(), labels()])
    both = tiny(twice, STYLES[[1, 1]], [1, 2]).images
    second = tiny(labels(), STYLES[[1]], [2]).images[0]
    assert np.abs(both[1].astype(int) - second.astype(int)).max() <= 1
    assert (both[0] != both[1]).any()


def test_the_last_step_ends_at_the_guess(tiny):
    guesses = []
    images = tiny(labels(), STYLES[:1], [1], 3, lambda *told: guesses.append(told[-1]) or True).images
    assert len(guesses) == 3
    assert np.abs(((guesses[-1].clamp(-1, 1) + 1) * 127.5).movedim(1, 3).numpy() - images).max() <= 0.51


def test_it_stops_after_the_step_where_it_is_told_to(tiny):
    done = tiny(labels(), STYLES[:1], [1], 5, lambda step, *_: step < 2)
    assert done.stopped


@pytest.mark.parametrize(
    ("maps", "styles", "seeds", "steps"),
    [
        (np.zeros((1, 30, 32)), STYLES[:1], [1], 1),
        (np.full((1, 32, 32), 16), STYLES[:1], [1], 1),
        (np.zeros((2, 32, 32)), STYLES[:1], [1, 2], 1),
        (np.zeros((1, 32, 32)), STYLES[:1], [], 1),
        (np.zeros((1, 32, 32)), STYLES[:1], [1], 0),
    ],
)
def test_what_does_not_fit_is_refused(tiny, maps, styles, seeds, steps):
    with pytest.raises(ValueError, match=r"must|needed"):
        tiny(maps, styles, seeds, steps)


def test_runs_end_where_the_material_changes():
    column = torch.tensor([0, 0, 7, 7, 7, 0])[None, :, None]
    first, last = run_ends(column)
    assert first.flatten().tolist() == [0, 0, 2, 2, 2, 5]
    assert last.flatten().tolist() == [1, 1, 4, 4, 4, 5]


def test_water_mirrors_what_is_as_far_above_the_shore():
    column = torch.tensor([0, 4, 4, 14, 14, 14])[None, :, None]
    assert mirror_rows(column).flatten().tolist() == [0, 1, 2, 2, 1, 0]


def test_past_an_islands_top_the_water_shows_the_same_sky_as_the_open_water_beside_it():
    labels = torch.full((1, 32, 32), palette.SKY)
    labels[0, 8:] = palette.LAKE
    labels[0, 12:15, 10:20] = palette.ROCK
    rows = mirror_rows(labels)
    assert rows[0, 15:18, 15].tolist() == [14, 13, 12]
    assert (rows[0, 18:, 15] == rows[0, 18:, 3]).all()


def test_light_comes_from_the_painted_sun_or_else_from_the_left():
    dark = torch.zeros(1, 16, 16, dtype=torch.long)
    lit = dark.clone()
    lit[0, 2, 14] = 2
    assert light_side(dark).max() < 0
    assert light_side(lit)[0, 5, 0] == 1
    assert light_side(lit)[0, 5, 15] < 0.1


@pytest.fixture(scope="module")
def shipped() -> LandscapePipeline:
    torch.set_num_threads(1)
    return load_pipeline()


def test_the_same_request_gives_the_same_bytes(shipped):
    maps = np.stack([DRAWINGS["winter_cottage"][::2, ::2]])
    once, again = (shipped(maps, STYLES[[6]], [7]).images for _ in range(2))
    anew = load_pipeline()(maps, STYLES[[6]], [7]).images
    assert (once == again).all()
    assert (once == anew).all()


def test_a_small_picture_shows_the_same_landscape_as_a_large_one(shipped):
    large = shipped(np.stack([DRAWINGS["mountain_lake"]]), STYLES[[1]], [7]).images[0]
    small = shipped(np.stack([DRAWINGS["mountain_lake"][::2, ::2]]), STYLES[[1]], [7]).images[0]
    shrunk = large.reshape(128, 2, 128, 2, 3).mean((1, 3))
    assert np.abs(shrunk - small).mean() < 20


def test_what_is_far_from_a_change_of_the_map_hardly_changes(shipped):
    before = DRAWINGS["meadow_road"][::2, ::2].copy()
    after = before.copy()
    after[96:120, 8:40] = 14
    one, other = (shipped(labels[None], STYLES[[1]], [7]).images[0].astype(int) for labels in (before, after))
    change = np.abs(one - other).mean(2)
    assert change[96:120, 8:40].mean() > 10 * change[:64, 80:].mean()
