"""Joining without a mouse, and the municipality found as it is typed."""

from collections.abc import Callable

from playwright.sync_api import expect


def test_a_youth_joins_with_the_keyboard_alone(arrive: Callable, portal) -> None:
    page = arrive().go("/join")
    expect(page.locator("#pin")).to_be_focused()
    page.keyboard.type(portal.pin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/you")
    page.get_by_role("link", name="Nej, jag är ny").press("Enter")
    page.wait_for_url("**/join/answers")

    field = page.get_by_role("combobox")
    field.press_sequentially("malm")
    expect(page.get_by_role("option")).to_have_text(["Malmö"])
    expect(page.locator("#area-said")).to_have_text("En kommun att välja.")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Malmö")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/join/card")
    expect(page.locator(".lab-card li")).to_have_count(3)
    page.go_back()
    expect(page).to_have_url(portal.url + "/seat")


def test_what_is_pressed_and_what_is_written_never_stand_beside_each_other(arrive: Callable, portal) -> None:
    person = arrive(touch=True)
    page = person.go(f"/join?pin={portal.pin}")
    person.send()
    person.go("/join/answers")
    near = page.locator("input[name=near]").first
    field = page.get_by_role("combobox")
    near.check()
    field.press_sequentially("ö")
    expect(near).not_to_be_checked()
    page.get_by_role("option", name="Örebro", exact=True).tap()
    expect(page.locator("#area-code")).to_have_value("1880")
    near.check()
    expect(field).to_have_value("")
    expect(page.locator("#area-code")).to_have_value("")


def test_the_place_is_moved_to_what_is_wrong_and_the_words_go_when_it_is_mended(arrive: Callable, portal) -> None:
    person = arrive()
    page = person.go(f"/join?pin={portal.pin}")
    person.send()
    person.go("/join/answers")
    person.send()
    expect(page.locator("#error")).to_be_focused()
    page.locator("input[name=near]").first.check()
    expect(page.locator("#error")).to_be_hidden()
