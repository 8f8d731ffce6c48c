"""What is told of how well a picture obeyed, and of what the training pictures lacked."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.canvas import honesty, seen
from exercises.canvas.honesty import GRADES, Row
from exercises.canvas.looking import lack_in_words
from exercises.canvas.materials import MATERIALS, STYLES, material
from exercises.canvas.requests import Read
from exercises.canvas.seen import Lack, Seen
from lab import i18n

KEYS = [one.key for one in MATERIALS]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.speak("en")
    yield
    i18n.speak("sv")


def read_of(asked: np.ndarray, sees: np.ndarray) -> Read:
    """A reading with the overlaps that these two maps have."""
    overlaps = {
        one.key: float(((asked == one.id) & (sees == one.id)).sum() / ((asked == one.id) | (sees == one.id)).sum())
        for one in MATERIALS
        if (asked == one.id).any()
    }
    return Read(sees.tobytes(), len(asked), asked.tobytes(), overlaps, float(np.mean(list(overlaps.values()))))


def landscape() -> np.ndarray:
    """Sky over grass, with a bed of flowers and one slip of the brush."""
    labels = np.full((64, 64), material("sky").id, dtype=np.uint8)
    labels[32:] = material("grass").id
    labels[50:60, 10:40] = material("flowers").id
    labels[0, 0] = material("cottage").id
    return labels


def test_what_was_missed_is_told_with_what_is_seen_instead() -> None:
    asked = landscape()
    read = read_of(asked, np.where(asked == material("flowers").id, material("grass").id, asked).astype(np.uint8))
    rows = honesty.rows(read)
    assert [row.key for row in rows] == ["sky", "grass", "flowers"]
    said = " ".join(honesty.sentences(rows, read.mean, "en"))
    assert "It obeyed best where you painted sky: 100 of 100." in said
    assert "Where you painted flowers, it mostly sees grass." in said


def test_a_perfect_picture_has_nothing_missing() -> None:
    rows = honesty.rows(read_of(landscape(), landscape()))
    assert {row.instead for row in rows} == {""}
    assert len(honesty.sentences(rows, 1.0, "en")) == 2


def test_a_small_patch_that_was_missed_gets_advice() -> None:
    rows = (Row("sky", 0.9, 0.9, ""), Row("cottage", 0.01, 0.1, "grass"))
    assert "bigger" in honesty.sentences(rows, 0.5, "en")[-1]


@given(st.floats(0, 1), st.lists(st.tuples(st.sampled_from(KEYS), st.floats(0, 1), st.floats(0, 1)), max_size=6))
def test_something_can_be_said_of_every_picture(mean: float, found: list[tuple[str, float, float]]) -> None:
    rows = tuple(Row(key, part, overlap, "grass" if overlap < 1 else "") for key, part, overlap in found)
    assert all(honesty.sentences(rows, mean, "sv"))
    assert all(honesty.grade(row.overlap) in {words for _least, words in GRADES} for row in rows)


COUNTS = Seen(
    dict.fromkeys(KEYS, 400.0), {"snow+flowers": 12.0, "sky+grass": 500.0}, {"noon": 90.0, "night+winter": 6.0}
)


def test_the_rarest_pair_of_a_map_is_what_its_training_lacked() -> None:
    assert seen.lack_of(COUNTS, ["flowers", "snow"], "noon") == Lack(("snow", "flowers"), "", 12.0)
    assert seen.lack_of(COUNTS, ["grass", "sky"], "noon") is None
    assert seen.lack_of(COUNTS, ["sky"], "winter:0.50:night") == Lack(("sky",), "winter:0.50:night", 2.4)


def test_a_lack_is_told_with_its_number() -> None:
    assert "about 12 had snow and flowers" in lack_in_words(Lack(("snow", "flowers"), "", 12.0), "en")
    assert "in the light of winter and night" in lack_in_words(Lack(("forest",), "winter:0.5:night", 0.2), "en")
    assert lack_in_words(None, "en") == ""


@given(st.sets(st.sampled_from(KEYS)), st.integers(0, 2**53 - 1))
def test_the_example_to_try_is_one_that_can_be_painted(materials: set[str], seed: int) -> None:
    found = seen.example(seen.counted(), materials, seed)
    assert set(found.materials) <= set(KEYS)
    first, part, second = found.style.split(":")
    assert {first, second} <= {one.key for one in STYLES}
    assert 0 < float(part) < 1


def test_the_counts_that_ship_know_every_material_and_light() -> None:
    counts = seen.counted()
    assert set(counts.alone) == set(KEYS)
    assert {one.key for one in STYLES} <= set(counts.light)
