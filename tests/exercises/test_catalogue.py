"""What every exercise must be: one suite over the catalogue."""

import importlib
from collections.abc import Callable

import pytest

from exercises import catalogue
from exercises.catalogue import TwoExercisesWithOneName, all_exercises, folder
from lab import i18n
from lab.exercise import Exercise
from tests.conftest import PAINTING
from tests.exercises.conftest import House

every = pytest.mark.parametrize("exercise", all_exercises(), ids=lambda exercise: exercise.slug)


def named(target: str) -> Callable[..., object]:
    module, _, function = target.partition(":")
    return getattr(importlib.import_module(module), function)


def test_the_canvas_is_found_in_its_folder() -> None:
    assert "canvas" in [exercise.slug for exercise in all_exercises()]


@every
def test_a_manifest_says_everything(exercise: Exercise) -> None:
    assert exercise.slug.replace("-", "").isalnum()
    assert exercise.slug == exercise.slug.lower()
    assert all((exercise.title, exercise.summary, exercise.learns, exercise.icon, exercise.minutes > 0))
    youngest, oldest = exercise.ages
    assert 6 <= youngest <= oldest <= 25


@every
def test_a_manifests_words_are_translated(exercise: Exercise) -> None:
    i18n.speak("sv")
    for word in (exercise.title, exercise.summary, *exercise.learns):
        assert i18n.gettext(word) != word, word


@every
def test_a_readme_tells_youths_and_leaders_about_it(exercise: Exercise) -> None:
    assert (folder(exercise) / "README.md").stat().st_size > 500


@every
def test_its_page_builds(exercise: Exercise, house: House) -> None:
    import gradio

    assert isinstance(named(exercise.ui)(house.workbench()), gradio.Blocks)


def test_two_exercises_cannot_share_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_in_packages", lambda: [PAINTING])
    with pytest.raises(TwoExercisesWithOneName):
        all_exercises.__wrapped__()


def test_an_installed_package_can_offer_an_exercise(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        def load(self) -> Exercise:
            return Exercise("song", "t", "s", ("l",), (8, 12), 10, "music_note", "a:b", "c:d")

    monkeypatch.setattr(catalogue, "entry_points", lambda group: [Point()] if group == "lab.exercise" else [])
    assert [exercise.slug for exercise in all_exercises.__wrapped__()] == ["canvas", "song"]
