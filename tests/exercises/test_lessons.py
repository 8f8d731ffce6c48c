"""Lesson plans that a leader can hold on Tuesday: whole, in both languages, and where they are looked for."""

from dataclasses import fields

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from exercises import frameworks, lessons
from exercises.canvas import words as canvas_words
from exercises.lessons import BANDS, Lesson, Plan
from exercises.web.lesson_pages import routes
from lab import i18n
from lab.errors import NotFound
from lab.i18n import LANGUAGES
from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers

LESSONS = lessons.all_lessons()
NAMES = [lesson.name for lesson in LESSONS]
PARTS = [field.name for field in fields(Plan)]


def page(name: str, language: str = "sv") -> httpx.Response:
    app = Starlette(routes=routes(), middleware=[Middleware(Protection)], exception_handlers=dict(exception_handlers))
    return TestClient(app, headers={"accept": "text/html"}, cookies={"language": language}).get(f"/lessons/{name}")


def test_the_canvas_has_lessons_for_every_age_and_one_that_is_short() -> None:
    assert len(LESSONS) >= 3
    for band in BANDS:
        assert lessons.fitting(LESSONS, band)
    assert lessons.fitting(LESSONS, minutes=45)


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_a_plan_is_whole_in_every_language(lesson: Lesson) -> None:
    assert set(lesson.plans) == set(LANGUAGES)
    for plan in lesson.plans.values():
        for part in PARTS:
            assert getattr(plan, part) or part == "sheet", part
        assert len(plan.fitted) == len(BANDS)
        assert plan.unplugged.steps
        assert plan.unplugged.minutes >= 30


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_the_steps_fill_the_lessons_minutes_in_every_language(lesson: Lesson) -> None:
    for plan in lesson.plans.values():
        assert sum(step.minutes for step in plan.steps) == lesson.minutes


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_both_languages_say_the_same_number_of_things(lesson: Lesson) -> None:
    swedish, english = lesson.plan("sv"), lesson.plan("en")
    for part in PARTS:
        if isinstance(getattr(swedish, part), tuple):
            assert len(getattr(swedish, part)) == len(getattr(english, part)), part
    assert [step.minutes for step in swedish.steps] == [step.minutes for step in english.steps]
    assert len(swedish.unplugged.steps) == len(english.unplugged.steps)
    assert bool(swedish.sheet) == bool(english.sheet)
    assert swedish.title != english.title


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_a_lesson_says_what_it_teaches_in_both_frameworks(lesson: Lesson) -> None:
    assert lesson.competencies
    assert lesson.ideas
    assert lesson.ages[0] < lesson.ages[1]


@pytest.mark.parametrize("lesson", [one for one in LESSONS if one.plan("sv").sheet], ids=lambda one: one.name)
def test_each_letter_of_the_map_paper_means_one_material(lesson: Lesson) -> None:
    for plan in lesson.plans.values():
        assert plan.sheet
        letters = [letter for letter, _name in plan.sheet.key]
        assert len(set(letters)) == len(letters)


BUTTONS = {
    "materials_become_a_landscape": ("another", "stamp", "mirror", "look_inside", "steps", "learnt", "mark"),
    "what_did_the_computer_see": ("look_inside", "sees", "bars", "lacking", "try_it"),
    "what_has_it_never_seen": ("another", "look_inside", "lacking", "learnt"),
    "one_map_many_pictures": ("another", "maps", "ways"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_a_plan_says_to_press_is_called_so_on_the_page(name: str, language: str) -> None:
    i18n.speak(language)
    plan = lessons.lesson("canvas", name).plan(language)
    said = " ".join([*(step.text for step in plan.steps), *plan.before, *plan.questions, *plan.fitted])
    for word in BUTTONS[name]:
        assert i18n.gettext(canvas_words.WORDS[word]) in said, word


def test_unesco_has_four_aspects_at_three_levels_and_ai4k12_five_ideas() -> None:
    places = {(one.aspect, one.level) for one in frameworks.COMPETENCIES}
    assert places == {(aspect, level) for aspect in frameworks.ASPECTS for level in frameworks.LEVELS}
    assert len(frameworks.COMPETENCIES) == 12
    assert [idea.number for idea in frameworks.IDEAS] == [1, 2, 3, 4, 5]


def test_lessons_are_found_by_age_and_time() -> None:
    young = lessons.fitting(LESSONS, (8, 10))
    assert all(lesson.ages[0] <= 10 for lesson in young)
    assert len(young) < len(LESSONS)
    assert lessons.fitting(LESSONS, (8, 10), 1) == []
    assert lessons.fitting(LESSONS) == list(LESSONS)
    with pytest.raises(NotFound):
        lessons.lesson("canvas", "gone")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_a_page_shows_the_whole_lesson(shop: Workshop, lesson: Lesson, language: str) -> None:
    shown = page(f"canvas/{lesson.name}", language)
    plan = lesson.plan(language)
    assert shown.status_code == 200
    assert f'lang="{language}"' in shown.text
    assert shown.text.count("<h1") == 1
    for words in (plan.title, *(step.title for step in plan.steps), plan.unplugged.title):
        assert words in shown.text


def test_a_lesson_that_does_not_exist_is_told(shop: Workshop) -> None:
    for name in ("canvas/gone", "other/materials_become_a_landscape", "canvas/..%2f..%2fpyproject"):
        assert page(name).status_code == 404
