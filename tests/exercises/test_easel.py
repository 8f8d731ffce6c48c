"""What the canvas page is answered: pictures, words in its language, and what a person should be told."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from c2pa import Reader

from exercises.canvas.easel import Easel
from exercises.canvas.label_runs import encoded
from exercises.canvas.templates import starting_maps
from lab.credentials import signer
from lab.engine_host import Standing, WorkReplaced
from lab.errors import EngineUnavailable
from lab.exercise import Controls
from tests.certificates import settings
from tests.exercises.conftest import ADA, House
from tests.exercises.marks import is_marked

ORDER = {"map": encoded(starting_maps()[0].labels), "style": "noon", "seed": 7}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(house: House, wait: Callable[[Any], Any]) -> Ask:
    """Asks the easel as whoever is here."""
    easel = Easel(house.workbench())
    return lambda verb, order=None: wait(easel.answer(getattr(easel, verb), order, object()))


def test_a_map_becomes_a_picture(ask: Ask) -> None:
    answer = ask("paint", ORDER)
    assert base64.b64decode(answer["png"]).startswith(b"\x89PNG")
    assert answer["model"] == "colours"


def test_the_same_map_style_and_seed_give_the_same_picture_and_another_seed_another(ask: Ask) -> None:
    first, other, again = ask("paint", ORDER), ask("paint", {**ORDER, "seed": 8}), ask("paint", ORDER)
    assert first["png"] == again["png"] != other["png"]


def test_saving_keeps_the_picture_on_show_without_painting_it_again(ask: Ask, house: House) -> None:
    ask("paint", ORDER)
    assert ask("save", ORDER) == {"id": "picture-1"}
    assert len(house.engines.asked) == 1
    (made,) = house.saved
    assert is_marked(made.png)
    assert (made.exercise, made.model, made.seed, made.style) == ("canvas", "colours", 7, "noon")


def test_a_picture_is_painted_again_when_an_older_one_is_saved(ask: Ask, house: House) -> None:
    ask("paint", ORDER)
    ask("paint", {**ORDER, "seed": 8})
    ask("save", ORDER)
    assert house.saved[0].seed == 7


def test_a_download_is_marked_and_has_a_name(ask: Ask) -> None:
    answer = ask("download", ORDER)
    assert answer["name"] == "verkstad-noon-7.png"
    assert is_marked(base64.b64decode(answer["png"]))


def test_where_the_lab_has_a_certificate_what_is_downloaded_and_saved_is_signed_and_marked(
    house: House, wait: Callable[[Any], Any], tmp_path: Path
) -> None:
    easel = Easel(replace(house.workbench(), signed=signer(settings(tmp_path))))
    downloaded = base64.b64decode(wait(easel.answer(easel.download, ORDER, object()))["png"])
    wait(easel.answer(easel.save, ORDER, object()))
    for file in (downloaded, house.saved[0].png):
        with Reader("image/png", io.BytesIO(file)) as reader:
            told = json.loads(reader.json())
        assert "trainedAlgorithmicMedia" in json.dumps(told)
        assert all("untrusted" in one["code"] for one in told.get("validation_status", []))
        assert is_marked(file)


def test_the_ledger_hears_of_a_start_and_an_end_once(ask: Ask, house: House) -> None:
    for seed in (1, 2):
        ask("paint", {**ORDER, "seed": seed})
        ask("save", {**ORDER, "seed": seed})
    ask("leave")
    assert house.happened == ["started", "saved", "finished", "saved"]


def test_one_who_only_looked_has_not_finished(ask: Ask, house: House) -> None:
    ask("open")
    ask("leave")
    assert house.happened == []


def test_while_the_brush_moves_in_a_full_room_pictures_are_smaller_and_at_rest_they_are_whole(
    ask: Ask, house: House
) -> None:
    for number in range(4):
        house.here = replace(ADA, key=f"seat:tuesday:{number}")
        moving = ask("paint", {**ORDER, "moving": True})
    resting = ask("paint", {**ORDER, "moving": False})
    assert (moving["whole"], resting["whole"]) == (False, True)
    assert house.engines.asked[-2].size < house.engines.asked[-1].size == 256
    assert ask("save", ORDER)["id"]
    assert len(house.engines.asked) == 5


def test_a_finished_picture_takes_more_steps_behind_the_strokes_and_is_saved_as_it_is(ask: Ask, house: House) -> None:
    ask("paint", ORDER)
    finished = {**ORDER, "finish": True}
    assert "png" in ask("finish", finished)
    assert [one.steps for one in house.engines.asked] == [1, 8]
    assert house.engines.owners == [ADA.key, f"{ADA.key}#look"]
    ask("save", finished)
    assert len(house.engines.asked) == 2


def test_two_styles_are_blended_and_the_files_name_is_one_that_every_system_takes(ask: Ask, house: House) -> None:
    blend = {**ORDER, "style": "noon:0.30:dusk"}
    assert "png" in ask("paint", blend)
    assert house.engines.asked[0].style == "noon:0.30:dusk"
    assert ask("download", blend)["name"] == "verkstad-noon-030-dusk-7.png"


def test_words_reach_the_model_only_where_the_leader_lets_them(ask: Ask, house: House) -> None:
    worded = {**ORDER, "finish": True, "words": " mist and rain "}
    ask("finish", worded)
    house.said = Controls(free_text=True)
    ask("finish", worded)
    ask("paint", worded)
    assert [one.words for one in house.engines.asked] == ["", "mist and rain", ""]
    assert ask("standing")["free_text"]


def test_leaving_drops_what_waits(ask: Ask, house: House) -> None:
    ask("leave")
    assert house.engines.cancelled == [ADA.key, f"{ADA.key}#look"]


def test_a_youth_who_gets_a_used_seat_is_someone_else(ask: Ask, house: House) -> None:
    before = ask("open")["seat"]
    house.here = replace(ADA, card="card-bo")
    assert ask("open")["seat"] != before


def test_the_page_is_told_everything_in_its_own_language(ask: Ask, house: House) -> None:
    swedish = ask("open")
    house.language = "en"
    english = ask("open")
    assert (swedish["words"]["brush"], english["words"]["brush"]) == ("Pensel", "Brush")
    assert (swedish["materials"][15]["name"], english["materials"][15]["name"]) == ("Röd stuga", "Red cottage")
    same = [name for name, word in swedish["words"].items() if word == english["words"][name]]
    assert same == []


def test_staff_who_try_it_cannot_save_and_go_back_to_the_portal(ask: Ask, house: House) -> None:
    assert ask("open")["keeps"]
    house.here = replace(ADA, key="staff:1", session="", card="")
    opened = ask("open")
    assert not opened["keeps"]
    assert opened["home"] == "/exercises"


def test_the_place_in_the_queue_is_told(ask: Ask, house: House) -> None:
    house.engines.waiting = Standing(2, 1, 4)
    assert ask("standing") == {"ready": True, "free_text": False, "place": 2, "step": 1, "steps": 4}
    house.engines.waiting = None
    assert ask("standing") == {"ready": True, "free_text": False}


def test_a_dead_engine_is_one_sentence_in_the_readers_language(ask: Ask, house: House) -> None:
    house.engines.broken = EngineUnavailable()
    answer = ask("paint", ORDER)
    assert answer["error"].startswith("Bildmaskinen")
    assert answer["hint"]
    house.engines.broken = None
    assert "png" in ask("paint", ORDER)


def test_a_newer_request_is_nothing_to_tell_about(ask: Ask, house: House) -> None:
    house.engines.broken = WorkReplaced()
    assert ask("paint", ORDER) == {"replaced": True}


@pytest.mark.parametrize("gone", [None, replace(ADA, exercises=("other",))])
def test_one_without_a_seat_here_is_told_nothing(ask: Ask, house: House, gone: Any) -> None:
    house.here = gone
    for verb in ("open", "paint", "finish", "save", "download", "standing", "leave"):
        assert ask(verb, ORDER) == {"gone": True}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"map": None}, "Det kom ingen karta att måla. Ladda om sidan."),
        ({"map": "???"}, "Kartan kom inte fram hel. Måla ett streck till, så skickas den igen."),
        ({"map": "A" * 100_000_000}, "Kartan är alldeles för stor: 100000000 tecken."),
        ({"map": encoded(np.zeros((1, 1), dtype=np.uint8))}, "Kartan har 1 punkter, och det ska vara 65536."),
        ({"map": encoded(np.zeros((128, 256), dtype=np.uint8))}, "Kartan har 32768 punkter, och det ska vara 65536."),
        ({"map": encoded(np.full((256, 256), 99, dtype=np.uint8))}, "Kartan har ett material som inte finns: nummer"),
        ({"seed": "7"}, f"En bilds nummer är ett heltal från 0 till {2**53 - 1}. Tryck på ”En till”."),
        ({"style": "plaid"}, "Det finns ingen stil som heter plaid."),
    ],
    ids=["no map", "torn", "a hundred megabytes", "one pixel", "half a map", "alien colour", "seed", "style"],
)  # fmt: skip
def test_each_wrong_map_is_told_what_is_wrong_with_it_and_what_to_do(ask: Ask, wrong: dict, told: str) -> None:
    answer = ask("paint", ORDER | wrong)
    assert f"{answer['error']} {answer['hint']}".startswith(told)
    assert answer["hint"]


@pytest.mark.parametrize(
    "order",
    [
        None, [], "map", 7, {}, {"map": 7}, {"map": "AAAA"}, {**ORDER, "style": "plaid"}, {**ORDER, "style": None},
        {**ORDER, "seed": -1}, {**ORDER, "seed": "7"}, {**ORDER, "seed": 1.5}, {**ORDER, "seed": 2**60},
        {**ORDER, "seed": True}, {**ORDER, "style": "noon:2:dusk"}, {**ORDER, "style": "x" * 10_000_000},
        {**ORDER, "map": "A" * 100_000_000}, {**ORDER, "map": encoded(np.zeros((1, 1), dtype=np.uint8))},
        {**ORDER, "map": encoded(np.full((256, 256), 200, dtype=np.uint8))},
    ],
)  # fmt: skip
def test_what_is_no_order_is_refused_with_a_sentence(ask: Ask, order: Any, house: House) -> None:
    for verb in ("paint", "finish", "save", "download"):
        answer = ask(verb, order)
        assert answer["error"]
        assert len(answer["error"]) < 200
    assert house.engines.asked == []
    assert house.saved == []
