"""A leader asks a substitute, who says yes on a telephone; a calendar's address gives the file; the menu leads on."""

from collections.abc import Callable

from playwright.sync_api import expect

from bookings import demo_seats
from bookings.demo import LEADER
from tests.browser.looks import fits
from tests.browser.people import PHONE


def test_a_substitute_says_yes_on_a_telephone_and_the_calendar_shows_it(arrive: Callable, portal) -> None:
    leader = arrive()
    page = leader.log_in(LEADER, portal.password)
    leader.visit("/my-sessions")
    page.get_by_text("Mina pass", exact=True).last.click()
    made = page.locator("[class*=st-key-feed-new-mine] code")
    leader.press(page.locator(".st-key-feed-make-mine button"), until=made)
    address = made.inner_text().strip()
    before = page.request.get(address).text()
    assert "STATUS:CONFIRMED" in before

    page.locator("[class*=st-key-card-planned] a").first.click()
    page.get_by_text("Be om en vikarie").click()
    asked = page.locator("[class*=st-key-leaders] code")
    leader.press(page.locator(".st-key-substitute-ask button"), until=asked)
    link = asked.inner_text().strip()

    phone = arrive(size=PHONE, touch=True)
    phone.page.goto(link)
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Kan du leda ett pass?")
    assert fits(phone.page)
    phone.page.get_by_role("button", name="Ja, jag leder det").tap()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Du leder det här passet")
    after = page.request.get(address).text()
    assert after.count("STATUS:CANCELLED") == before.count("STATUS:CANCELLED") + 1


def test_the_menu_leads_from_one_round_to_all_of_them_and_the_next_click_stays_there(arrive: Callable, portal) -> None:
    leader = arrive()
    page = leader.log_in(LEADER, portal.password)
    leader.visit("/rounds")
    page.get_by_role("link", name=demo_seats.DRAWN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(demo_seats.DRAWN)
    page.locator(".st-key-menu").get_by_role("link", name="Omgångar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omgångar")
    leader.drawn()
    order = page.locator(".st-key-round-order")
    order.get_by_text("Bara lotten").click()
    expect(order.get_by_label("Bara lotten")).to_be_checked()
    leader.drawn()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omgångar")
    expect(page).to_have_url(leader.url + "/rounds")
