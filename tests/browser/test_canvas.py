"""The canvas with a real hand and the real engine: exact maps, a picture of each stroke, an engine that may die."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from playwright.sync_api import expect

from bookings.demo import LEADER
from exercises.canvas.engine import WEIGHTS
from exercises.canvas.label_runs import encoded
from exercises.canvas.materials import material, style
from exercises.canvas.templates import SIZE, starting_maps
from lab import i18n
from lab.errors import EngineUnavailable
from tests.browser.canvas import DIAMETERS, SHOWN, Canvas, Point
from tests.browser.people import PATIENCE, PHONE, TABLET, Person, Portal
from tests.exercises.marks import is_marked

STROKE = ((0.2, 0.3), (0.7, 0.6), (0.3, 0.8))
LEFT_BEHIND = """async (picture) => {
  const found = [];
  for (const store of [localStorage, sessionStorage]) {
    for (const [key, value] of Object.entries(store)) if (/iVBOR|data:image|blob:/.test(value)) found.push(key);
  }
  if ("caches" in window) found.push(...await caches.keys());
  found.push(...(await indexedDB.databases()).map((one) => one.name));
  const kept = await fetch(picture, { cache: "only-if-cached", mode: "same-origin" }).catch(() => null);
  if (kept?.ok) found.push(picture);
  return found;
}"""
"""Names of what is kept in this browser and looks like a picture."""
OF_ANOTHER_SEAT = """() => {
  const kept = JSON.parse(sessionStorage.getItem("verkstad-canvas"));
  sessionStorage.setItem("verkstad-canvas", JSON.stringify({ ...kept, seat: "somebody who sat here before" }));
}"""
AT_THE_NEXT_FRAME = """() => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(
  () => told(document.querySelector(".vk-surface canvas").toDataURL()))))"""
TABS = 16
PRIVATE = ("", "config", "info", "gradio_api/info", "gradio_api/startup-events", "queue/status", "file=/etc/passwd")


@pytest.fixture
def youth(arrive: Callable, portal: Portal) -> Iterator[Person]:
    """Somebody in a seat of the demo's session, who gives it back in the end."""
    person: Person = arrive()
    person.join(portal.pin)
    yield person
    person.give_seat_back()


def test_a_stroke_changes_just_what_the_brush_touched_and_undo_gives_all_of_it_back(youth: Person) -> None:
    canvas = Canvas(youth)
    canvas.do("clear")
    before = canvas.map()
    canvas.use("lake", size=2)
    canvas.drag(*STROKE)
    after = canvas.map()
    expect_stroke(before, after, "lake", DIAMETERS[2])
    canvas.do("undo")
    assert np.array_equal(canvas.map(), before)
    canvas.do("redo")
    assert np.array_equal(canvas.map(), after)


def test_a_finger_paints_as_exactly_as_a_mouse(arrive: Callable, portal: Portal) -> None:
    person: Person = arrive(size=PHONE, touch=True)
    person.join(portal.pin)
    canvas = Canvas(person)
    canvas.do("clear")
    canvas.use("sand", size=3)
    canvas.page.locator(".vk-surface").scroll_into_view_if_needed()
    before = canvas.map()
    canvas.swipe(*STROKE)
    expect_stroke(before, canvas.map(), "sand", DIAMETERS[3])
    for tool in ("line", "stamp", "eraser"):
        canvas.page.click(f'[data-tool="{tool}"]')
        assert canvas.page.locator(".vk-status").evaluate("told => told.scrollHeight <= told.clientHeight"), tool
    person.give_seat_back()


def test_a_reload_keeps_the_painting_and_nothing_stays_in_the_browser_for_the_next_one(youth: Person) -> None:
    canvas = Canvas(youth)
    canvas.use("forest", size=3)
    canvas.drag(*STROKE)
    painted, seen = canvas.map(), shown(canvas)
    canvas.page.reload()
    canvas.ready()
    assert np.array_equal(canvas.map(), painted)
    assert shown(canvas) == seen
    canvas.do("undo")
    assert not np.array_equal(canvas.map(), painted)
    assert canvas.page.evaluate("localStorage.length") == 0
    canvas.page.evaluate(OF_ANOTHER_SEAT)
    canvas.page.reload()
    canvas.ready()
    assert np.array_equal(canvas.map(), starting_maps()[0].labels)
    expect(canvas.page.locator('[data-do="undo"]')).to_be_disabled()


