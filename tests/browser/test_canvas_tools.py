"""What each tool of the canvas leaves on the map: fill, line, shapes, eraser, mirror and the maps to start from."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser
from scipy import ndimage

from exercises.canvas.materials import material
from exercises.canvas.templates import SIZE, starting_maps
from tests.browser.canvas import Canvas, Point
from tests.browser.people import PATIENCE, TABLET, Portal, watched

EMPTY = starting_maps()[-1].labels
SHAPES = {
    "mountain": ("snow", "mountain"),
    "island": ("forest", "rock", "sand"),
    "trees": ("forest",),
    "cottage": ("cottage",),
    "cloud": ("cloud",),
    "sun": ("glow",),
}
"""The shapes in the order of their buttons, and what each is made of, from above."""
WIDTHS = (26, 44, 72, 112, 170)
"""Points of the map that a shape takes, one for each brush."""


@pytest.fixture(scope="module")
def opened(browser: Browser, portal: Portal) -> Iterator[Canvas]:
    """One visit for all tests here."""
    context = browser.new_context(viewport=TABLET, locale="sv-SE")
    context.set_default_timeout(PATIENCE * 1000)
    person = watched(context, portal.url)
    person.join(portal.pin)
    yield Canvas(person)
    person.give_seat_back()
    context.close()
    assert (person.strayed, person.failures) == ([], [])


@pytest.fixture
def canvas(opened: Canvas) -> Canvas:
    """The canvas, cleared."""
    if opened.page.get_attribute('[data-do="mirror"]', "aria-pressed") == "true":
        opened.do("mirror")
    opened.do("clear")
    return opened


def take(canvas: Canvas, tool: str) -> None:
    canvas.page.click(f'[data-tool="{tool}"]')


def press(canvas: Canvas, point: Point) -> np.ndarray:
    """The map after the tool in hand was pressed at a point."""
    canvas.drag(point, point)
    return canvas.map()


def put(canvas: Canvas, shape: str, size: int, point: Point) -> np.ndarray:
    """The map after a shape was put on it."""
    take(canvas, "stamp")
    canvas.page.locator(".vk-sizes button").nth(size).click()
    canvas.page.locator(".vk-stamps button").nth(list(SHAPES).index(shape)).click()
    return press(canvas, point)


def test_fill_takes_the_whole_patch_under_the_hand_and_no_other_of_the_same_material(canvas: Canvas) -> None:
    number = next(at for at, one in enumerate(starting_maps()) if one.key == "snowy-peaks")
    canvas.page.locator(".vk-starts button").nth(number).click()
    before = canvas.map()
    patches, count = ndimage.label(before == material("snow").id)
    assert count > 2
    down, right = np.argwhere(patches == 1)[len(np.argwhere(patches == 1)) // 2]
    canvas.use("flowers")
    take(canvas, "fill")
    after = press(canvas, ((right + 0.5) / SIZE, (down + 0.5) / SIZE))
    assert np.array_equal(after, np.where(patches == 1, material("flowers").id, before))
    canvas.do("undo")
    assert np.array_equal(canvas.map(), before)


def test_a_line_goes_straight_from_the_first_point_to_the_last_wherever_the_hand_was_between(canvas: Canvas) -> None:
    canvas.use("road", size=1)
    take(canvas, "line")
    canvas.drag((0.2, 0.6), (0.8, 0.7))
    straight = canvas.map()
    canvas.do("undo")
    canvas.drag((0.2, 0.6), (0.5, 0.1), (0.9, 0.9), (0.8, 0.7))
    assert np.array_equal(canvas.map(), straight)
    assert not np.array_equal(straight, EMPTY)


def test_the_eraser_leaves_sky_above_and_grass_below(canvas: Canvas) -> None:
    stroke = ((0.3, 0.2), (0.6, 0.9))
    canvas.use("lake", size=3)
    canvas.drag(*stroke)
    take(canvas, "eraser")
    canvas.page.locator(".vk-sizes button").nth(4).click()
    canvas.drag(*stroke)
    assert np.array_equal(canvas.map(), EMPTY)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_stands_where_it_is_put_as_large_as_the_brush_and_one_step_takes_it_away(
    canvas: Canvas, shape: str
) -> None:
    after = put(canvas, shape, 3, (0.5, 0.5))
    rows, columns = np.nonzero(after != EMPTY)
    assert WIDTHS[3] / 2 <= np.ptp(columns) + 1 <= WIDTHS[3]
    assert np.ptp(rows) + 1 <= WIDTHS[3]
    highest = {key: np.argwhere(after == material(key).id)[:, 0].min() for key in SHAPES[shape]}
    assert sorted(highest, key=highest.__getitem__) == list(SHAPES[shape])
    assert set(np.unique(after[rows, columns])) == {material(key).id for key in SHAPES[shape]}
    canvas.do("undo")
    assert np.array_equal(canvas.map(), EMPTY)


def test_a_shape_over_the_edge_is_cut_there(canvas: Canvas) -> None:
    whole = put(canvas, "mountain", 3, (0.5, 0.5))
    canvas.do("undo")
    cut = put(canvas, "mountain", 3, (0.0, 0.5))
    assert np.array_equal(cut[:, : SIZE // 2], whole[:, SIZE // 2 :])
    assert np.array_equal(cut[:, SIZE // 2 :], EMPTY[:, SIZE // 2 :])


def test_in_the_mirror_strokes_shapes_and_fills_come_twice_the_other_way_round(canvas: Canvas) -> None:
    canvas.do("mirror")
    canvas.use("lake", size=1)
    canvas.drag((0.1, 0.6), (0.3, 0.9), (0.4, 0.65))
    put(canvas, "mountain", 2, (0.25, 0.4))
    put(canvas, "island", 1, (0.15, 0.8))
    painted = canvas.map()
    assert np.array_equal(painted, painted[:, ::-1])
    assert (painted != EMPTY).sum() > 1000
    canvas.use("sand")
    take(canvas, "fill")
    filled = press(canvas, (0.15, 0.65))
    assert np.array_equal(filled, filled[:, ::-1])


def test_each_map_to_start_from_is_just_that_map_and_can_be_undone(canvas: Canvas) -> None:
    take(canvas, "brush")
    for button, start in zip(canvas.page.locator(".vk-starts button").all(), starting_maps(), strict=True):
        assert button.get_attribute("title")
        button.click()
        assert np.array_equal(canvas.map(), start.labels), start.key
    canvas.do("undo")
    assert np.array_equal(canvas.map(), starting_maps()[-2].labels)
