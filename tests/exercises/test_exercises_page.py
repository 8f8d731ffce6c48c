"""Staff find every exercise on its page, with a way in."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

import exercises
from exercises.catalogue import all_exercises
from lab.runtime import Workshop

PAGE = Path(exercises.__file__).parent / "pages" / "exercises_page.py"


def test_every_exercise_is_listed_in_the_readers_language_with_a_link(shop: Workshop) -> None:
    browser = AppTest.from_file(PAGE, default_timeout=20).run()
    assert not browser.exception
    assert browser.title[0].value == "Övningar"
    assert "Måla ett landskap" in [header.value for header in browser.header]
    links = [element.proto.url for element in browser.get("link_button")]
    assert links == [f"/exercises/{exercise.slug}/" for exercise in all_exercises()]