def test_another_picture_comes_after_the_last_stroke_and_its_file_says_that_ai_made_it(youth: Person) -> None:
    canvas = Canvas(youth)
    first = canvas.settled()
    canvas.use("lake", size=3)
    canvas.drag(*STROKE)
    canvas.another_than(first)
    canvas.settled()
    with canvas.page.expect_download() as started:
        canvas.do("download")
    assert is_marked(Path(started.value.path()).read_bytes())
    assert started.value.suggested_filename.startswith("verkstad-")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_visit_by_touch_from_the_first_stroke_until_nothing_is_left_of_it(
    arrive: Callable, portal: Portal, size: dict[str, int]
) -> None:
    person: Person = arrive(size=size, touch=True)
    person.join(portal.pin)
    canvas = Canvas(person)
    painted = canvas.settled()
    canvas.use("lake", size=4)
    before = canvas.map()
    with canvas.finger_down(*STROKE):
        painted = canvas.another_than(painted)  # while the finger is still down
    painted = canvas.settled()
    canvas.do("undo")
    assert np.array_equal(canvas.map(), before)
    for change in (
        lambda: canvas.do("another"),
        lambda: canvas.page.locator(".vk-style").nth(style("autumn").id).click(),
        lambda: canvas.blend("night", 40),
    ):
        change()
        painted = canvas.another_than(painted)
    canvas.settled()
    canvas.do("honesty")
    if (WEIGHTS / "reader").exists():
        expect(canvas.page.locator(".vk-bars li").first).to_be_visible()
        expect(canvas.page.locator(".vk-said p").first).not_to_be_empty()
    else:  # a model in training may have no reader yet: one sentence says so
        expect(canvas.page.locator(".vk-again")).to_be_visible()
    canvas.page.click("[data-close]")
    canvas.do("inside")
    expect_steps(canvas)
    canvas.page.click("[data-close]")
    canvas.do("save")
    saved = canvas.page.locator(".vk-saved img")
    expect(saved).to_have_count(1)
    address = f"{portal.url}{saved.get_attribute('src')}"
    assert is_marked(canvas.page.request.get(address).body())
    person.give_seat_back()
    assert left_behind(person, address) == []


def test_an_engine_that_is_killed_costs_one_sentence_and_the_next_stroke_paints(youth: Person, portal: Portal) -> None:
    canvas = Canvas(youth)
    shown_before = canvas.settled()
    engine = engine_of(portal)
    assert engine is not None
    os.kill(engine, signal.SIGSTOP)  # so that the picture is surely under way when the engine dies
    canvas.use("flowers", size=3)
    canvas.drag(*STROKE)
    expect(canvas.page.locator(".vk-status")).not_to_have_text(SHOWN)
    assert not maps_torch(portal.process.pid)
    os.kill(engine, signal.SIGKILL)
    told = canvas.page.locator(".vk-error")
    expect(told).to_have_text(stopped())
    assert httpx.get(f"{portal.url}/healthz", timeout=PATIENCE).json()["store"]["ok"]
    assert not maps_torch(portal.process.pid)
    canvas.drag(*reversed(STROKE))
    canvas.another_than(shown_before)
    expect(told).to_be_hidden()
    assert engine_of(portal) not in (None, engine)


def test_sixteen_tabs_of_one_child_get_the_newest_picture_and_one_sentence_each(youth: Person, portal: Portal) -> None:
    """All paint at once: the last of them is painted, and no other is left without an answer."""
    cookies = {str(one["name"]): str(one["value"]) for one in youth.context.cookies()}
    orders = [{"map": encoded(full_of(number)), "style": "noon", "seed": number} for number in range(TABS)]
    with httpx.Client(base_url=portal.url, cookies=cookies, timeout=PATIENCE) as tablet:
        with ThreadPoolExecutor(TABS) as tabs:
            asked = [tabs.submit(told_to, tablet, "paint", order) for order in orders]
            answers = [one.result() for one in asked]
        newest = told_to(tablet, "paint", orders[-1])
    assert all(answer.get("png") or answer.get("replaced") or answer.get("error") for answer in answers)
    assert any(answer.get("png") for answer in answers)
    assert newest["png"]
    assert Canvas(youth).settled()


