"""The reader's language: no English word on a Swedish page, and a choice that stays from page to page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bookings.demo import LEADER
from tests.browser.canvas import Canvas
from tests.browser.people import Portal
from tests.browser.walks import WALKS, Walk

ENGLISH = re.compile(
    r"""\b(the|and|you|your|with|this|that|from|not|are|was|have|please|press|enter|select|choose|search|loading|running
    |save|cancel|delete|open|close|closed|settings|deploy|rerun|manage|error|warning|page|seat|picture|youths?|session
    |log\sin|log\sout|password|e-mail|calendar|staff|report|report|lab\scard|upload|download|submit|clear|undo|redo
    |today|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|may|june|july
    |october|built|made|api|streamlit|gradio|keyboard|increment|decrement|options?|results?|fullscreen|copy)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that no Swedish sentence has."""

ADDRESS = re.compile(r"https?://\S+")
"""Written out in a letter, it is the same in every language."""

SEEN_OR_READ = """
() => {
  const said = [document.title, document.body.innerText];
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const node of document.querySelectorAll(`[${name}]`))
      if (node.checkVisibility?.({ visibilityProperty: true })) said.push(node.getAttribute(name));
  const icons = [...document.querySelectorAll("[data-testid*=Icon]")].map((icon) => icon.innerText.trim());
  const lines = said.join("\\n").split("\\n").filter((line) => !icons.includes(line.trim()));
  return lines.join("\\n").replaceAll("English", "");
}
"""
"""What is on the page for eyes and screen readers; not the other language's name, nor the letters that are icons."""


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_no_english_word_stands_on_a_swedish_page(arrive: Callable, portal: Portal, walk: Walk) -> None:
    person = arrive()
    found = {place: english(person.page) for place in walk(person, portal)}
    assert {place: words for place, words in found.items() if words} == {}


def english(page: Page) -> list[str]:
    page.wait_for_selector("body", state="attached")
    said: str = page.evaluate(SEEN_OR_READ)
    assert page.evaluate("document.documentElement.lang") == "sv"
    return [line.strip()[:120] for line in said.splitlines() if ENGLISH.search(ADDRESS.sub("", line))]


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
