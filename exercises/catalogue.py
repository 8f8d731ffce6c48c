"""Every exercise there is: the folders here, and those that installed packages offer. Imports no interface, no engine.

An exercise is a folder with an `exercise.py` that holds `EXERCISE`; another package offers one through the entry-point
group "lab.exercise". There is no list to add to.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from lab.exercise import Exercise

GROUP = "lab.exercise"


class TwoExercisesWithOneName(Exception):
    """Two manifests say the same slug, and both would live at the same address."""


@cache
def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, in the order of their slugs."""
    found = [*_in_folders(), *_in_packages()]
    slugs = [exercise.slug for exercise in found]
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        raise TwoExercisesWithOneName(", ".join(twice))
    return tuple(sorted(found, key=lambda exercise: exercise.slug))


def folder(exercise: Exercise) -> Path:
    """Where the exercise's files lie."""
    module = import_module(exercise.ui.partition(":")[0].rpartition(".")[0])
    return Path(module.__path__[0])


def _in_folders() -> list[Exercise]:
    here = Path(__file__).parent
    return [import_module(f"exercises.{file.parent.name}.exercise").EXERCISE for file in here.glob("*/exercise.py")]


def _in_packages() -> list[Exercise]:
    return [point.load() for point in entry_points(group=GROUP)]
