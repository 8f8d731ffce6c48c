"""The demo's pictures: asked of the engine like any youth's, and only those that were ready in time."""

import io
from concurrent.futures import Future

import pytest
from PIL import Image

from exercises.canvas import samples
from exercises.canvas.engine import Painting, Picture
from lab.errors import EngineUnavailable
from lab.gallery import check


def painted(painting: Painting) -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "png")
    return Picture(file.getvalue(), 8, 8, 1.0, "cpu", "trial", 1, painting.seed, painting.style)


class Engines:
    """Answers the first `ready` requests, and leaves the others waiting; or fails them all."""

    def __init__(self, ready: int, error: Exception | None = None) -> None:
        self.ready, self.error, self.asked = ready, error, []

    def submit(self, exercise: str, engine: str, owner: str, request: Painting) -> Future:
        future: Future = Future()
        self.asked.append((owner, request))
        if self.error:
            future.set_exception(self.error)
        elif len(self.asked) <= self.ready:
            future.set_result(painted(request))
        return future


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "PATIENCE", 0.1)


def test_every_picture_is_marked_and_differs_from_the_others() -> None:
    engines = Engines(ready=6)
    pictures = samples.pictures(engines, 6)
    for picture in pictures:
        check(picture.png)
    assert len({(one.seed, one.style) for one in pictures}) == 6
    assert len({owner for owner, _request in engines.asked}) == 6


def test_pictures_that_take_too_long_are_left_out() -> None:
    assert len(samples.pictures(Engines(ready=2), 6)) == 2


def test_an_engine_that_cannot_paint_is_told() -> None:
    with pytest.raises(EngineUnavailable):
        samples.pictures(Engines(0, EngineUnavailable()), 1)
