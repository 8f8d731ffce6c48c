"""A reviewer's afternoon: reads about Karlstad, changes period, compares, prints, takes a file along, sends a link."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator

import pypdf
import pytest
from playwright.sync_api import expect

from bookings.demo import REVIEWER
from tests.browser.looks import at_rest, fits
from tests.browser.people import Person, Portal

SMALL_PHONE = {"width": 320, "height": 640}
TABLET_AT_200 = {"width": 512, "height": 384}
VIEWS = ("/report", "/report?view=compare&with=country", "/report?view=areas")
CUT = """
() => [...document.querySelectorAll('h1, h2, p, li, dt, dd, figcaption, label, .plot, .spine-plot, .area-map')]
  .filter(one => !one.closest('.table-scroll, .visually-hidden, [aria-hidden=true]') && one.checkVisibility())
  .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
  .map(([, markup]) => markup)
"""
"""What stands outside the window's sides; a wide table is scrolled by itself."""
STATE = """
() => {
  const all = (what, told) => [...document.querySelectorAll(what)].map(told)
  return {
    titles: all('h1', one => one.innerText),
    chosen: all('[data-testid=stSelectbox] input', one => one.value),
    tables: all('.table', one => one.innerText),
    pictures: all('figure img', one => one.alt),
  }
}
"""

Arrive = Callable[..., Person]


@pytest.fixture
def reviewer(arrive: Arrive, portal: Portal) -> Person:
    person = arrive()
    person.log_in(REVIEWER, portal.password)
    return person


def test_a_reviewer_reads_changes_the_period_and_compares(reviewer: Person) -> None:
    page = reviewer.page
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Karlstad, januari–juni")
    expect(page.locator(".headline")).to_contain_text("från Karlstad till ett labb")
    newest, rate = title.inner_text(), page.locator(".stat-value").nth(1).inner_text()

    reviewer.pick(page.get_by_label("Period"), "juli–december 2025")
    expect(title).to_have_text("Karlstad, juli–december 2025")
    expect(page).to_have_url(holding("period=2025H2"))
    reviewer.pick(page.get_by_label("Period"), newest.removeprefix("Karlstad, "))
    expect(title).to_have_text(newest)
    expect(page.locator(".stat-value").nth(1)).to_have_text(rate)

    reviewer.pick(page.get_by_label("Rapport"), "Bredvid andra")
    expect(title).to_contain_text("Karlstad bredvid andra")
    reviewer.pick(page.get_by_label("Jämför med"), "Sverige")
    spine = page.locator("img.spine-plot")
    expect(spine).to_have_attribute("alt", holding(f"Alla: {rate} här"))
    expect(spine).to_have_attribute("alt", holding("i Sverige"))
    expect(page.locator(".table").first.locator("tbody tr").first).to_contain_text(rate)


def test_the_address_of_a_view_shows_a_colleague_the_same(reviewer: Person, arrive: Arrive, portal: Portal) -> None:
    reviewer.visit("/report")
    reviewer.pick(reviewer.page.get_by_label("Rapport"), "Bredvid andra")
    reviewer.pick(reviewer.page.get_by_label("Jämför med"), "kommuner av samma storlek")
    expect(reviewer.page.locator(".table").first).to_contain_text("kommuner av samma storlek")
    told = state(reviewer)
    address = reviewer.page.url.removeprefix(portal.url)
    assert "kommuner av samma storlek" in told["chosen"]
    colleague = arrive()
    colleague.log_in(REVIEWER, portal.password)
    colleague.visit(address)
    assert state(colleague) == told


def test_what_is_printed_can_be_read_and_is_tagged(reviewer: Person) -> None:
    page = reviewer.visit("/report")
    said = page.locator(".headline").inner_text()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(tagged=True, print_background=True, format="A4")))
    text = words(printed)
    for part in (page.get_by_role("heading", level=1).inner_text(), said, "Flickor och pojkar i tal", "Om talen"):
        assert joined(part) in text
    assert "Logga ut" not in text
    assert "Samma frysta tal, att ta med sig" not in text
    assert set(tags(printed)) >= {"/H1", "/H2", "/Table", "/TH", "/Figure"}


def test_the_file_says_what_the_page_says_and_is_tagged(reviewer: Person) -> None:
    page = reviewer.visit("/report")
    href = page.get_by_role("link", name="PDF").get_attribute("href")
    assert href
    kept = pypdf.PdfReader(io.BytesIO(page.request.get(reviewer.url + href).body()))
    text = words(kept)
    for part in (page.get_by_role("heading", level=1), page.locator(".headline"), page.locator(".summary").first):
        assert joined(part.inner_text()) in text
    assert kept.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert kept.trailer["/Root"]["/Lang"] == "sv"
    figures = [tag for tag in elements(kept) if tag.get("/S") == "/Figure"]
    assert figures
    assert all(figure.get("/Alt") for figure in figures)
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(tags(kept))


@pytest.mark.parametrize("size", [SMALL_PHONE, TABLET_AT_200], ids=["320 px", "200 %"])
def test_nothing_is_cut_or_scrolled_to_the_side(arrive: Arrive, portal: Portal, size: dict[str, int]) -> None:
    person = arrive(size=size)
    person.log_in(REVIEWER, portal.password)
    for view in VIEWS:
        page = person.visit(view)
        assert fits(page), view
        assert page.evaluate(CUT) == [], view


def state(person: Person) -> dict[str, list[str]]:
    """All that a view shows once it is drawn: what is chosen, the numbers, and the pictures' texts."""
    person.page.wait_for_selector("[data-testid=stSelectbox] input")
    person.drawn()
    at_rest(person.page)
    return dict(person.page.evaluate(STATE))


def holding(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def words(printed: pypdf.PdfReader) -> str:
    """The text of all pages, without what a line's end does to it."""
    return joined(" ".join(page.extract_text() for page in printed.pages))


def joined(text: str) -> str:
    """Without blanks, ligatures and soft hyphens, which differ between a page and paper."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


def elements(printed: pypdf.PdfReader) -> Iterator[dict]:
    """Every structure element."""
    left = [printed.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        one = left.pop().get_object()
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            yield one
            left += [one["/K"]] if "/K" in one else []


def tags(printed: pypdf.PdfReader) -> list[str]:
    return [str(one["/S"]) for one in elements(printed) if "/S" in one]
