"""The rules around a large model: what it is told, what it needs, which kinds there are. No weights."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.canvas import free_text
from exercises.canvas.free_text import TooManyWords, WordAboutPeople, WordNotKnown, WordsNotAllowed, WordThatHurts
from exercises.canvas.large.ade20k import COLOURS, coloured
from exercises.canvas.large.errors import LargeModelTooLarge
from exercises.canvas.large.kinds import KINDS, kind_of
from exercises.canvas.large.memory import GB, Need, need_of, plan
from exercises.canvas.large.prompt import LIGHTS, NAMES, prompt_of
from exercises.canvas.large.wanted import Wanted
from exercises.canvas.materials import MATERIALS, STYLES, material
from exercises.canvas.requests import Painting


def grid(**parts: float) -> np.ndarray:
    """A map of 100 x 100 with these parts of materials."""
    flat = np.concatenate([np.full(int(part * 10000), material(key).id) for key, part in parts.items()])
    return np.resize(flat.astype(np.uint8), 10000).reshape(100, 100)


def test_every_material_and_light_has_words_and_a_colour() -> None:
    assert set(NAMES) == set(COLOURS) == {one.key for one in MATERIALS}
    assert set(LIGHTS) == {one.key for one in STYLES}


UNKNOWN_TO_ADE20K = ("cloud", "glow", "fog", "snow")


def test_what_ade20k_does_not_know_shares_a_colour_and_is_told_in_words() -> None:
    for key in UNKNOWN_TO_ADE20K:
        assert NAMES[key] in prompt_of(grid(**{key: 1.0}), "noon")
    others = [COLOURS[one.key] for one in MATERIALS if one.key not in UNKNOWN_TO_ADE20K]
    assert len(set(others)) == len(others)
    assert coloured(grid(lake=1.0))[5, 5].tolist() == [10, 190, 212]


def test_a_prompt_tells_what_covers_most_first_and_leaves_slips_out() -> None:
    told = prompt_of(grid(lake=0.6, snow=0.397, cottage=0.003), "winter:0.5:night")
    assert told.index("lake") < told.index("snow")
    assert "cottage" not in told
    assert "in winter" in told
    assert "under the stars" in told


def test_swedish_words_reach_the_model_in_english() -> None:
    assert prompt_of(grid(lake=1.0), "noon", "dimmig morgon över sjön").startswith("foggy morning over lake, ")


@pytest.mark.parametrize(
    "text", ["", "dimmig morgon", "A stormy sea, with big waves!", "en röd stuga i snö", "NORRSKEN"]
)
def test_words_about_landscapes_pass(text: str) -> None:
    free_text.check(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("min kompis", WordAboutPeople), ("a naked man", WordAboutPeople), ("blod i snön", WordThatHurts),
        ("självmord", WordThatHurts), ("a gun", WordThatHurts), ("Taylor Swift", WordNotKnown),
        ("0701234567", WordNotKnown),
        ("anna@example.se", WordNotKnown), ("sea " * 17, TooManyWords), ("x" * 500, TooManyWords),
        ("b l o d", WordNotKnown),
        ("ｂｌｏｄ", WordThatHurts), ("bl\u200bod", WordsNotAllowed), (7, WordsNotAllowed), (None, WordsNotAllowed),
    ],
)  # fmt: skip
def test_other_words_are_met_with_a_kind_answer(text: object, error: type[WordsNotAllowed]) -> None:
    with pytest.raises(error) as told:
        free_text.check(text)
    assert told.value.advised()


@given(st.text(max_size=60))
def test_whatever_passes_is_made_of_words_from_the_list(text: str) -> None:
    try:
        free_text.check(text)
    except WordsNotAllowed:
        return
    assert set(free_text.in_english(text).split()) <= set(" ".join(free_text._allowed().values()).split())


def test_no_word_is_both_allowed_and_blocked() -> None:
    both = set(free_text._allowed()) & set(free_text._blocked())
    assert both == set()


def test_words_cannot_get_past_a_request() -> None:
    with pytest.raises(WordAboutPeople):
        Painting(bytes(256), 16, 16, "noon", 1, words="a girl")


def test_memory_is_planned_from_the_quickest_way_to_the_thriftiest() -> None:
    need = Need(weights=int(8 * GB), largest_part=int(5 * GB), work=int(2 * GB))
    ways = [plan(need, int(found * GB), True, int(20 * GB)).way for found in (10, 9.5, 7)]
    assert ways == ["whole", "slices", "offload"]
    with pytest.raises(LargeModelTooLarge) as told:
        plan(need, int(3 * GB), True, int(20 * GB))
    assert told.value.values == {"needed": "6.0", "found": "3.0"}
    with pytest.raises(LargeModelTooLarge):
        plan(need, int(7 * GB), True, int(4 * GB))


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 80), st.integers(0, 80), st.booleans())
def test_a_plan_never_needs_more_than_was_found(
    weights: int, work: int, found: int, machine: int, can_offload: bool
) -> None:
    need = Need(weights, max(1, weights // 2), work)
    try:
        assert plan(need, found, can_offload, machine).needed <= found
    except LargeModelTooLarge:
        assert weights + work // 2 > found


def test_what_is_needed_is_read_from_the_files_heads(tmp_path: Path) -> None:
    def weights(folder: str, numbers: int, name: str = "diffusion_pytorch_model.safetensors") -> None:
        (tmp_path / folder).mkdir(exist_ok=True)
        head = json.dumps({"w": {"dtype": "F32", "shape": [numbers, 2], "data_offsets": [0, 8]}}).encode()
        (tmp_path / folder / name).write_bytes(len(head).to_bytes(8, "little") + head)

    weights("unet", 3_000_000)
    weights("unet", 3_000_000, "diffusion_pytorch_model.fp16.safetensors")
    weights("vae", 1_000_000)
    (tmp_path / "tokenizer").mkdir()
    (tmp_path / "text_encoder").mkdir()
    (tmp_path / "text_encoder" / "pytorch_model.bin").write_bytes(b"\0" * 5000)
    need = need_of([tmp_path], 2, 512)
    assert need.weights == 3_000_000 * 4 + 1_000_000 * 4 + 5000
    assert need.largest_part == 12_000_000
    assert need.work == 2 * need_of([tmp_path], 1, 512).work


def test_few_steps_do_where_the_model_was_made_for_them() -> None:
    plain = {"_class_name": "StableDiffusionPipeline", "scheduler": ["diffusers", "PNDMScheduler"]}
    assert kind_of(plain).takes == "draft"
    assert (kind_of(plain, control=True).takes, kind_of(plain, control=True).steps) == ("control", 20)
    assert kind_of(plain, control=True, lora=True).steps == 4
    assert kind_of(plain | {"scheduler": ["diffusers", "LCMScheduler"]}, control=True).steps == 4


def test_every_kind_names_a_class_that_diffusers_has() -> None:
    import diffusers

    for name, kind in KINDS.items():
        assert hasattr(diffusers, name)
        assert hasattr(diffusers, kind.pipeline)


def test_the_settings_name_a_large_model_or_none() -> None:
    assert Wanted.of({}) is None
    assert Wanted.of({"VERKSTAD_LARGE_MODEL": ""}) is None
    named = {"VERKSTAD_LARGE_MODEL": "/models/klein", "VERKSTAD_LARGE_STEPS": "4", "VERKSTAD_LARGE_DOWNLOAD": "True"}
    assert Wanted.of(named) == Wanted("/models/klein", steps=4, download=True)
