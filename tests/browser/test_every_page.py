"""Every page of every role: nothing serious or critical found by axe-core, in light and dark, and all in Swedish."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bookings.demo import ADMIN
from tests.browser.looks import english, findings, fits
from tests.browser.people import PHONE, TABLET, Portal
from tests.browser.walks import WALKS, Walk, youths

IN_ONE_LINE = """
() => {
  const links = [...document.querySelectorAll(".st-key-menu a")];
  return links.length > 8 && new Set(links.map((link) => Math.round(link.getBoundingClientRect().y))).size === 1;
}
"""


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_page_of_every_role_can_be_used_by_all_and_has_no_english_word(
    arrive: Callable, portal: Portal, walk: Walk
) -> None:
    person = arrive(size=TABLET)
    found = {place: english(person.page) + findings(person.page) for place in walk(person, portal)}
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_the_pages_of_youths_can_be_used_by_all_on_a_phone(arrive: Callable, portal: Portal) -> None:
    person = arrive(size=PHONE, touch=True)
    found = {}
    for place in youths(person, portal):
        found[place] = findings(person.page)
        assert fits(person.page), place
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_an_administrators_menu_is_one_line_and_shows_on_a_phone_which_page_it_is(
    arrive: Callable, portal: Portal
) -> None:
    person = arrive(size=TABLET)
    page = person.log_in(ADMIN, portal.password)
    page.wait_for_function(IN_ONE_LINE)
    page.set_viewport_size(PHONE)
    person.visit("/staff")
    expect(page.locator(".st-key-menu a[aria-current=page]")).to_be_in_viewport(ratio=0.9)


def test_the_first_visitor_of_an_empty_lab_can_set_it_up(arrive: Callable, empty_house: str) -> None:
    person = arrive(size=PHONE, touch=True, at=empty_house)
    person.visit("/setup")
    assert fits(person.page)
    assert findings(person.page) == []