def test_the_canvas_is_closed_to_those_without_a_seat(portal: Portal) -> None:
    with httpx.Client(base_url=f"{portal.url}/exercises/canvas/", timeout=PATIENCE) as nobody:
        answers = {path: nobody.get(path).status_code for path in PRIVATE}
        answers["joining the queue"] = nobody.post("gradio_api/queue/join", json={"data": []}).status_code
        answers["a function"] = nobody.post("gradio_api/component_server", json={"data": {}}).status_code
    assert answers == dict.fromkeys(answers, 401)


def test_staff_try_the_canvas_without_a_place_to_save(arrive: Callable, portal: Portal) -> None:
    leader: Person = arrive()
    leader.log_in(LEADER, portal.password)
    canvas = Canvas(leader)
    canvas.settled()
    expect(canvas.page.locator('[data-do="save"]')).to_be_hidden()


def full_of(number: int) -> np.ndarray:
    """A map of one material."""
    return np.full((SIZE, SIZE), number, dtype=np.uint8)


def told_to(tablet: httpx.Client, verb: str, order: object) -> dict[str, object]:
    """What the page's script is answered when it asks for `verb`."""
    asked = {"data": order, "component_id": 1, "fn_name": verb, "session_hash": "tab"}
    answer = tablet.post("/exercises/canvas/gradio_api/component_server/", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def expect_stroke(before: np.ndarray, after: np.ndarray, key: str, diameter: int) -> None:
    """`after` is `before` but for one material on all points near STROKE, and on none that the brush did not reach."""
    distance = distances(STROKE)
    painted = after == material(key).id
    assert painted[distance < diameter / 2 - 1.5].all()
    assert np.array_equal(after[distance > diameter / 2 + 1.5], before[distance > diameter / 2 + 1.5])
    assert (painted | (after == before)).all()


def expect_steps(canvas: Canvas) -> None:
    """Each step shows what was looked at and what was guessed, and the slider leads from noise to the picture."""
    pictures, slider = canvas.page.locator(".vk-steps img"), canvas.page.locator(".vk-steps input")
    expect(pictures).to_have_count(2)
    sources = []
    for step in (1, int(slider.get_attribute("max") or 0)):
        slider.fill(str(step))
        sources.append([one.get_attribute("src") for one in pictures.all()])
    assert len({source for pair in sources for source in pair}) == 4


def distances(points: tuple[Point, ...]) -> np.ndarray:
    """(256, 256) distances, in points of the map, from each point's middle to the line through `points` (0..1)."""
    down, right = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    corners = np.array(points) * SIZE
    found = np.full((SIZE, SIZE), np.inf)
    for start, end in pairwise(corners):
        way = end - start
        part = ((right - start[0]) * way[0] + (down - start[1]) * way[1]) / (way @ way)
        part = np.clip(part, 0, 1)
        found = np.minimum(found, np.hypot(right - start[0] - part * way[0], down - start[1] - part * way[1]))
    return found


def left_behind(person: Person, picture: str) -> list[str]:
    """What the browser still has of a visit: pictures in storage or caches, or on the page that "back" leads to."""
    page = person.page
    found: list[str] = page.evaluate(LEFT_BEHIND, picture)
    page.go_back()
    page.wait_for_load_state()
    if page.locator(".vk-picture img, .vk-saved img, img[src*='/pictures/']").count():
        found.append(f"a picture at {page.url}")
    return found


def shown(canvas: Canvas) -> str:
    """What the map looks like, once its last change has been drawn."""
    return str(canvas.page.evaluate(AT_THE_NEXT_FRAME))


def stopped() -> str:
    """What a youth is told of an engine that died."""
    i18n.speak("sv")
    return f"{EngineUnavailable().told()} {EngineUnavailable().advised()}"


def engine_of(portal: Portal) -> int | None:
    """The process that has torch: a child of the portal, or None while there is none."""
    children = psutil.Process(portal.process.pid).children(recursive=True)
    return next((child.pid for child in children if maps_torch(child.pid)), None)


def maps_torch(process: int) -> bool:
    """Whether torch's library is in the memory of a process."""
    try:
        return "libtorch" in Path(f"/proc/{process}/maps").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False
