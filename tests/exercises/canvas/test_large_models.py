"""The real path of every kind of large model with tiny random weights: load, paint, cancel, have no room, unload."""

import io
import json
import socket
import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from exercises.canvas.engine import SmallModelEngine
from exercises.canvas.large.errors import (
    LargeModelBroken,
    LargeModelMissing,
    LargeModelTooLarge,
    LargeModelUnknown,
    NotUsable,
    OutOfMemory,
    PictureNotShown,
    StillLoading,
)
from exercises.canvas.large.model import LargeModel
from exercises.canvas.large.wanted import Wanted
from exercises.canvas.materials import material
from exercises.canvas.requests import Comparison, Painting

torch.set_num_threads(1)
SIDE, STEPS = 64, 5
"""Pictures of few points in few steps: each kind still looks at its picture three times or more."""


def painting(**changes: object) -> Painting:
    labels = np.zeros((64, 64), dtype=np.uint8)
    labels[30:] = material("lake").id
    asked = {"style": "noon", "seed": 7, "size": 64, "steps": 2} | changes
    return Painting(labels.tobytes(), 64, 64, **asked)  # type: ignore[arg-type]


def draft() -> np.ndarray:
    return np.full((SIDE, SIDE, 3), (40, 90, 160), dtype=np.uint8)


def going_on(_done: int, _steps: int) -> bool:
    return True


def never(_index: int) -> bool:
    return False


