"""Rendering, training data and painting keep everything on one device, followed on a GPU that is not there."""

import numpy as np
import pytest
import torch

from exercises.canvas.pipeline import LandscapePipeline, counts_in_bfloat16, load_pipeline
from exercises.canvas.reader import Reader
from exercises.canvas.small_model import LandscapeUNet
from exercises.canvas.training.data import Pool, make_pairs
from exercises.canvas.training.distil import Critic
from exercises.canvas.training.train import difference, importance, look, on_the_way
from tests.exercises.canvas.elsewhere import GPU, Elsewhere, There, carried

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def there():
    with torch.no_grad(), Elsewhere():
        yield


def test_tensors_of_two_devices_are_refused_as_on_a_gpu() -> None:
    with pytest.raises(RuntimeError, match="mixes devices"):
        torch.ones(3, device=GPU) + torch.ones(3)
    with pytest.raises(RuntimeError, match="mixes devices"):
        torch.ones(3)[torch.arange(2, device=GPU)]
    with pytest.raises(RuntimeError, match="mixes devices"):
        torch.rand(3, device=GPU, generator=torch.Generator())
    assert isinstance(torch.ones(3, device=GPU) * torch.tensor(2.0), There)


def test_pictures_rendered_there_are_those_rendered_here() -> None:
    for first in range(7000, 7020, 4):
        there, _ = make_pairs(first, 4, 64, GPU)
        here, _ = make_pairs(first, 4, 64)
        assert all(isinstance(one, There) for one in vars(there).values())
        assert torch.equal(there.pictures.cpu(), here.pictures)


def test_a_step_of_both_stages_looks_at_nothing_that_lies_here() -> None:
    pool, generator = Pool(6), torch.Generator().manual_seed(0)
    for _ in range(2):
        pool.add(make_pairs(12, 4, 64, GPU)[0])
    pairs = pool.draw(3, generator).crop(32, generator)
    time, noisy = on_the_way(pairs, generator)
    guess = look(carried(LandscapeUNet(widths=(8, 8, 16), blocks=(1, 0, 1))), pairs, time, noisy)
    assert 0 < float(difference(guess, pairs.pictures, importance(pairs.labels))) < 1
    scores, features = carried(Critic().eval())(guess, pairs.labels, pairs.styles)
    assert all(one.device.type == GPU.type for one in (*scores, *features))


@pytest.mark.parametrize("steps", [1, 3])
def test_the_pipeline_paints_and_the_reader_reads_there(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline, reader = load_pipeline(), Reader.load()
    carried(pipeline.unet)
    carried(reader.network)
    monkeypatch.setattr(LandscapePipeline, "device", GPU)
    monkeypatch.setattr(reader, "device", "cuda")
    labels = np.zeros((2, 64, 64), dtype=np.uint8)
    labels[:, 32:], labels[:, 20:34, 10:30] = 14, 9
    painted = pipeline(labels, np.eye(8, dtype=np.float32)[:2], [1, 2], steps)
    assert painted.images.shape == (2, 64, 64, 3)
    assert reader.labels(painted.images[0]).shape == (64, 64)
    assert reader.features(painted.images[0]).shape == (64,)


def test_a_gpu_that_would_only_act_as_if_counts_in_32_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: including_emulation)
    assert not counts_in_bfloat16(GPU)
