"""An administrator brings the population up to date, and takes in SKR's groups and a municipality's districts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lab import areas
from lab.runtime import Workshop, use
from tests.lab.areas.office import StandIn, counting_on
from tests.lab.areas.test_groups import SIZES, as_csv
from tests.lab.portal.conftest import ADMIN, LEADER, REVIEWER, Visit, menu, shown

TABLE = "kod;namn;antal\n01;Kronoparken;1900\n02;Våxnäs;700\n".encode()


@pytest.fixture
def office(house: Workshop, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The page asks a stand-in for Statistics Sweden."""
    with counting_on(house) as found:
        use(replace(house, settings=house.settings.model_copy(update={"scb_address": found.address})))
        yield found
        use(house)


def test_only_administrators_have_the_page(visit: Visit) -> None:
    assert "Områden" in menu(visit([ADMIN]))
    assert "Områden" not in menu(visit([LEADER, REVIEWER]))


def test_districts_are_taken_in_shown_and_taken_away(visit: Visit, house: Workshop) -> None:
    browser = visit([ADMIN], "areas")
    browser.selectbox(key="areas-municipality").set_value("1780").run()
    browser.get("file_uploader")[-1].upload("omraden.csv", TABLE, "text/csv")
    _press(browser, "Läs in områdena")
    assert [one.name for one in areas.districts(house, "1780")] == ["Kronoparken", "Våxnäs"]
    with house.database.read() as read:
        assert areas.population_source(read, "1780") == areas.PopulationSource(date(2025, 12, 31), "Kommunen Karlstad")
    again = visit([ADMIN], "areas")
    assert "Kronoparken" in shown(again)
    again.button(key="areas-remove-1780").click().run()
    assert areas.districts(house, "1780")
    again.button(key="areas-remove-1780-yes").click().run()
    assert areas.districts(house, "1780") == ()


def test_a_table_that_cannot_be_used_is_told_and_the_page_stands(visit: Visit, house: Workshop) -> None:
    browser = visit([ADMIN], "areas")
    browser.selectbox(key="areas-municipality").set_value("1780").run()
    browser.get("file_uploader")[-1].upload("fel.csv", b"kod;namn;antal\n01;Norr;tio\n", "text/csv")
    _press(browser, "Läs in områdena")
    assert "Rad 2: ”tio” är inget antal invånare." in shown(browser)
    assert "Områden i en kommun" in shown(browser)
    assert areas.districts(house, "1780") == ()


def test_skrs_list_is_taken_in_and_counted(visit: Visit, house: Workshop) -> None:
    codes = [code for code, size in SIZES.items() for _ in range(size)]
    lines = [[code, one.code, one.name, "", ""] for code, one in zip(codes, areas.municipalities(house), strict=True)]
    browser = visit([ADMIN], "areas")
    browser.get("file_uploader")[0].upload("grupper.csv", as_csv(lines), "text/csv").run()
    _press(browser, "Läs in grupperna")
    assert len(areas.groups(house)) == 290
    assert "Landsbygdskommuner med besöksnäring" in shown(browser)


def test_the_newest_population_is_fetched_at_a_press(visit: Visit, house: Workshop, office: StandIn) -> None:
    browser = visit([ADMIN], "areas")
    assert "31 december 2019" in shown(browser)
    _press(browser, "Hämta de nyaste från SCB")
    assert "Befolkningen är nu den 31 december 2025." in shown(browser)
    with house.database.read() as read:
        assert areas.population_source(read) == areas.PopulationSource(date(2025, 12, 31), "TAB5557")
    assert "slumptal" in shown(visit([ADMIN], "areas")), "the page says that SCB has moved these figures"


def test_an_office_that_refuses_is_told_of_and_the_figures_stay(visit: Visit, house: Workshop, office: StandIn) -> None:
    browser = visit([ADMIN], "areas")
    office.answers = [403]
    _press(browser, "Hämta de nyaste från SCB")
    assert "De siffror som finns här står kvar." in shown(browser)
    assert "SKR:s kommungrupper" in shown(browser)
    with house.database.read() as read:
        assert areas.population_source(read) == areas.PopulationSource(date(2019, 12, 31), "package")


def _press(browser: AppTest, label: str) -> None:
    next(button for button in browser.button if button.label == label).click()
    browser.run()
