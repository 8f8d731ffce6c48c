"""The map: every municipality in its class, said in words, and nothing in it that is not published."""

import base64
import re
from dataclasses import replace

import pytest

from lab import areas, i18n
from lab.components import area_map
from lab.participation.disclosure import PROTECTED, Published
from lab.participation.measures import rate
from lab.participation.report import Reached
from lab.runtime import Workshop


def _svg(picture: str) -> str:
    found = re.search(r"base64,([^\"]+)", picture)
    assert found
    return base64.b64decode(found[1]).decode()


@pytest.fixture
def karlstad(shop: Workshop) -> Reached:
    return Reached(areas.find(shop, "1780"), Published(0), rate(0, 1_000), 0, 1_000)


@pytest.mark.parametrize(("youths", "kind"), [(0, "none"), (5, "c2"), (19, "c3"), (20, "c4"), (1_000, "c4")])
def test_a_rate_falls_into_its_class(karlstad: Reached, youths: int, kind: str) -> None:
    found = replace(karlstad, youths=Published(youths), rate=rate(youths, 1_000))
    assert area_map.class_of(found) == kind


def test_few_and_none_are_told_apart(karlstad: Reached) -> None:
    assert area_map.class_of(replace(karlstad, youths=PROTECTED, rate=None)) == area_map.FEW
    assert area_map.class_of(karlstad) == area_map.NONE


def test_classes_are_told_in_words_without_gaps() -> None:
    i18n.speak("sv")
    words = [area_map.words_of(f"c{place}").replace("\N{NO-BREAK SPACE}", " ") for place in range(5)]
    assert words[0] == "under 2 per 1 000"
    assert words[1] == "2 till under 5 per 1 000"
    assert words[4] == "20 eller fler per 1 000"


def test_the_whole_country_is_drawn_and_the_chosen_one_outlined() -> None:
    svg = _svg(area_map.picture({"1780": "c3"}, "1780", "Sverige"))
    assert svg.count("<path") == 291
    assert svg.count('class="c3"') == svg.count('class="chosen"') == 1
    assert svg.count("<text") == 1


def test_a_county_is_drawn_with_the_names_of_its_municipalities(shop: Workshop) -> None:
    view = {area.code for area in areas.municipalities(shop) if area.county == "17"}
    svg = _svg(area_map.picture(dict.fromkeys(view, "none"), "1780", "Värmland", view))
    assert svg.count('class="none"') == 16
    assert ">Karlstad<" in svg
    assert ">Stockholm<" not in svg


def test_the_picture_says_in_words_what_it_shows_and_loads_nothing() -> None:
    picture = area_map.picture({}, "1780", 'från "5" & 3')
    assert 'alt="från &#34;5&#34; &amp; 3"' in picture
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", _svg(picture))


def test_the_legend_names_the_classes_that_occur() -> None:
    i18n.speak("sv")
    legend = [words for _swatch, words in area_map.legend(["c1", area_map.FEW])]
    assert len(legend) == 6
    assert "färre än 5 unga" in " ".join(legend)
    assert "utanför det du får se" not in legend
