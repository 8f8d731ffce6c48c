"""The slow looks at a picture, as the page gets them."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from exercises.canvas.easel import Easel
from exercises.canvas.label_runs import decoded, encoded
from exercises.canvas.looking import STEPS, Look
from exercises.canvas.materials import material
from exercises.canvas.templates import SIZE, starting_maps
from lab.errors import EngineUnavailable
from lab.exercise import Controls
from tests.exercises.conftest import ADA, House

ORDER = {"map": encoded(starting_maps()[0].labels), "style": "noon", "seed": 7}
VERBS = ("inside", "alike", "ways", "honesty")
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(house: House, wait: Callable[[Any], Any]) -> Ask:
    easel = Easel(house.workbench())
    look = Look(easel)
    return lambda verb, order=None: wait(easel.answer(getattr(look, verb), order, object()))


def test_each_step_of_the_picture_is_shown(ask: Ask) -> None:
    answer = ask("inside", ORDER)
    assert len(answer["looked_at"]) == len(answer["frames"]) == len(answer["noise"]) == STEPS
    assert base64.b64decode(answer["frames"][0]).startswith(b"\x89PNG")


def test_the_training_pictures_come_with_their_maps_and_their_light_in_words(ask: Ask) -> None:
    (first, *_others) = ask("alike", ORDER)["pictures"]
    assert (first["number"], first["style"]) == (7, "gryning")


def test_ways_to_paint_have_names_in_the_readers_language(ask: Ask, house: House) -> None:
    house.language = "en"
    assert [way["name"] for way in ask("ways", ORDER)["ways"]] == ["Colours only", "The small model"]


def test_the_honesty_panel_tells_map_reading_bars_and_words(ask: Ask) -> None:
    answer = ask("honesty", ORDER)
    flowers = material("flowers").id
    assert (decoded(answer["asked"], SIZE) == starting_maps()[0].labels).all()
    assert not (decoded(answer["sees"], SIZE) == flowers).any()
    assert {row["material"]: row["words"] for row in answer["rows"]}[flowers] == "lydde knappt"
    assert any("blommor" in sentence for sentence in answer["sentences"])
    assert answer["try"]["words"]


def test_a_look_neither_replaces_nor_is_replaced_by_strokes(ask: Ask, house: House) -> None:
    for verb in VERBS:
        ask(verb, ORDER)
    assert set(house.engines.owners) == {f"{ADA.key}#look"}


@pytest.mark.parametrize("verb", VERBS)
def test_a_look_that_cannot_be_had_is_one_sentence(ask: Ask, house: House, verb: str) -> None:
    house.engines.broken = EngineUnavailable()
    assert ask(verb, ORDER)["error"].startswith("Bildmaskinen")
    assert ask(verb, {"map": "AAAA"})["error"]
    house.said = Controls(paused=True)
    assert ask(verb, ORDER) == {"paused": True}
    house.here = None
    assert ask(verb, ORDER) == {"gone": True}
