import io

import numpy as np
import pytest
from PIL import Image

from exercises.canvas.engine import Painting, SmallModelEngine, style_weights
from exercises.canvas.errors import MapNotValid, UnknownStyle, WeightsMissing
from exercises.canvas.materials import material


def pixels(picture) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB")).astype(float)


def test_the_same_request_gives_the_same_bytes_alone_and_in_company(run, painting):
    (alone,) = run(painting())
    others = [painting(seed=8), painting(), painting(style="night"), painting(size=128), painting(steps=3)]
    assert run(*others)[1].png == alone.png


def test_another_seed_gives_another_picture(run, painting):
    first, second = run(painting(seed=1), painting(seed=2))
    assert np.abs(pixels(first) - pixels(second)).mean() > 1


def test_a_batch_of_several_sizes_and_steps_gives_each_its_own(run, painting):
    pictures = run(painting(size=64, steps=1), painting(size=128, steps=2), painting(size=64, steps=4))
    assert [(one.width, one.height, one.steps) for one in pictures] == [(64, 64, 1), (128, 128, 2), (64, 64, 4)]
    assert [pixels(one).shape for one in pictures] == [(64, 64, 3), (128, 128, 3), (64, 64, 3)]


def test_steps_are_told_and_a_cancelled_request_gives_nothing(engine, painting):
    told, requests = [], [painting(steps=3), painting(steps=3, seed=9), painting(seed=4)]
    pictures = engine.run(requests, lambda *step: told.append(step), lambda index: index == 1)
    assert [one is None for one in pictures] == [False, True, False]
    assert [step for step in told if step[0] == 0] == [(0, 1, 3), (0, 2, 3), (0, 3, 3)]
    assert not [step for step in told if step[0] == 1]


def test_a_request_can_be_cancelled_while_it_is_painted(engine, painting):
    told = []
    pictures = engine.run([painting(steps=8)], lambda *step: told.append(step), lambda _: len(told) >= 2)
    assert pictures == [None]
    assert len(told) == 2


def test_a_result_tells_what_made_it(run, engine, painting):
    (picture,) = run(painting(style="dusk", seed=11))
    assert (picture.style, picture.seed, picture.device, picture.model) == ("dusk", 11, "cpu", engine.info().model)
    assert picture.milliseconds > 0
    assert engine.info().parameters > 1_000_000


@pytest.mark.parametrize(
    "change",
    [
        {"height": 15}, {"width": 65}, {"height": 4096}, {"labels": b""}, {"labels": bytes([16]) * 4096},
        {"seed": -1}, {"seed": 2**60}, {"seed": 1.5}, {"seed": True}, {"steps": 0}, {"steps": 99}, {"size": 100},
    ],
)  # fmt: skip
def test_a_bad_map_is_refused_before_it_reaches_the_engine(change):
    good = {"labels": bytes(4096), "height": 64, "width": 64, "style": "noon", "seed": 1}
    with pytest.raises(MapNotValid):
        Painting(**good | change)


@pytest.mark.parametrize(
    "name", ["", "disco", "noon:2:dusk", "noon:x:dusk", "noon:0.5", "noon:0.5:disco", "noon:-1:dusk"]
)
def test_an_unknown_style_is_refused(name):
    with pytest.raises(UnknownStyle):
        style_weights(name)


def test_two_styles_blend():
    assert style_weights("noon:0.25:dusk").tolist() == [0, 0.75, 0, 0.25, 0, 0, 0, 0]


def test_missing_weights_are_told_and_where_they_should_be_stands_in_the_log(tmp_path, caplog):
    with pytest.raises(WeightsMissing) as told:
        SmallModelEngine(tmp_path)
    assert str(tmp_path) in caplog.text
    assert str(tmp_path) not in told.value.told() + told.value.advised()


def filled(key: str) -> np.ndarray:
    """Sky, and below it one material."""
    labels = np.zeros((256, 256), dtype=np.uint8)
    labels[120:] = material(key).id
    return labels


def colour_of_ground(run, painting, key: str, style: str = "noon") -> np.ndarray:
    (picture,) = run(painting(filled(key), size=256, style=style))
    return pixels(picture)[140:].mean((0, 1))


def test_the_shipped_model_obeys_the_map(run, painting):
    ground = {key: colour_of_ground(run, painting, key) for key in ("lake", "sand", "snow", "grass", "forest")}
    red, green, blue = range(3)
    assert ground["lake"][blue] > ground["lake"][red] + 20
    assert ground["sand"][red] > ground["sand"][blue] + 30
    assert ground["snow"].min() > 140
    assert ground["grass"][green] > ground["grass"][red] + 10 > ground["grass"][blue]
    assert ground["forest"].mean() < ground["grass"].mean() - 15


def test_the_shipped_model_obeys_the_style(run, painting):
    noon, night = (colour_of_ground(run, painting, "grass", style) for style in ("noon", "night"))
    winter = colour_of_ground(run, painting, "grass", "winter")
    assert night.mean() < noon.mean() - 25
    assert winter.mean() > noon.mean() + 30


def test_a_change_in_one_place_leaves_the_far_corner_alone(run, painting):
    before = filled("grass")
    after = before.copy()
    after[200:240, 200:240] = material("cottage").id
    first, second = (pixels(one) for one in run(painting(before, size=256), painting(after, size=256)))
    changed = np.abs(first - second).mean(2)
    assert changed[200:240, 200:240].mean() > 10 * changed[:60, :60].mean() + 2
