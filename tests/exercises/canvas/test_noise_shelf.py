"""What is kept from stroke to stroke changes no picture, and is not kept for ever."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.canvas import pipeline as pipeline_module
from exercises.canvas.fields import Noise, choose, places, rows_with, white_noise
from exercises.canvas.noise_shelf import Shelf
from exercises.canvas.pipeline import LandscapePipeline, new_pipeline
from exercises.canvas.shapes import run_ends
from exercises.canvas.sketch import Sketch
from exercises.canvas.small_model import LandscapeUNet
from exercises.canvas.training.drawings import DRAWINGS

torch.set_num_threads(1)
STYLES = torch.eye(8)


@pytest.fixture(scope="module")
def tiny() -> LandscapePipeline:
    torch.manual_seed(0)
    unet = LandscapeUNet(widths=(8, 8, 16), blocks=(1, 0, 1))
    torch.nn.init.normal_(unet.paint.weight)
    return new_pipeline(unet)


def painted(pipeline: LandscapePipeline, name: str, seed: int = 7) -> np.ndarray:
    return pipeline(DRAWINGS[name][None, ::4, ::4], STYLES[1:2], [seed], 1).images


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_picture_has_the_same_bytes_whatever_was_painted_before_it(tiny, monkeypatch, name):
    shelf = Shelf()
    monkeypatch.setattr(
        pipeline_module, "known_noise", lambda seeds, high, wide, _device: shelf.take(*seeds, high, wide)
    )
    first = painted(tiny, name)
    for other in DRAWINGS:
        painted(tiny, other)
    remembered = painted(tiny, name)
    shelf = Shelf()
    assert (first == remembered).all()
    assert (first == painted(tiny, name)).all()


def test_the_sketch_writes_to_nothing_that_is_kept():
    noise = Noise(white_noise([3], 64, 64))
    for _ in range(2):
        for drawing in DRAWINGS.values():
            labels = torch.from_numpy(drawing[::4, ::4].astype(np.int64))[None]
            Sketch.of(labels, STYLES[4:5], noise).channels()
        fields = {name: field.clone() for name, field in noise._kept.items()}
    again = Noise(white_noise([3], 64, 64))
    for drawing in reversed(DRAWINGS.values()):
        Sketch.of(torch.from_numpy(drawing[::4, ::4].astype(np.int64))[None], STYLES[4:5], again).channels()
    assert fields.keys() == again._kept.keys()
    assert all(torch.equal(field, again._kept[name]) for name, field in fields.items())


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from((16, 32))), min_size=1, max_size=20))
@settings(max_examples=20, deadline=None)
def test_the_shelf_never_holds_more_than_its_room_and_always_what_was_asked_for_last(asked):
    shelf = Shelf(room=2 * 32 * 32)
    for seed, side in asked:
        noise = shelf.take(seed, side, side)
        assert torch.equal(noise.z, white_noise([seed], side, side))
        assert shelf.points() <= 2 * 32 * 32
        assert shelf.take(seed, side, side) is noise


def test_one_picture_larger_than_the_room_is_still_painted():
    shelf = Shelf(room=10)
    assert shelf.take(1, 16, 16) is shelf.take(1, 16, 16)


maps = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).integers(0, 3, (2, 7, 9)))


@given(maps, st.sampled_from((1, 2)))
def test_runs_are_those_that_one_finds_by_walking(labels, along):
    first, last = (ends.numpy() for ends in run_ends(torch.from_numpy(labels), along))
    for place in np.ndindex(labels.shape):
        line = labels[place[0], :, place[2]] if along == 1 else labels[place[0], place[1]]
        begin = end = place[along]
        while begin > 0 and line[begin - 1] == line[begin]:
            begin -= 1
        while end + 1 < len(line) and line[end + 1] == line[end]:
            end += 1
        assert (first[place], last[place]) == (begin, end)


@given(maps, maps, maps)
def test_choosing_is_exact_for_whole_numbers(mask, one, other):
    asked, a, b = torch.from_numpy(mask) > 0, *(torch.from_numpy(part).int() for part in (one, other))
    assert torch.equal(choose(asked, a, b), torch.where(asked, a, b))


@given(maps)
def test_a_mask_is_found_whole_between_its_first_and_last_row(labels):
    mask = torch.from_numpy(labels == 1)
    assert places(mask).tolist() == mask.flatten().nonzero()[:, 0].tolist()
    rows = rows_with(mask)
    assert mask[:, rows].sum() == mask.sum()
    assert not mask.any() or (mask[:, rows.start].any() and mask[:, rows.stop - 1].any())
