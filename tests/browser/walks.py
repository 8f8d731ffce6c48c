"""Every page that each role has, as a walk: (where, what to do before the next)."""

import secrets
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from bookings import demo_seats
from bookings.demo import ADMIN, LEADER, REVIEWER
from exercises.lessons import all_lessons
from tests.browser.canvas import Canvas
from tests.browser.people import Person, Portal

Walk = Callable[[Person, Portal], Iterator[str]]


def visitors(person: Person, portal: Portal) -> Iterator[str]:
    """Nobody in particular."""
    yield _portal(person, "/")
    for path in ("/login", "/join", "/seat/left", "/no-such-page", "/exercises/canvas/", LESSON):
        yield _page(person, path)
    yield from guardians(person)


def guardians(person: Person) -> Iterator[str]:
    """From the lab's sessions to a receipt, with an answer forgotten on the way; and what the draws publish."""
    page = person.page
    yield _page(person, "/signup")
    card, party = (_address_of(page, f"main a[href*='/{kind}?']") for kind in ("card", "party"))
    asking = page.locator("main section", has=page.get_by_role("heading", name=demo_seats.ASKING))
    draw = _address_of(page, "a[href^='/draw/']")
    in_round = str(asking.locator("a[href*='/party']").get_attribute("href"))
    yield _page(person, card)
    yield _page(person, party)
    _page(person, in_round)
    person.send()
    yield "/signup/party, forgotten"
    page.get_by_label("Karlstad", exact=True).check()
    page.fill("input[name='size-10-12-girl']", "1")
    page.fill("#contact", f"familj.{secrets.token_hex(4)}@example.se")
    person.send()
    page.wait_for_url("**/receipt")
    yield "/receipt"
    yield _page(person, draw)


def youths(person: Person, portal: Portal) -> Iterator[str]:
    """From the PIN to the way out, with a wrong answer on the way."""
    page = person.page
    yield _page(person, f"/join?pin={portal.pin}")
    person.send()
    yield "/join/you"
    yield _page(person, "/join/words")
    person.send()
    yield "/join/words without words"
    yield _page(person, "/join/answers")
    person.send()
    yield "/join/answers without answers"
    page.locator("input[name=near]").first.check()
    page.locator("input[name=age]").nth(4).check()
    page.locator("input[name=gender]").last.check()
    person.send()
    yield "/join/card"
    yield _page(person, "/seat")
    canvas = Canvas(person)
    canvas.settled()
    canvas.do("save")
    page.wait_for_selector(".vk-saved img")
    yield "/exercises/canvas/"
    yield from looks(canvas)
    yield _page(person, "/seat")
    person.give_seat_back()
    yield "/seat/left"
    yield _page(person, "/seat")


def looks(canvas: Canvas) -> Iterator[str]:
    """The canvas's two panels, with each of their views."""
    page = canvas.page
    canvas.do("honesty")
    page.wait_for_selector(".vk-bars li, .vk-again")
    yield "/exercises/canvas/, how well it obeyed"
    page.click("[data-close]")
    canvas.do("inside")
    for view in (".vk-steps", ".vk-near", ".vk-fine"):
        if view != ".vk-steps":
            page.locator(".vk-tabs [aria-checked=true] + button").click()
        page.wait_for_selector(f"{view}, .vk-again")
        yield f"/exercises/canvas/, inside: {view}"
    page.click("[data-close]")


def leaders(person: Person, portal: Portal) -> Iterator[str]:
    page = person.log_in(LEADER, portal.password)
    yield "/calendar"
    person.press(page.locator(".st-key-calendar-book button"), until=page.locator(".st-key-booking-book"))
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
    for path in ("/exercises", "/ourlab", "/attendance", "/messages"):
        yield _portal(person, path)
    yield _page(person, "/messages/list")
    yield from seats(person)
    yield from substitutes(person)
    yield _page(person, "/password")
    yield _page(person, "/logout")


def seats(person: Person) -> Iterator[str]:
    """The rounds, one that asks and one that is drawn; who has a place, the door and the draw's own page."""
    page = person.page
    yield _portal(person, "/rounds")
    asking, drawn = (
        str(page.get_by_role("link", name=title).get_attribute("href"))
        for title in (demo_seats.ASKING, demo_seats.DRAWN)
    )
    yield _portal(person, asking)
    yield _portal(person, drawn)
    door, draw = (_address_of(page, f"a[href*='/{kind}/']") for kind in ("checkin", "draw"))
    yield _portal(person, f"/places?id={door.rpartition('/')[2]}")
    yield _page(person, door)
    yield _page(person, draw)


def substitutes(person: Person) -> Iterator[str]:
    """One's own sessions with a calendar to subscribe to; a substitute is asked for, and answers."""
    page = person.page
    yield _portal(person, "/my-sessions")
    page.locator(".stExpander summary").first.click()
    yield "/my-sessions, a calendar"
    page.locator("[class*=st-key-card-planned] a").last.click()
    page.wait_for_selector(".st-key-leaders .stExpander")
    person.drawn()
    _open_all(page)
    yield "/session, planned"
    link = page.locator(".st-key-leaders code").filter(has_text="/substitute/").first
    person.press(page.locator(".st-key-substitute-ask button"), until=link)
    yield _page(person, urlsplit(link.inner_text().strip()).path)


def reviewers(person: Person, portal: Portal) -> Iterator[str]:
    person.log_in(REVIEWER, portal.password)
    yield "/report"
    for view in ("compare&with=country", "areas"):
        yield _portal(person, f"/report?view={view}")
    yield _portal(person, "/initiatives?area=1780&county=17")
    _open_all(person.page)
    yield "/initiatives, with its forms"
    yield _portal(person, "/staff")


def administrators(person: Person, portal: Portal) -> Iterator[str]:
    person.log_in(ADMIN, portal.password)
    yield _portal(person, "/areas")
    yield _portal(person, "/labs")
    page = person.page
    for part, its_own in enumerate(LAB_PARTS, 1):
        page.locator("[class*=st-key-part-] button").nth(part).click()
        page.locator(f"[class*=st-key-{its_own}-]").first.wait_for(state="attached")
        person.drawn()
        _open_all(page)
        yield f"/labs, part {part}"
    yield _portal(person, "/staff")
    page.locator("[data-testid=stButtonGroup] button").last.click()
    page.locator("caption", has_text="senaste").wait_for()
    person.drawn()
    yield "/staff, what has been done"


LESSON = all_lessons()[0].path
LAB_PARTS = ("resources", "holidays", "close-reason", "leading")
"""What each part of a lab's page has that the others do not; the page begins with its rooms."""
WALKS: tuple[Walk, ...] = (visitors, youths, leaders, reviewers, administrators)


def _page(person: Person, path: str) -> str:
    person.go(path)
    return path


def _portal(person: Person, path: str) -> str:
    person.visit(path)
    return path


def _address_of(page: Page, link: str) -> str:
    """Where the first such link leads, within the house."""
    where = urlsplit(str(page.locator(link).first.get_attribute("href")))
    return f"{where.path}?{where.query}".removesuffix("?")


def _open_all(page: Page) -> None:
    for box in page.locator(".stExpander details").all():
        if box.get_attribute("open") is None:
            box.locator("summary").first.click()
        expect(box).to_have_attribute("open", "")
