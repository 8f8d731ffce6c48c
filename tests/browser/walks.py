"""Every page that each role has, as a walk: (where, what to do before the next)."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from bookings.demo import ADMIN, LEADER, REVIEWER
from tests.browser.canvas import Canvas
from tests.browser.people import Person, Portal

Walk = Callable[[Person, Portal], Iterator[str]]


def visitors(person: Person, portal: Portal) -> Iterator[str]:
    """Nobody in particular."""
    yield _portal(person, "/")
    for path in ("/login", "/join", "/seat/left", "/no-such-page", "/exercises/canvas/"):
        yield _page(person, path)


def youths(person: Person, portal: Portal) -> Iterator[str]:
    """From the PIN to the way out, with a wrong answer on the way."""
    page = person.page
    yield _page(person, f"/join?pin={portal.pin}")
    _send(page)
    yield "/join/you"
    yield _page(person, "/join/words")
    _send(page)
    yield "/join/words without words"
    yield _page(person, "/join/answers")
    _send(page)
    yield "/join/answers without answers"
    page.locator("input[name=near]").first.check()
    page.locator("input[name=age]").nth(4).check()
    page.locator("input[name=gender]").last.check()
    _send(page)
    yield "/join/card"
    yield _page(person, "/seat")
    canvas = Canvas(person)
    canvas.settled()
    canvas.do("save")
    page.wait_for_selector(".vk-saved img")
    yield "/exercises/canvas/"
    yield _page(person, "/seat")
    person.give_seat_back()
    yield "/seat/left"
    yield _page(person, "/seat")


def leaders(person: Person, portal: Portal) -> Iterator[str]:
    page = person.log_in(LEADER, portal.password)
    yield "/calendar"
    page.locator(".st-key-calendar-book button").click()
    page.wait_for_selector(".st-key-booking-book")
    person.drawn()
    yield "/calendar, booking"
    yield _portal(person, "/calendar?view=month")
    yield _portal(person, "/calendar?view=list")
    yield _page(person, "/calendar/print")
    page.goto(person.url + "/calendar")
    page.locator("[class*=st-key-running] a").click()
    page.wait_for_selector(".pin-digits")
    person.drawn()
    yield "/session"
    session = page.url.partition("id=")[2]
    yield _page(person, f"/projector/{session}")
    yield _page(person, f"/print/{session}")
    yield _portal(person, "/exercises")
    yield _portal(person, "/ourlab")
    yield _portal(person, "/attendance")
    yield _page(person, "/password")
    yield _page(person, "/logout")


def reviewers(person: Person, portal: Portal) -> Iterator[str]:
    person.log_in(REVIEWER, portal.password)
    yield "/report"
    yield _portal(person, "/initiatives?area=1780&county=17")
    for box in ("initiative-add", "initiatives-import"):
        person.page.locator(f".st-key-{box} summary").click()
    person.drawn()
    yield "/initiatives, with its forms"
    yield _portal(person, "/staff")


def administrators(person: Person, portal: Portal) -> Iterator[str]:
    person.log_in(ADMIN, portal.password)
    yield _portal(person, "/labs")
    yield _portal(person, "/staff")
    person.page.locator("[data-testid=stButtonGroup] button").last.click()
    person.page.wait_for_timeout(500)
    person.drawn()
    yield "/staff, what has been done"


WALKS: tuple[Walk, ...] = (visitors, youths, leaders, reviewers, administrators)


def _page(person: Person, path: str) -> str:
    person.go(path)
    return path


def _portal(person: Person, path: str) -> str:
    person.visit(path)
    return path


def _send(page: Page) -> None:
    page.click("main button[type=submit]")
