"""An empty lab and its first visitor."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from bookings import labs
from lab import areas, logins, setup_code, staff
from lab.access import SYSTEM
from lab.runtime import Workshop
from tests.bookings.pages.conftest import PASSWORD, shown


def answer(shop: Workshop, page: AppTest, code: str) -> None:
    page.text_input(key="setup-code").set_value(code)
    page.text_input(key="setup-email").set_value("anna@example.se")
    page.text_input(key="setup-password").set_value(PASSWORD)
    page.text_input(key="setup-name").set_value("Makerspace Kil")
    page.selectbox(key="setup-area").set_value(areas.find(shop, "1715"))
    page.number_input(key="setup-rooms-stations-0").set_value(6).run()
    page.button(key="setup-go").click().run()


def test_the_first_visitor_makes_a_lab_that_can_be_logged_in_to(
    shop: Workshop, portal: Callable[..., AppTest], quick_passwords: None
) -> None:
    page = portal("setup")
    assert "Välkommen till Verkstad" in shown(page)
    answer(shop, page, setup_code.announce(shop))
    assert not page.exception
    assert "Labbet är klart" in shown(page)
    assert logins.login(shop, "anna@example.se", PASSWORD, "192.0.2.1").token
    made = labs.all_labs(shop, SYSTEM)[0]
    assert (made.name, made.area, made.time_zone) == ("Makerspace Kil", "1715", "Europe/Stockholm")
    assert [(room.name, room.stations) for room in labs.rooms(shop, made.id)] == [("Ateljén", 6)]


def test_a_wrong_code_is_told_and_nothing_that_was_typed_is_lost(
    shop: Workshop, portal: Callable[..., AppTest], quick_passwords: None
) -> None:
    setup_code.announce(shop)
    page = portal("setup")
    answer(shop, page, "abcd-efgh")
    assert page.error
    assert not staff.any_staff(shop)
    assert page.text_input(key="setup-name").value == "Makerspace Kil"
    assert page.text_input(key="setup-email").value == "anna@example.se"
    assert page.selectbox(key="setup-area").value.name == "Kil"
    assert page.number_input(key="setup-rooms-stations-0").value == 6


def test_no_municipality_is_told_in_words(
    shop: Workshop, portal: Callable[..., AppTest], quick_passwords: None
) -> None:
    page = portal("setup")
    page.text_input(key="setup-code").set_value(setup_code.announce(shop)).run()
    page.button(key="setup-go").click().run()
    assert "Labbet har ingen kommun än." in shown(page)
    assert not staff.any_staff(shop)
