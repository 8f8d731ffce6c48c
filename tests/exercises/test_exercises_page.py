"""Staff find every exercise on its page, with a way in."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

import exercises
from exercises.catalogue import all_exercises
from exercises.lessons import all_lessons
from lab.runtime import Workshop

PAGE = Path(exercises.__file__).parent / "pages" / "exercises_page.py"


def test_every_exercise_is_listed_in_the_readers_language_with_a_link(shop: Workshop) -> None:
    browser = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not browser.exception
    assert browser.title[0].value == "Övningar"
    assert "Måla ett landskap" in [header.value for header in browser.header]
    links = [element.proto.url for element in browser.get("link_button")]
    assert links == [f"/exercises/{exercise.slug}/" for exercise in all_exercises()]


def plans(browser: AppTest) -> str:
    return "\n".join(element.proto.body for element in browser.get("html"))


def test_lesson_plans_are_found_by_age_and_time(shop: Workshop) -> None:
    browser = AppTest.from_file(PAGE, default_timeout=20).run()
    assert all(lesson.path in plans(browser) for lesson in all_lessons())
    browser.selectbox(key="lessons-minutes").select(45).run()
    assert "Materialen blir ett landskap" not in plans(browser)
    assert "En karta, många bilder" in plans(browser)
    browser.selectbox(key="lessons-ages").select((14, 19)).run()
    assert "Ingen plan passar" in plans(browser)


def test_the_ages_of_a_session_are_chosen_from_the_start(shop: Workshop) -> None:
    for ages, chosen in ((("8", "10"), (8, 10)), (("14", "16"), (14, 19)), (("8", "16"), "any"), (("x", ""), "any")):
        browser = AppTest.from_file(PAGE, default_timeout=20)
        browser.query_params["youngest"], browser.query_params["oldest"] = ages
        assert browser.run().selectbox(key="lessons-ages").value == chosen
