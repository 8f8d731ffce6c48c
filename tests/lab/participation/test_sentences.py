"""The words of a report say what its numbers say, in the reader's way of writing them."""

import re
from collections.abc import Callable

import pytest

from lab import i18n
from lab.access import Actor
from lab.components import report_figures
from lab.participation import numbers, report, sentences
from lab.participation.disclosure import PROTECTED, Published
from lab.participation.measures import Estimate
from lab.participation.periods import Period
from lab.runtime import Workshop

Attend = Callable[..., None]
Freeze = Callable[[], None]

pytestmark = pytest.mark.usefixtures("exact")

SPRING = Period(2026, 1)
SPACE = "\N{NO-BREAK SPACE}"


def test_numbers_are_written_the_swedish_way() -> None:
    i18n.speak("sv")
    assert numbers.whole(13_833) == f"13{SPACE}833"
    assert numbers.with_span(Estimate(4.6106, 3.347, 6.3483), 1) == "4,6 (3,3–6,3)"
    assert numbers.percent(0.444) == f"44{SPACE}%"
    assert numbers.total(PROTECTED) == f"färre än{SPACE}5"
    assert numbers.part(PROTECTED) == "skyddat"
    assert numbers.total(Published(0)) == "0"
    assert numbers.listed(["a", "b", "c"]) == "a, b och c"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (Estimate(0.5, 0.3, 0.9), "färre än väntat"),
        (Estimate(0.8, 0.6, 1.1), "ungefär som väntat"),
        (Estimate(1.5, 1.2, 1.9), "fler än väntat"),
        (None, "–"),
    ],
)
def test_more_or_fewer_is_said_only_of_an_interval_clear_of_one(ratio: Estimate | None, words: str) -> None:
    i18n.speak("sv")
    assert sentences.verdict(ratio) == words


def test_the_headline_tells_the_numbers_of_the_report(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(37)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    assert found.rate
    said = sentences.headline(found)
    for number in ("37", numbers.decimal(found.rate.value, 1), numbers.span(found.rate, 1), "Karlstad", SPRING.told()):
        assert number in said


def test_sentences_and_tables_give_the_same_numbers(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(24, "girl", gender="girl")
    attend(36, "boy", gender="boy", age=14)
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    said = sentences.genders(found)
    for part, row in zip(found.genders, report_figures.part_rows(found.genders), strict=True):
        assert f"{row[0]} är {numbers.part_share(part.share)} av dem som kom" in said
        assert row[-1] in said
    assert "Fler än väntat kom i åldrarna 10–12 år och 13–15 år." in sentences.ages(found)


def test_no_small_count_is_in_any_word_or_figure(
    shop: Workshop, reviewer: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(3)
    attend(3, session="s2")
    freeze()
    found = report.area_report(shop, reviewer, "1780", SPRING)
    rows = [cell for row in report_figures.part_rows((*found.genders, *found.ages)) for cell in (row[1], *row[3:])]
    figures = report_figures.bars("", found.genders) + report_figures.bars("", found.ages)
    assert set(rows) == {"skyddat", "–"}
    assert 'bar-came" style' not in figures
    assert not re.search(r"\b[36]\b", sentences.genders(found) + sentences.ages(found))
    assert sentences.headline(found).startswith("Färre än 5 unga")


def test_the_map_says_in_words_how_many_are_reached(
    shop: Workshop, admin: Actor, attend: Attend, freeze: Freeze
) -> None:
    attend(12)
    attend(3, "few", area="1715")
    freeze()
    varmland = [one for one in report.reach(shop, admin, SPRING) if one.area.county == "17"]
    said = sentences.reach(varmland, "Värmlands län")
    assert said.startswith("I Värmlands län kom omkring 5 unga eller fler från 1 av 16 kommuner.")
    assert said.endswith("Från 1 kom några få, och från 14 ingen.")
