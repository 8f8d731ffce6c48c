import json
from pathlib import Path

import numpy as np
import pytest
import torch

from exercises.canvas import palette
from exercises.canvas.materials import MATERIALS
from exercises.canvas.training.__main__ import FLOW_PART, TUNING_RATE, plan_for, train, tune
from exercises.canvas.training.data import Pool, coarse, make_pairs, random_styles, shaky
from exercises.canvas.training.distil import Distiller, lost_grain
from exercises.canvas.training.export import export
from exercises.canvas.training.layout import draw_scene
from exercises.canvas.training.train import HELD_OUT, Trainer, difference, look, shipped

CPU = torch.device("cpu")
torch.set_num_threads(1)


def test_the_numbers_by_name_are_the_palettes():
    assert [getattr(palette, one.key.upper()) for one in MATERIALS] == [one.id for one in MATERIALS]


def test_layouts_use_every_material():
    seen = set()
    for seed in range(60):
        seen |= set(np.unique(draw_scene(np.random.default_rng(seed), 64)).tolist())
    assert seen == set(range(16))


def test_the_same_number_is_the_same_picture():
    one, _ = make_pairs(12, 2, 64)
    same, _ = make_pairs(12, 2, 64)
    other, _ = make_pairs(14, 2, 64)
    assert torch.equal(one.pictures, same.pictures)
    assert not torch.equal(one.pictures, other.pictures)


def test_rendered_pictures_are_pictures_and_their_maps_are_maps():
    pairs, done = make_pairs(HELD_OUT, 4, 64)
    assert pairs.pictures.shape == (4, 3, 64, 64)
    assert torch.isfinite(pairs.pictures).all()
    assert -1 <= pairs.pictures.min() < pairs.pictures.max() <= 1
    assert pairs.pictures.std((1, 2, 3)).min() > 0.02
    assert 0 <= done.exact.min() <= done.exact.max() < 16


def test_blended_styles_sum_to_one():
    assert torch.allclose(random_styles(np.random.default_rng(1), 50).sum(1), torch.ones(50))


def test_simplified_maps_stay_near_the_drawn_one():
    drawn = torch.from_numpy(draw_scene(np.random.default_rng(4), 128)).long()
    for simple in (coarse(drawn, 48), shaky(drawn, np.random.default_rng(1))):
        assert 0.75 < float((simple == drawn).float().mean()) < 1


def test_the_pool_gives_back_what_was_put_in():
    pairs, _ = make_pairs(3, 2, 64)
    pool = Pool(4)
    pool.add(pairs)
    got = pool.draw(1, torch.Generator().manual_seed(0))
    near = [float((got.pictures[0] - one).abs().max()) for one in pairs.pictures]
    assert min(near) < 0.01


