"""The reader's language: a choice that stays from page to page."""

from collections.abc import Callable

from playwright.sync_api import expect

from bookings.demo import LEADER
from tests.browser.canvas import Canvas
from tests.browser.people import Portal


def test_the_language_stays_over_all_kinds_of_pages(arrive: Callable, portal: Portal) -> None:
    person = arrive()
    page = person.log_in(LEADER, portal.password)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Book a session")).to_be_visible()
    person.go("/logout")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log out")
    canvas = Canvas(person)
    expect(canvas.page.get_by_role("heading", level=1)).to_have_text("Paint a landscape")
    expect(page.get_by_role("radio", name="Lake or sea")).to_be_visible()
    page.goto(f"{portal.url}/join")
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    page.get_by_role("link", name="Svenska").click()
    expect(page.get_by_role("button", name="Vidare")).to_be_visible()
    person.visit("/calendar")
    expect(page.get_by_role("button", name="Boka ett pass")).to_be_visible()
