"""A leader plans a term around a holiday: skips what collides, moves one, cancels one and the following."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from bookings import demo_term, public_holidays
from bookings.demo import LEADER
from lab import i18n
from tests.browser.people import Person, Portal

TITLE = "Terminens byggare"
TIMES_AFTER = 3


def test_a_term_is_planned_around_a_holiday(arrive: Callable, portal: Portal) -> None:
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    if any(public_holidays.name(today + timedelta(days=number)) for number in (0, 1)):
        pytest.skip("On a holiday the demo lab is open, so that there is something to see.")
    i18n.speak("sv")
    holiday = demo_term.next_holiday(today)
    first = first_time(today, holiday)
    times = (holiday - first).days // 7 + 1 + TIMES_AFTER

    leader: Person = arrive()
    page = leader.log_in(LEADER, portal.password)
    begin_in_the_month(leader, first)
    ask_for(leader, times)
    expect(page.locator(".collides-why", has_text=public_holidays.name(holiday))).to_be_visible()
    skipped = skip_what_collides(leader, times)
    page.get_by_role("button", name=f"Boka {times - skipped} pass").click()
    expect(page.get_by_text(f"{times - skipped} pass är bokade.")).to_be_visible()

    one_is_moved(leader, first)
    one_is_dragged(leader, first)
    the_rest_is_cancelled(leader, first, times - skipped - 1)


def first_time(today: date, holiday: date) -> date:
    """The same weekday, some weeks before, but not today."""
    before = (holiday - timedelta(weeks=weeks) for weeks in (3, 2, 1))
    return next(day for day in before if day > today)


def written(day: date) -> str:
    return i18n.date_words(day, "EEEE d MMMM", date.today())


def begin_in_the_month(leader: Person, first: date) -> None:
    """The plus of a day in the month opens the form on that day."""
    leader.visit(f"/calendar?view=month&week={first.isoformat()}")
    leader.page.get_by_role("link", name=f"Boka ett pass {written(first)}").press("Enter")
    expect(leader.page.get_by_role("heading", name="Boka ett pass")).to_be_visible()
    leader.drawn()


def ask_for(leader: Person, times: int) -> None:
    page = leader.page
    page.get_by_label("Rubrik").fill(TITLE)
    page.keyboard.press("Tab")
    choose(leader, "Börjar", "19:00")
    switch(page, "Det kommer igen")
    switch(page, "Slutar efter ett antal gånger")
    number = page.get_by_label("Hur många gånger")
    number.wait_for()
    leader.drawn()
    number.fill(str(times))
    number.press("Enter")
    expect(page.locator(".st-key-booking").get_by_text(re.compile(rf"^{times} tillfällen\."))).to_be_visible()


def skip_what_collides(leader: Person, times: int) -> int:
    """Say of each time that collides that it is skipped; gives how many they were."""
    page = leader.page
    leader.drawn()
    boxes = page.locator("[class*=st-key-collides-]")
    count = boxes.count()
    for number in range(count):
        leader.pick(boxes.nth(number).locator("input"), "Hoppa över det")
        expect(page.get_by_role("button", name=f"Boka {times - number - 1} pass")).to_be_visible()
    return count


def one_is_moved(leader: Person, first: date) -> None:
    page = open_session(leader, first)
    leader.press(page.locator(".st-key-session-change button"), until=page.get_by_label("Börjar", exact=True))
    choose(leader, "Börjar", "17:00")
    expect(page.get_by_label("Bara det här tillfället")).to_be_checked()
    saved = page.get_by_text("Ändringarna är sparade.")
    leader.press(page.get_by_role("button", name="Spara ändringarna"), until=saved)
    expect(page.get_by_text("Det har ändrats för sig")).to_be_visible()


def one_is_dragged(leader: Person, first: date) -> None:
    """Let go of on another day of its week, the session stays where it was until its leader says yes."""
    page = leader.visit(f"/calendar?week={first.isoformat()}")
    other = first + timedelta(days=1 if first.isoweekday() < 7 else -1)
    card = page.locator(f".st-key-day-{first.isoweekday()} [class*=st-key-card-planned-]", has_text=TITLE).first
    card.drag_to(page.locator(f".st-key-day-{other.isoweekday()} .day"))
    expect(page.get_by_role("heading", name=f"Flytta ”{TITLE}”?")).to_be_visible()
    expect(page.locator(".st-key-moving")).to_contain_text(f"till {written(other)}, 17:00")
    leader.drawn()
    page.locator(".st-key-moving-no button").click()
    expect(page.locator(".st-key-moving")).to_have_count(0)


def the_rest_is_cancelled(leader: Person, first: date, count: int) -> None:
    page = open_session(leader, first, number=1)
    following = page.get_by_text("Det här och de följande tillfällena")
    leader.press(page.get_by_role("button", name="Ställ in passet"), until=following)
    following.click()
    expect(page.get_by_label("Det här och de följande tillfällena")).to_be_checked()
    told = page.get_by_text(f"{count} pass är inställ")
    leader.press(page.get_by_role("button", name="Ja, ställ in det"), until=told)
    leader.visit(f"/calendar?view=list&week={first.isoformat()}")
    expect(page.get_by_role("row", name=TITLE).first).to_contain_text("Planerat")
    expect(page.get_by_role("row", name=TITLE).nth(1)).to_contain_text("Inställt")


def open_session(leader: Person, first: date, number: int = 0) -> Page:
    leader.visit(f"/calendar?view=list&week={first.isoformat()}")
    leader.page.get_by_role("link", name=TITLE).nth(number).click()
    expect(leader.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    leader.drawn()
    return leader.page


def choose(leader: Person, label: str, option: str) -> None:
    leader.pick(leader.page.get_by_label(label, exact=True), option, typed=option)


def switch(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).click()
    expect(page.get_by_role("switch", name=words)).to_be_checked()
