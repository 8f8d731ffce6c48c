"""axe-core on every page of every role, in light and dark: nothing serious or critical in what is ours."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.people import PHONE, TABLET, Portal
from tests.browser.walks import WALKS, Walk, youths

GRAVE = ("serious", "critical")
NOT_OURS: dict[str, str] = {}
"""Rule and selector of what Streamlit or Gradio draw and no setting or style of ours can change, with the reason."""

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_page_of_every_role_can_be_used_by_all(arrive: Callable, portal: Portal, walk: Walk) -> None:
    person = arrive(size=TABLET)
    found = {place: findings(person.page) for place in walk(person, portal)}
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_the_pages_of_youths_can_be_used_by_all_on_a_phone(arrive: Callable, portal: Portal) -> None:
    person = arrive(size=PHONE, touch=True)
    found = {}
    for place in youths(person, portal):
        found[place] = findings(person.page)
        assert fits(person.page), place
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_the_first_visitor_of_an_empty_lab_can_set_it_up(arrive: Callable, empty_house: str) -> None:
    person = arrive(size=PHONE, touch=True, at=empty_house)
    person.visit("/setup")
    assert fits(person.page)
    assert findings(person.page) == []


def findings(page: Page) -> list[str]:
    """What axe finds grave on the page as it stands, in light and then in dark."""
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        at_rest(page)
        wrong += [f"{scheme}: {finding}" for finding in _grave(AXE.run(page, options=OPTIONS).response)]
    page.emulate_media(color_scheme="light")
    return wrong


def at_rest(page: Page) -> None:
    """Wait until the new colours are drawn and nothing fades any more: a colour half way has no right contrast."""
    page.wait_for_timeout(300)
    page.wait_for_function(
        "!document.querySelector('[data-stale=true]')"
        " && document.getAnimations().every(one => one.playState !== 'running'"
        " || one.effect.getComputedTiming().iterations === Infinity)"
    )


def fits(page: Page) -> bool:
    """Whether nothing must be scrolled to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _grave(response: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}"
        for violation in response["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if not _not_ours(violation["id"], str(node["target"][-1]))
    ]


def _not_ours(rule: str, target: str) -> bool:
    return any(f"{rule} {target}".startswith(known) for known in NOT_OURS)