def nobody(_index: int, _step: int, _steps: int) -> None:
    return


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the folder of a kind's tiny model, made once. Never to be written to."""
    pipelines = pytest.importorskip("tests.exercises.canvas.tiny_pipelines", exc_type=ImportError)
    return cache(lambda kind: pipelines.saved(kind, tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="session")
def tiny(folder: Callable[[str], Path]) -> Callable[[str], LargeModel]:
    """Gives the tiny model of a kind, loaded; one for all tests."""
    made = cache(lambda kind: LargeModel(Wanted(str(folder(kind)), size=SIDE, steps=STEPS), "cpu"))

    def of(kind: str) -> LargeModel:
        if made(kind).state() == "loading":
            made(kind).load()
        return made(kind)

    return of


SHOWN_THE_MAP = ["sd with a ControlNet", "sdxl with a ControlNet"]
SHOWN_A_DRAFT = ["sd", "sdxl", "latent consistency", "klein", "sana sprint"]
every = pytest.mark.parametrize("kind", SHOWN_THE_MAP + SHOWN_A_DRAFT)


@every
def test_it_paints_a_map_and_says_what_painted(tiny, kind: str) -> None:
    told: list[tuple[int, int]] = []
    picture = tiny(kind).paint(painting(), draft, lambda *step: told.append(step) or True)
    image = np.asarray(Image.open(io.BytesIO(picture.png)))
    assert image.shape == (SIDE, SIDE, 3)
    assert (picture.model, picture.device, picture.seed, picture.note) == ("model", "cpu", 7, "")
    assert told[0][0] == 1
    assert told[-1][0] == told[-1][1]


@every
def test_the_same_request_gives_the_same_picture_and_another_seed_another(tiny, kind: str) -> None:
    first, again, other = (tiny(kind).paint(painting(seed=seed), draft, going_on) for seed in (1, 1, 2))
    assert first.png == again.png != other.png


@every
def test_it_stops_at_the_step_at_which_it_is_cancelled(tiny, kind: str) -> None:
    told: list[int] = []
    assert tiny(kind).paint(painting(), draft, lambda done, steps: told.append(done) or done < 2) is None
    assert told == [1, 2]
    assert tiny(kind).paint(painting(), draft, going_on) is not None


@pytest.mark.parametrize("kind", SHOWN_THE_MAP)
def test_the_map_decides_what_a_controlnet_paints(tiny, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr("exercises.canvas.large.model.prompt_of", lambda *_: "the same words for both")
    model, other = tiny(kind), np.full((64, 64), material("forest").id, dtype=np.uint8)
    lake = model.paint(painting(), draft, going_on)
    forest = model.paint(Painting(other.tobytes(), 64, 64, "noon", 7, 8, 64), draft, going_on)
    assert lake.png != forest.png


@pytest.mark.parametrize("kind", SHOWN_A_DRAFT)
def test_the_small_models_picture_decides_what_the_others_paint(tiny, kind: str) -> None:
    day, night = (tiny(kind).paint(painting(), shown, going_on) for shown in (draft, lambda: draft() // 8))
    assert day.png != night.png


def test_words_reach_the_model(tiny) -> None:
    plain, with_words = (tiny("klein").paint(painting(words=words), draft, going_on) for words in ("", "storm"))
    assert plain.png != with_words.png


def test_a_controlnet_of_its_own_and_small_weights_for_few_steps_are_put_in_and_change_what_is_painted(
    folder: Callable[[str], Path], tmp_path: Path
) -> None:
    pipelines = pytest.importorskip("tests.exercises.canvas.tiny_pipelines", exc_type=ImportError)
    control, lora = tmp_path / "control", pipelines.lora(tmp_path / "lora")
    pipelines.controlnet().save_pretrained(control)
    wanted = [Wanted(str(folder("sd")), control=str(control), lora=few, size=SIDE) for few in ("", str(lora))]
    models = [LargeModel(one, "cpu") for one in wanted]
    for model in models:
        model.load()
    assert {type(model._pipeline.scheduler).__name__ for model in models} == {"LCMScheduler"}
    without, with_lora = (model.paint(painting(), draft, going_on) for model in models)
    assert (without.steps, with_lora.steps) == (4, 4)
    assert without.png != with_lora.png


def test_small_weights_of_another_model_are_told_about(folder: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(LargeModelBroken):
        LargeModel(Wanted(str(folder("sd")), lora=str(tmp_path), size=SIDE), "cpu").load()


def test_a_model_without_room_for_its_first_picture_is_not_kept(
    folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    def no_room(_model: LargeModel, pipeline: object, *_asked: object) -> None:
        loaded.append(weakref.ref(pipeline))
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(LargeModel, "_painted", no_room)
    model = LargeModel(Wanted(str(folder("sd")), size=SIDE), "cpu")
    model.load_in_background().join()
    assert model.state() == OutOfMemory().told()
    assert [one() for one in loaded] == [None]


def test_without_room_the_small_model_paints_and_after_three_times_it_is_let_go_of(
    folder: Callable[[str], Path], engine: SmallModelEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LargeModel(Wanted(str(folder("sd")), size=SIDE), "cpu")
    model.load()

    def no_room(*_args: object, **_named: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(model._pipeline.unet, "forward", no_room)
    monkeypatch.setattr(engine, "large", model)
    for _ in range(3):
        (picture,) = engine.run([painting()], nobody, never)
        assert picture.model == engine.model
        assert picture.note == OutOfMemory.message
    assert model._pipeline is None
    (picture,) = engine.run([painting()], nobody, never)
    assert picture.note == NotUsable.message
    assert engine.info().large_state == OutOfMemory().told()


def test_a_fault_that_is_not_about_memory_is_not_hidden(tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tiny("sd")._pipeline.unet, "forward", fault)
    with pytest.raises(ZeroDivisionError):
        tiny("sd").paint(painting(), draft, going_on)


def test_the_engine_lets_the_large_model_finish_pictures_and_compares_it(
    tiny, engine: SmallModelEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "large", tiny("sd"))
    live, finished = engine.run([painting(steps=1), painting()], nobody, never)
    assert (live.model, finished.model) == (engine.model, "model")
    (ways,) = engine.run([Comparison(painting(steps=1))], nobody, never)
    assert [way.name for way in ways.ways] == ["fill", "sketch", "small", "large"]
    assert engine.info().large_state == "ready"


def test_a_held_back_picture_is_told_kindly_and_only_counted(tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tiny("sdxl")
    before = model.hidden
    monkeypatch.setattr(model._looker, "_most", 0.0)
    with pytest.raises(PictureNotShown) as told:
        model.paint(painting(), draft, going_on)
    assert model.hidden == before + 1
    assert not told.value.values


def test_until_it_is_loaded_the_small_model_paints(
    folder: Callable[[str], Path], engine: SmallModelEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LargeModel(Wanted(str(folder("sana sprint")), size=SIDE), "cpu")
    monkeypatch.setattr(engine, "large", model)
    (picture,) = engine.run([painting()], nobody, never)
    assert (picture.note, model.state()) == (StillLoading.message, "loading")
    model.load_in_background().join(120)
    (picture,) = engine.run([painting()], nobody, never)
    assert (picture.note, picture.model, model.state()) == ("", "model", "ready")
    model.unload()
    with pytest.raises(StillLoading):
        model.paint(painting(), draft, going_on)


def test_what_is_wrong_with_it_is_told_and_the_small_model_paints_on(
    engine: SmallModelEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = LargeModel(Wanted(str(tmp_path)), "cpu")
    model.load_in_background().join(60)
    assert "model_index.json" in model.state()
    monkeypatch.setattr(engine, "large", model)
    (picture,) = engine.run([painting()], nobody, never)
    assert (picture.note, picture.model) == (NotUsable.message, engine.model)


@pytest.mark.parametrize("allowed", [False, True])
def test_a_model_that_is_not_here_is_asked_for_elsewhere_only_where_the_settings_allow_it(
    allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def nowhere(host: object, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "There is no network here.")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(LargeModelMissing):
        LargeModel(Wanted("somebody/a-model-that-is-not-here", download=allowed), "cpu").load()
    assert bool(asked) == allowed


@pytest.mark.parametrize(
    ("index", "error"),
    [("", LargeModelBroken), ("[]", LargeModelBroken), ('{"_class_name": "WanPipeline"}', LargeModelUnknown)],
)
def test_an_index_that_says_nothing_we_know_is_told(tmp_path: Path, index: str, error: type[Exception]) -> None:
    (tmp_path / "model_index.json").write_text(index)
    with pytest.raises(error):
        LargeModel(Wanted(str(tmp_path)), "cpu").load()


def test_one_that_does_not_fit_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "Flux2KleinPipeline"}))
    header = b'{"w":{"dtype":"BF16","shape":[1000000,1000000],"data_offsets":[0,2]}}'
    (tmp_path / "transformer").mkdir()
    big = tmp_path / "transformer" / "diffusion_pytorch_model.safetensors"
    big.write_bytes(len(header).to_bytes(8, "little") + header + b"\0\0")
    with pytest.raises(LargeModelTooLarge, match="4000"):
        LargeModel(Wanted(str(tmp_path), size=SIDE), "cpu").load()


@every
def test_one_that_is_let_go_of_leaves_nothing_in_memory(tiny, kind: str) -> None:
    model = tiny(kind)
    part = weakref.ref(model._pipeline.vae)
    model.unload()
    assert part() is None
    with pytest.raises(StillLoading):
        model.paint(painting(), draft, going_on)


def test_one_that_was_let_go_of_can_be_loaded_again(tiny) -> None:
    tiny("sd").unload()
    assert tiny("sd").paint(painting(), draft, going_on) is not None
