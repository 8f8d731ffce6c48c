"""The page of a report, drawn: what its address asks for, for whom it may be drawn, and the numbers in it."""

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lab import page
from lab.access import ANONYMOUS, SYSTEM, Actor, Grant, Role
from lab.initiatives import register
from lab.initiatives.terms import Draft, Field, State, Target
from lab.participation import numbers, releases, report, sentences
from lab.participation.periods import Period
from lab.runtime import Workshop
from tests.lab.drawn_pages import drawn, seen

Attend = Callable[..., None]
Draw = Callable[..., AppTest]
Freeze = Callable[[], None]

pytestmark = pytest.mark.usefixtures("exact")

SPRING = Period(2026, 1)


@pytest.fixture
def draw(shop: Workshop, reviewer: Actor, freeze: Freeze, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Opens the page as someone, at an address, when the half-year is over."""

    def opened(actor: Actor = reviewer, over: bool = True, **address: str) -> AppTest:
        if over and not releases.released(shop):
            freeze()
        return drawn(monkeypatch, "report_page", actor, **address)

    return opened


def test_a_reviewer_reads_the_sentence_the_numbers_and_the_source(draw: Draw, attend: Attend, shop: Workshop) -> None:
    attend(37)
    browser = draw()
    found = report.area_report(shop, page.actor(), "1780", SPRING)
    assert found.rate
    markup = seen(browser)
    assert browser.title[0].value == "Karlstad, januari–juni 2026"
    assert sentences.headline(found) in markup
    assert f'<p class="stat-value">{numbers.decimal(found.rate.value, 1)}</p>' in markup
    assert "31 december 2019" in markup
    assert [choice.label for choice in browser.selectbox] == ["Kommun", "Period", "Rapport"]


def test_the_address_says_the_whole_view(draw: Draw, attend: Attend) -> None:
    attend(6)
    browser = draw()
    assert browser.query_params["area"] == "1780"
    assert browser.query_params["period"] == "2026H1"


def test_a_view_can_be_sent_to_someone_else(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(6)
    browser = draw(admin, area="1715", period="2026H1", map="country")
    assert browser.title[0].value == "Kil, januari–juni 2026"
    assert [choice.value for choice in browser.selectbox] == ["1715", "2026H1", "municipality", "country"]
    assert "I Sverige kom omkring 5 unga eller fler från 1 av 290 kommuner." in seen(browser)


def test_another_choice_changes_page_and_address(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(6)
    browser = draw(admin)
    browser.selectbox[0].select("1715").run()
    assert browser.title[0].value == "Kil, januari–juni 2026"
    assert browser.query_params["area"] == "1715"


@pytest.mark.parametrize("asked", [{"area": "1715"}, {"area": "9999"}, {"period": "2026H9"}, {"area": "17"}])
def test_what_may_not_or_cannot_be_read_is_told_and_nothing_is_shown(draw: Draw, attend: Attend, asked: dict) -> None:
    attend(9, area="1715")
    browser = draw(**asked)
    assert len(browser.error) == 1
    assert [title.value for title in browser.title] == ["Rapport"]
    assert "headline" not in seen(browser).split("</style>")[1]


@pytest.mark.parametrize("who", [ANONYMOUS, Actor("staff:l", "l@example.se", (Grant(Role.LEADER, "lab:lab1"),))])
def test_those_who_review_nothing_are_told_so(draw: Draw, who: Actor) -> None:
    browser = draw(who)
    assert len(browser.error) == 1
    assert not browser.selectbox


def test_a_single_child_is_not_on_the_page(draw: Draw, attend: Attend) -> None:
    attend(1)
    markup = seen(draw())
    assert "Färre än 5 unga" in markup
    assert 'class="bar-came" style' not in markup


def test_the_page_has_one_first_heading_and_no_english(draw: Draw, attend: Attend) -> None:
    attend(6)
    browser = draw()
    assert len(browser.title) == 1
    assert [heading.value for heading in browser.header] == [
        "Flickor och pojkar",
        "Åldrar",
        "Vilka som saknas",
        "Veckodagar och labb",
        "Halvår för halvår",
        "Kommuner som nås",
        "Om talen",
        "Filer",
    ]
    assert not {"youths", "Sessions", "Population"} & set(seen(browser).split())


def test_a_reviewer_of_one_municipality_sees_no_number_of_another(draw: Draw, attend: Attend) -> None:
    attend(6)
    attend(11, "near", area="1715")
    markup = seen(draw())
    assert "Karlstad: 6 unga. Det här är den enda kommun du får se." in markup
    assert ">Kil<" not in markup
    assert "utanför det du får se" in markup


def test_before_the_first_half_year_is_over_the_page_says_when_to_come_back(draw: Draw, attend: Attend) -> None:
    attend(30)
    browser = draw(over=False)
    assert "Den första görs när halvåret är slut" in browser.error[0].value
    assert [title.value for title in browser.title] == ["Rapport"]


def test_the_page_says_when_it_was_frozen_and_for_ever(draw: Draw, attend: Attend) -> None:
    attend(6)
    assert "Fryst den 2 juli 2026." in seen(draw())


def test_a_municipality_is_seen_beside_others(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(60)
    attend(12, "near", area="1715")
    browser = draw(admin, area="1780", view="compare", **{"with": "country"})
    assert browser.title[0].value == "Karlstad bredvid andra, januari–juni 2026"
    assert browser.query_params["with"] == "country"
    markup = seen(browser)
    assert "Karlstad ligger utanför 99,8 % kring snittet" in markup
    assert "Jämför med" in [choice.label for choice in browser.selectbox]
    assert markup.count('class="plot"') == markup.count('class="spine-plot"') == 1


def test_all_areas_are_on_a_map_and_in_a_table(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(60)
    browser = draw(admin, area="1780", view="areas", map="county")
    assert browser.title[0].value == "Områden, januari–juni 2026"
    markup = seen(browser)
    assert markup.count('<th scope="row"') == 16
    assert 'class="area-map"' in markup


def test_areas_lie_against_the_average_of_what_the_map_shows(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(60)
    county, country = (seen(draw(admin, area="1780", view="areas", map=shown)) for shown in ("county", "country"))
    means = [re.findall(r"Snittet är ([\d,]+) av 1\s000", markup) for markup in (county, country)]
    shown_as = ([["1,4"], ["0,03"]], [["1,4"], ["0,04"]], [["1,5"], ["0,04"]])
    assert means in shown_as, "60 youths, moved by at most 2, of 42,000 and of all"


@pytest.mark.parametrize("asked", [{"view": "other"}, {"view": "compare", "with": "moon"}])
def test_an_address_with_an_unknown_choice_still_shows_a_report(draw: Draw, attend: Attend, asked: dict) -> None:
    attend(6)
    assert draw(**asked).title


def test_the_report_can_be_taken_along_as_files(draw: Draw, attend: Attend) -> None:
    attend(6)
    markup = seen(draw())
    files = re.findall(r'href="/report/2026H1/(\w+\.\w+)"', markup)
    assert files == ["1780.pdf", "1780.html", "1780.xlsx", "1780.csv", "1780.json", "1780.parquet"]


def test_the_report_leads_to_what_the_municipality_does_with_ai(draw: Draw, attend: Attend, shop: Workshop) -> None:
    attend(6)
    register.add(shop, SYSTEM, Draft("1780", "AI i bild", Field.SCHOOL, Target.CHILDREN, State.RUNNING))
    markup = seen(draw())
    assert "Karlstad har 1 AI-initiativ i registret." in markup
    assert 'href="/initiatives?area=1780"' in markup
    assert "AI-initiativ" not in seen(draw(view="areas"))


def test_the_whole_release_is_offered_to_those_who_may_read_it(draw: Draw, admin: Actor, attend: Attend) -> None:
    attend(6)
    assert "/report/2026H1/00.csv" not in seen(draw(view="areas"))
    markup = seen(draw(admin, area="1780", view="areas"))
    assert "/report/2026H1/00.csv" in markup
    assert "/report/2026H1/00.pdf" in markup
