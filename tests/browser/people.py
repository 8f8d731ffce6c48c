"""The running house and those who come to it, each with a browser of their own."""

import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

PATIENCE = 180
"""Seconds that anything may take before a test gives up: machines that test are often busy."""
TRIES, LIST_OPENS_MS, ANSWERS_MS = 12, 8_000, 20_000
TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 390, "height": 844}
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Portal:
    """A running server with a demo lab."""

    url: str
    data: Path
    pin: str
    password: str
    process: subprocess.Popen[str]
    log: Path


@dataclass
class Person:
    """Somebody with a browser of their own. Every request that would leave this machine is kept in `strayed`."""

    context: BrowserContext
    page: Page
    url: str
    strayed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def visit(self, path: str) -> Page:
        """Go to a page of the portal and wait until Streamlit has drawn it."""
        self.go(path)
        self.drawn()
        return self.page

    def drawn(self) -> None:
        """Wait until a run of the page's script has ended and its heading is there."""
        self.page.wait_for_selector(f"{AT_REST} h1")

    def pick(self, field: Locator, option: str, typed: str = "") -> None:
        """Choose from a list. Streamlit may draw the field anew just as it is clicked: then it is clicked again."""
        wanted = self.page.get_by_role("option", name=option).last
        for _try in range(TRIES):
            self.drawn()
            field.click()
            self.page.keyboard.type(typed)
            with suppress(Late):
                return wanted.click(timeout=LIST_OPENS_MS)
            self.page.keyboard.press("Escape")
        raise AssertionError(f"The list never offered {option}.")

    def press(self, button: Locator, until: Locator) -> None:
        """Press a button of the portal until something is seen: what Streamlit draws anew may lose a click."""
        for _try in range(TRIES):
            self.drawn()
            with suppress(Late):  # A click that took effect slowly has taken the button away: then only wait.
                button.click(timeout=ANSWERS_MS)
            with suppress(Late):
                return until.wait_for(timeout=ANSWERS_MS)
        raise AssertionError(f"{button} was pressed, and nothing came of it.")

    def send(self) -> None:
        """Send the form of a page that is no part of the portal, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.click("main button[type=submit]")

    def log_in(self, email: str, password: str) -> Page:
        self.go("/login")
        self.page.fill("input[type=email]", email)
        self.page.fill("input[type=password]", password)
        self.send()
        self.drawn()
        return self.page

    def join(self, pin: str, home: str = "Karlstad", age: int = 12, gender: str = "girl") -> tuple[str, ...]:
        """Sit down with three answers; gives the words of the new card, which is kept."""
        self.go(f"/join?pin={pin}")
        self.send()
        self.page.click("a[href='/join/answers']")
        self.page.get_by_label(home, exact=True).check()
        self.page.check(f"input[name=age][value='{age}']")
        self.page.check(f"input[name=gender][value={gender}]")
        self.send()
        words = tuple(self.page.locator(".lab-card li").all_inner_texts())
        self.send()
        expect(self.page).to_have_url(self.url + "/seat")
        return words

    def give_seat_back(self) -> None:
        self.go("/seat")
        self.page.click(".leave summary")
        self.page.click(".leave button")
        self.page.wait_for_url("**/seat/left")


def watched(context: BrowserContext, url: str) -> Person:
    """Somebody whose every request is looked at, and whose pages' own failures are kept."""
    person = Person(context, context.new_page(), url)
    home = urlsplit(url).netloc

    def note(asked: str) -> None:
        place = urlsplit(asked)
        if place.scheme in ("http", "https", "ws", "wss") and place.netloc != home:
            person.strayed.append(asked)

    context.on("request", lambda request: note(request.url))
    person.page.on("websocket", lambda opened: note(opened.url))
    person.page.on("pageerror", lambda error: person.failures.append(str(error)))
    return person
