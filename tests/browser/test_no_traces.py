"""After a seat nothing of the last child is left on the tablet: no picture, no map, no way back to them."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Response, expect

from tests.browser import traces
from tests.browser.canvas import Canvas
from tests.browser.people import TABLET, Portal


def test_nothing_of_the_last_child_is_on_the_tablet_after_the_seat(arrive: Callable, portal: Portal) -> None:
    child = arrive(size=TABLET, touch=True)
    answers: list[Response] = []
    child.page.on("response", lambda answer: answers.append(answer))
    child.join(portal.pin)
    picture = painted_and_saved(Canvas(child))
    child.go("/seat")
    expect(child.page.locator(f"img[src='{picture}']")).to_be_visible()
    child.give_seat_back()

    assert traces.left(child.page) == []
    assert child.context.storage_state()["origins"] == []
    assert child.page.request.get(portal.url + picture).status in (401, 403, 404)
    for _ in range(4):
        child.page.go_back()
        child.page.wait_for_load_state()
        assert traces.pictures(child.page) == [], child.page.url
    kept = {one.url for one in answers if private(one.url) and one.headers.get("cache-control") != "no-store"}
    assert kept == set()


def painted_and_saved(canvas: Canvas) -> str:
    """A stroke, and its picture kept; the path of the kept picture."""
    before = canvas.settled()
    canvas.use("lake", size=3)
    canvas.drag((0.2, 0.8), (0.8, 0.8))
    canvas.another_than(before)
    canvas.settled()
    canvas.do("save")
    kept: Any = canvas.page.locator(".vk-saved img").first
    kept.wait_for()
    return str(kept.get_attribute("src"))


def private(url: str) -> bool:
    """Whether an address answers with something of one child."""
    return "/pictures/" in url or "component_server" in url or url.endswith(("/seat", "/exercises/canvas/"))
