"""A hand at the canvas: strokes as a mouse and a finger make them, and the map that they leave."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
from playwright.sync_api import Page, expect

from exercises.canvas.label_runs import decoded
from exercises.canvas.materials import material, style
from exercises.canvas.templates import SIZE
from tests.browser.people import Person

Point = tuple[float, float]
"""Right and down in the map, each 0..1."""

DIAMETERS = (5, 12, 24, 46, 84)
"""What the five brushes paint, in points of the map."""

SHOWN = re.compile(r"klar på|made in|gräs nertill|grass below")


class Canvas:
    """The canvas page of somebody who may use it."""

    def __init__(self, person: Person) -> None:
        self.page: Page = person.go("/exercises/canvas/")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector(".vk[data-state=ready]")

    def use(self, key: str, size: int = 2) -> None:
        """Choose a material by its key and a brush, 0 to 4."""
        self.page.locator(".vk-swatch").nth(material(key).id).click()
        self.page.locator(".vk-sizes button").nth(size).click()

    def do(self, name: str) -> None:
        """Press one of the page's buttons: undo, redo, clear, another, finish, save, download, honesty, inside."""
        self.page.click(f'[data-do="{name}"]')

    def drag(self, *points: Point) -> None:
        """A stroke with the mouse."""
        spots = [self._spot(point) for point in points]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        for spot in spots[1:]:
            self.page.mouse.move(*spot, steps=8)
        self.page.mouse.up()

    def swipe(self, *points: Point) -> None:
        """A stroke with a finger, as the screen tells the browser."""
        with self.finger_down(*points):
            pass

    @contextmanager
    def finger_down(self, *points: Point) -> Iterator[None]:
        """A finger that has drawn a stroke and rests on the screen until the block ends."""
        devices = self.page.context.new_cdp_session(self.page)
        spots = [self._spot(point) for point in points]
        path = [spots[0], *(spot for one, other in pairwise(spots) for spot in _between(one, other, 8))]
        for number, (x, y) in enumerate(path):
            kind = "touchMove" if number else "touchStart"
            devices.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        yield
        devices.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devices.detach()

    def map(self) -> np.ndarray:
        """The map as the page keeps it for a reload: (256, 256) numbers of materials."""
        kept = json.loads(self.page.evaluate("sessionStorage.getItem('verkstad-canvas')"))
        return decoded(kept["map"], SIZE)

    def pictures(self) -> int:
        """How many pictures have been shown since the page was opened."""
        return int(self.page.locator(".vk").get_attribute("data-pictures") or 0)

    def blend(self, with_style: str, part: int) -> None:
        """Blend the light with another, `part` of 100; `with_style` is a style's key."""
        self.page.locator(".vk-morph select").select_option(str(style(with_style).id))
        self.page.locator(".vk-morph input").fill(str(part))

    def picture(self) -> str:
        """The picture on show, as a data URL."""
        return self.page.locator(".vk-picture img").get_attribute("src") or ""

    def settled(self) -> str:
        """Wait until a picture is shown and none is on its way any more; gives it."""
        expect(self.page.locator(".vk-picture img")).to_be_visible()
        count = -1
        while count != self.pictures():
            count = self.pictures()
            self.page.wait_for_timeout(1000)  # after 0.7 s the page tells when it still waits
            expect(self.page.locator(".vk-status")).to_have_text(SHOWN)
        return self.picture()

    def another_than(self, picture: str) -> str:
        """Wait until another picture than that one is shown; gives it."""
        expect(self.page.locator(".vk-picture img")).not_to_have_attribute("src", picture)
        return self.picture()

    def _spot(self, point: Point) -> Point:
        box = self.page.locator(".vk-surface canvas").bounding_box()
        assert box
        return box["x"] + point[0] * box["width"], box["y"] + point[1] * box["height"]


def _between(one: Point, other: Point, steps: int) -> list[Point]:
    parts = [step / steps for step in range(1, steps + 1)]
    return [(one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part) for part in parts]
