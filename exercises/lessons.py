"""Lesson plans: data in each exercise's `lessons/` folder, a file for each lesson with the words of all languages.

A leader who has never seen the exercise should be able to hold the lesson: the tests demand that every plan is whole,
that its steps fill its minutes, and that both languages say the same number of things.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exercises.catalogue import all_exercises, folder
from exercises.frameworks import COMPETENCY, IDEA, Competency, Idea
from lab.errors import NotFound

BANDS = ((8, 10), (11, 13), (14, 19))
"""The ages that every plan is fitted to, in years, both ends included."""
LENGTHS = (45, 60, 90)
"""Minutes that a leader may have."""


@dataclass(frozen=True)
class Step:
    minutes: int
    title: str
    text: str


@dataclass(frozen=True)
class Asked:
    """Something that children ask, and an honest answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Unplugged:
    """The lesson without a computer, whole in itself."""

    minutes: int
    title: str
    materials: tuple[str, ...]
    steps: tuple[str, ...]
    after: str


@dataclass(frozen=True)
class Sheet:
    """A paper to print and fill in: a grid of squares, and what each letter stands for."""

    title: str
    text: str
    columns: int
    rows: int
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """A lesson in one language."""

    title: str
    summary: str
    goal: tuple[str, ...]
    before: tuple[str, ...]
    materials: tuple[str, ...]
    prints: tuple[str, ...]
    steps: tuple[Step, ...]
    questions: tuple[str, ...]
    asked: tuple[Asked, ...]
    fitted: tuple[str, ...]
    """How to fit it to each of BANDS."""
    unplugged: Unplugged
    sheet: Sheet | None


@dataclass(frozen=True)
class Lesson:
    """One lesson of an exercise; `name` is its file's."""

    exercise: str
    name: str
    order: int
    ages: tuple[int, int]
    minutes: int
    competencies: tuple[Competency, ...]
    ideas: tuple[Idea, ...]
    plans: Mapping[str, Plan]

    def plan(self, language: str) -> Plan:
        """The words in "sv" or "en"."""
        return self.plans[language]

    @property
    def path(self) -> str:
        """Where the lesson is read."""
        return f"/lessons/{self.exercise}/{self.name}"


@cache
def all_lessons() -> tuple[Lesson, ...]:
    """Every lesson of every exercise, the one to begin with first."""
    found = [_read(file, exercise.slug) for exercise in all_exercises() for file in _files(folder(exercise))]
    return tuple(sorted(found, key=lambda lesson: (lesson.exercise, lesson.order, lesson.name)))


def lesson(exercise: str, name: str) -> Lesson:
    """The lesson with this name. Raises NotFound."""
    for one in all_lessons():
        if (one.exercise, one.name) == (exercise, name):
            return one
    raise NotFound()


def fitting(lessons: Iterable[Lesson], ages: tuple[int, int] | None = None, minutes: int | None = None) -> list[Lesson]:
    """Those for somebody of `ages` (years, both ends) that take at most `minutes`; None where it does not matter."""
    return [
        one
        for one in lessons
        if (ages is None or (one.ages[0] <= ages[1] and ages[0] <= one.ages[1]))
        and (minutes is None or one.minutes <= minutes)
    ]


def _files(exercise: Path) -> list[Path]:
    return sorted((exercise / "lessons").glob("*.toml"))


def _read(file: Path, exercise: str) -> Lesson:
    data = tomllib.loads(file.read_text("utf-8"))
    return Lesson(
        exercise,
        file.stem,
        data["order"],
        (data["ages"][0], data["ages"][1]),
        data["minutes"],
        tuple(COMPETENCY[key] for key in data["unesco"]),
        tuple(IDEA[key] for key in data["ai4k12"]),
        {language: _plan(words) for language, words in data["words"].items()},
    )


def _plan(words: Mapping[str, Any]) -> Plan:
    lists = {name: tuple(words[name]) for name in ("goal", "before", "materials", "prints", "questions", "fitted")}
    return Plan(
        title=words["title"],
        summary=words["summary"],
        steps=tuple(Step(**step) for step in words["steps"]),
        asked=tuple(Asked(**asked) for asked in words["asked"]),
        unplugged=_unplugged(words["unplugged"]),
        sheet=_sheet(words["sheet"]) if "sheet" in words else None,
        **lists,
    )


def _unplugged(words: Mapping[str, Any]) -> Unplugged:
    lists = {name: tuple(words[name]) for name in ("materials", "steps")}
    return Unplugged(**{**words, **lists})


def _sheet(words: Mapping[str, Any]) -> Sheet:
    return Sheet(**{**words, "key": tuple((letter, name) for letter, name in words["key"])})
