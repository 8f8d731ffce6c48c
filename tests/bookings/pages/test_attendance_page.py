"""The page Attendance: what can be applied for, when it is due, what falls away and why, and what is told by hand."""

import pytest

from bookings.attendance import applicants, files, profiles
from bookings.attendance.applicants import Association, LeaderAnswer
from bookings.labs import Lab
from bookings.rules import Session
from lab.access import Grant, Role
from lab.pages import page_at
from lab.runtime import Workshop
from tests.bookings.attendance.conftest import hold, kim, spring
from tests.bookings.pages.conftest import Visit, shown

__all__ = ["hold", "kim", "spring"]
"""Fixtures of the attendance's own tests."""

ADMIN = Grant(Role.ADMIN, "*")


@pytest.fixture
def leads(place: Lab) -> Grant:
    return Grant(Role.LEADER, f"lab:{place.id}")


def test_the_half_year_that_is_due_next_is_summed_and_what_falls_away_is_told(
    visit: Visit, spring: tuple[Session, Session], leads: Grant
) -> None:
    browser = visit([leads], "attendance")
    text = shown(browser)
    assert not browser.exception
    assert "Ansökan för januari–juni 2026 ska vara inne 25 augusti 2026: 54 dagar kvar." in browser.info[0].value
    assert "De här talen är exakta" in text
    assert '<p class="stat-value">1</p><p class="stat-note">av 2 som hölls</p>' in text
    assert '<p class="stat-value">5</p><p class="stat-note">av 7 noterade</p>' in text
    assert "Minst antal deltagare: 2 deltagare räknas; det ska vara minst 3." in text
    assert "ons 18 mars 16:10–17:40" in text
    assert [each.label for each in browser.selectbox[:2]] == ["Regler", "Halvår"]


def test_files_are_links_to_the_half_year_and_rules_that_are_shown(
    visit: Visit, spring: tuple[Session, Session], leads: Grant, place: Lab
) -> None:
    text = shown(visit([leads], "attendance", rules="lindesberg"))
    for kind in files.FORMATS:
        assert f'href="/attendance/{place.id}/2026H1/lindesberg/{kind}"' in text


def test_the_address_says_what_was_chosen(
    visit: Visit, spring: tuple[Session, Session], leads: Grant, place: Lab
) -> None:
    browser = visit([leads], "attendance", period="2025H2", rules="fagersta")
    assert "Inget pass har hållits det här halvåret." in shown(browser)
    assert "skulle vara inne 25 februari 2026" in browser.warning[0].value
    browser.selectbox[1].select("2026H1").run()
    assert browser.query_params["period"] == "2026H1"
    assert "Minst 3 deltagare som räknas." in shown(browser)


def test_an_address_that_names_what_does_not_exist_shows_what_is_due(
    visit: Visit, spring: tuple[Session, Session], leads: Grant
) -> None:
    browser = visit([leads], "attendance", period="2026H9", rules="none", lab="none")
    assert not browser.exception
    assert "januari–juni 2026" in browser.info[0].value


def test_a_leader_tells_of_themself_and_takes_it_back(visit: Visit, place: Lab, leads: Grant, shop: Workshop) -> None:
    browser = visit([leads], "attendance")
    browser.number_input(key="leader-born").set_value(1990)
    browser.selectbox(key="leader-gender").select("woman")
    browser.button(key="leader-save").click().run()
    assert told(shop) == [LeaderAnswer(1990, "woman")]
    browser.button(key="leader-forget").click().run()
    assert told(shop) == []


def told(shop: Workshop) -> list[LeaderAnswer]:
    with shop.database.read() as read:
        return read.rows(LeaderAnswer, "select birth_year, gender from leader_answer")


def test_who_led_is_corrected_afterwards(
    visit: Visit, spring: tuple[Session, Session], leads: Grant, shop: Workshop
) -> None:
    browser = visit([leads], "attendance")
    (last,) = browser.multiselect
    assert (last.options[0], len(last.options)) == ("kim", 2)
    last.unselect(last.value[0]).run()
    browser.button(key="led-save").click().run()
    assert "En ledare som räknas: Ingen ledare räknas." in shown(browser)
    assert browser.multiselect[0].value == []


def test_a_leader_sets_up_nothing(visit: Visit, place: Lab, leads: Grant) -> None:
    assert [each.label for each in visit([leads], "attendance").expander] == [
        "Reglerna: Statligt LOK-stöd",
        "Rätta vilka som ledde",
        "Om dig som ledare",
    ]


def test_an_administrator_says_who_applies(visit: Visit, place: Lab, shop: Workshop, admin) -> None:
    browser = visit([ADMIN], "attendance")
    browser.text_input(key=f"apply-number-{place.id}").set_value("4711")
    browser.button(key=f"apply-save-{place.id}").click().run()
    assert applicants.association(shop, admin, place.id) == Association("4711", "Verkstan")
    browser.text_input(key=f"apply-org-{place.id}").set_value("hej")
    browser.button(key=f"apply-save-{place.id}").click().run()
    assert "inget organisationsnummer" in shown(browser)


def test_an_administrator_writes_the_labs_own_rules_and_takes_them_away(
    visit: Visit, place: Lab, shop: Workshop, admin, spring: tuple[Session, Session]
) -> None:
    browser = visit([ADMIN], "attendance")
    key = f"{place.id}-state"
    browser.text_input(key=f"rules-name-{key}").set_value("Karlstads stöd")
    browser.text_input(key=f"rules-bands-{key}").set_value("7–15, 16–25")
    browser.number_input(key=f"rules-least-{key}").set_value(2)
    browser.multiselect(key=f"rules-homes-{key}").select(place.area)
    browser.selectbox(key=f"rules-spring-{key}").select((8, 15))
    browser.button(key=f"rules-save-{key}").click().run()
    assert not browser.exception
    own = profiles.of_lab(shop, admin, place.id)[0]
    assert (own.name, own.bands, own.participants) == ("Karlstads stöd", ((7, 15), (16, 25)), 2)
    assert (own.residents_of, own.due_spring) == (("own",), (8, 15))
    assert browser.selectbox[0].value == "own"
    assert "ska vara inne 15 augusti 2026" in browser.info[0].value
    assert "Alla pass räknas, med alla som kom." in shown(browser)
    browser.button(key=f"rules-remove-{place.id}-own").click().run()
    assert browser.selectbox[0].value == "state"


def test_age_groups_that_cannot_be_read_are_told_of_and_nothing_is_saved(
    visit: Visit, place: Lab, shop: Workshop, admin
) -> None:
    browser = visit([ADMIN], "attendance")
    key = f"{place.id}-state"
    browser.text_input(key=f"rules-name-{key}").set_value("Karlstads stöd")
    browser.text_input(key=f"rules-bands-{key}").set_value("alla barn")
    browser.button(key=f"rules-save-{key}").click().run()
    assert "De åldersgrupperna går inte att använda." in shown(browser)
    assert profiles.of_lab(shop, admin, place.id) == profiles.packaged()


def test_our_lab_leads_to_it_and_a_reviewer_has_no_such_page(
    visit: Visit, place: Lab, leads: Grant, reviewer: object
) -> None:
    link = f'<a href="/attendance?lab={place.id}" target="_self">Närvaro för aktivitetsstöd</a>'
    assert link in shown(visit([leads], "ourlab"))
    assert not page_at("attendance").open_to(reviewer)  # type: ignore[arg-type]