def test_a_piece_of_a_pair_keeps_its_noise_and_picture_together():
    pairs, _ = make_pairs(3, 1, 64)
    piece = pairs.crop(32, torch.Generator().manual_seed(1))
    assert piece.noise.shape == piece.pictures.shape == (1, 3, 32, 32)
    assert torch.equal(piece.sketch[:, 3:6], piece.noise)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A toy training of some seconds, both stages."""
    folder = tmp_path_factory.mktemp("training")
    return folder, train(folder, CPU, 0.1, tiny=True)


def test_a_training_goes_on_where_it_stopped(trained, tmp_path):
    folder, _ = trained
    again = Trainer(plan_for(CPU, 0.1 * FLOW_PART, tiny=True), CPU, folder)
    assert again.resume()
    assert again.step > 0
    assert again.progress() == 1
    again.run()
    assert again.pools[64].filled == 0, "a stage that is over renders nothing"
    more = Trainer(plan_for(CPU, 0.2 * FLOW_PART, tiny=True), CPU, folder)
    more.resume()
    before = more.step
    assert 0.3 < more.progress() < 0.7
    more.fill(2, 64)
    more.train_step()
    assert more.step == before + 1


def test_a_training_writes_its_log_and_a_model_that_paints(trained, tmp_path):
    from exercises.canvas.pipeline import load_pipeline

    folder, checkpoint = trained
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert {line["stage"] for line in lines} == {"flow", "critic"}
    export(checkpoint, tmp_path)
    painted = load_pipeline(tmp_path)(np.zeros((1, 64, 64)), np.eye(8, dtype=np.float32)[:1], [1])
    assert painted.images.shape == (1, 64, 64, 3)
    assert sum(file.stat().st_size for file in tmp_path.rglob("*")) < 16 * 2**20


def test_a_model_that_ships_is_tuned_further_and_goes_on_where_it_stopped(trained, tmp_path):
    _, checkpoint = trained
    model, out = tmp_path / "model", tmp_path / "tuned"
    export(checkpoint, model)
    before = json.loads((model / "card.json").read_text())
    state = torch.load(tune(model, out, CPU, 0.04, tiny=True), weights_only=True)
    assert state["step"] > before["steps"]
    assert state["rendered"] > before["rendered"]
    assert state["plan"]["rate"] == TUNING_RATE
    assert not (out / Trainer.file).exists()
    again = torch.load(tune(model, out, CPU, 0.06, tiny=True), weights_only=True)
    assert again["step"] > state["step"]
    assert again["began_at"] == before["steps"]
    assert 0 < apart(again["mean"], shipped(model).state_dict()) < 0.02


def test_a_model_that_ships_learns_another_renderer_through_both_stages(trained, tmp_path):
    _, checkpoint = trained
    model, out = tmp_path / "model", tmp_path / "again"
    export(checkpoint, model)
    before = json.loads((model / "card.json").read_text())
    state = torch.load(train(out, CPU, 0.04, tiny=True, start=model), weights_only=True)
    flow = torch.load(out / Trainer.file, weights_only=True)
    assert before["steps"] == flow["began_at"] < flow["step"] == state["began_at"] < state["step"]
    assert flow["plan"]["rate"] > TUNING_RATE
    assert state["earlier_seconds"] == pytest.approx(flow["seconds"] + 60 * before["minutes"])


def apart(one, other):
    """Mean difference of two sets of weights."""
    return float(torch.cat([(one[name].float() - other[name]).abs().flatten() for name in one]).mean())


def test_tuning_begins_with_small_steps_and_doubts_its_new_critic(trained, tmp_path):
    _, checkpoint = trained
    export(checkpoint, tmp_path)
    plan = plan_for(CPU, 10, tiny=True)
    tuner = Distiller(plan, CPU, tmp_path)
    tuner.go_on_from(tmp_path)
    assert tuner.step > 0
    assert tuner.own_steps == 0
    tuner.set_rate()
    assert tuner.optimiser.param_groups[0]["lr"] == pytest.approx(plan.rate / 100)
    assert not tuner.optimiser.state


def test_a_soft_picture_has_lost_grain_and_the_true_one_has_not():
    true = make_pairs(5, 2, 64)[0].pictures
    soft = torch.nn.functional.avg_pool2d(true, 5, stride=1, padding=2)
    noisy = true + 0.3 * torch.randn(true.shape, generator=torch.Generator().manual_seed(1))
    assert float(lost_grain(true, true)) == 0
    assert float(lost_grain(soft, true)) > 0.01
    assert float(lost_grain(noisy, true)) > 0.01


def test_training_lessens_the_difference_to_the_true_pictures():
    plan = plan_for(CPU, 50, tiny=True)
    plan.rate, plan.fresh_every = 4e-3, 10**6
    trainer = Trainer(plan, CPU, Path())
    trainer.fill(2, 64)
    pairs = trainer.pools[64].draw(2, trainer.generator)

    @torch.no_grad()
    def difference_now() -> float:
        return float(difference(look(trainer.network, pairs, torch.zeros(2), pairs.noise), pairs.pictures))

    before = difference_now()
    for _ in range(40):
        trainer.train_step()
    assert difference_now() < 0.9 * before
