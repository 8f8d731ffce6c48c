"""What is asked about a picture: how it grew, what a second network sees, what it resembles, what else could paint it.

Each answer is made in small steps, told one by one: strokes are painted between them, and it can be stopped at each.
"""

import io
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from exercises.canvas.energy import measured
from exercises.canvas.large.errors import PictureNotShown, SmallModelInstead
from exercises.canvas.materials import colours, png_from_labels, resized
from exercises.canvas.png import png_of
from exercises.canvas.requests import (
    Alike,
    Comparison,
    Frames,
    Inside,
    Neighbours,
    Painting,
    Read,
    Reading,
    Result,
    TrainingPicture,
    Way,
    Ways,
    style_weights,
)
from lab.errors import LabError
from lab.i18n import N_

if TYPE_CHECKING:
    from exercises.canvas.engine import SmallModelEngine
    from exercises.canvas.reader import Reader

Step = Callable[[int, int], bool]
"""(step done, of how many) -> go on?"""


LOG = logging.getLogger("verkstad.canvas")
NOISE_SIDE = 128
"""Side in pixels at which pictures that are part noise are shown."""


class ReaderMissing(LabError):
    message = N_("The computer cannot look at its pictures today.")
    hint = N_("Paint on: everything else works. Your leader can ask the administrator to install the package again.")
    status = 503


class Stopped(Exception):
    """Whoever asked no longer wants the answer."""


class Insight:
    """Answers about pictures of one engine. The reader is loaded when it is first needed."""

    def __init__(self, engine: "SmallModelEngine") -> None:
        self._engine = engine

    def answer(self, request: Inside | Reading | Alike | Comparison, step: Step) -> Result | None:
        """The answer, or None where `step` said to stop. Raises ReaderMissing."""
        kinds: dict[type, Callable[[Any, Step], Result]] = {
            Inside: self._inside, Reading: self._reading, Alike: self._alike, Comparison: self._comparison,
        }  # fmt: skip
        try:
            return kinds[type(request)](request, step)
        except Stopped:
            return None

    @cached_property
    def reader(self) -> "Reader":
        """The second network; ReaderMissing where it did not come along."""
        folder = self._engine.folder / "reader"
        try:
            from exercises.canvas.reader import Reader

            return Reader.load(folder, self._engine.device)
        except (ImportError, FileNotFoundError) as missing:
            raise _missing(folder) from missing

    def _inside(self, request: Inside, step: Step) -> Frames:
        from exercises.canvas.pipeline import to_bytes

        looked_at: list[bytes] = []
        pngs: list[bytes] = []

        def after_step(done: int, steps: int, noisy: Any, guess: Any) -> bool:
            noise = 1 - (done - 1) / steps
            # Noise goes far beyond black and white: made fainter, its colours are seen.
            looked_at.append(png_of(_thinned(to_bytes(noisy / (1 + noise))[0])))
            pngs.append(png_of(to_bytes(guess)[0]))
            return step(done, steps)

        if self._engine.paint(replace(request.painting, steps=request.steps), after_step) is None:
            raise Stopped
        times = tuple(round(1 - done / request.steps, 4) for done in range(request.steps))
        return Frames(tuple(looked_at), tuple(pngs), times)

    def _reading(self, request: Reading, step: Step) -> Read:
        reader = self.reader
        image = self._painted(request.painting, step, 2)
        read, asked = reader.labels(image), request.painting.grid()
        obedience, mean = obeyed(asked, read)
        go_on(step, 2, 2)
        return Read(read.tobytes(), request.painting.size, asked.tobytes(), obedience, mean)

    def _alike(self, request: Alike, step: Step) -> Neighbours:
        from exercises.canvas.neighbours import drawn, likeness

        reader, painting = self.reader, request.painting
        steps = 1 + request.count
        image = self._painted(painting, step, steps)
        alike = likeness(reader.features(image), painting.grid(), style_weights(painting.style))
        pictures = []
        for done, (number, distance) in enumerate(nearest(alike, request.count), start=2):
            labels, picture, style = drawn(number)
            pictures.append(
                TrainingPicture(int(number), png_of(picture), png_from_labels(labels), style, float(distance))
            )
            go_on(step, done, steps)
        return Neighbours(tuple(pictures))

    def _comparison(self, request: Comparison, step: Step) -> Ways:
        ways = []
        for done, paint in enumerate((self._fill, self._sketch, self._small), start=1):
            ways.append(paint(request.painting))
            go_on(step, done, 4)
        if self._engine.large and (large := self._large(request.painting, step)):
            ways.append(large)
        go_on(step, 4, 4)
        return Ways(tuple(ways))

    def _painted(self, painting: Painting, step: Step, steps: int) -> np.ndarray:
        """The picture of `painting`, as the first of `steps` steps."""
        image = self._engine.paint(painting, lambda *_: step(0, steps))
        if image is None:
            raise Stopped
        go_on(step, 1, steps)
        return image

    def _fill(self, painting: Painting) -> Way:
        with measured("cpu") as cost:
            image = colours()[painting.grid()]
        return Way("fill", png_of(image), cost.milliseconds, cost.joules, self._mean(painting, image), "")

    def _sketch(self, painting: Painting) -> Way:
        with measured(self._engine.device) as cost:
            image = self._engine.sketch(painting)
        return Way("sketch", png_of(image), cost.milliseconds, cost.joules, self._mean(painting, image), "")

    def _small(self, painting: Painting) -> Way:
        with measured(self._engine.device) as cost:
            image = self._engine.paint(painting, lambda *_: True)
        assert image is not None
        mean = self._mean(painting, image)
        return Way("small", png_of(image), cost.milliseconds, cost.joules, mean, self._engine.model)

    def _large(self, painting: Painting, step: Step) -> Way | None:
        """None where the large model did not paint: the comparison is then between the others."""
        assert self._engine.large
        draft = self._engine.paint(painting, lambda *_: True)
        assert draft is not None
        try:
            with measured(self._engine.device) as cost:
                picture = self._engine.large.paint(painting, lambda: draft, lambda *_: step(3, 4))
        except (SmallModelInstead, PictureNotShown):
            return None
        if picture is None:
            raise Stopped
        mean = self._mean(painting, pixels_of(picture.png))
        return Way("large", picture.png, cost.milliseconds, cost.joules, mean, picture.model)

    def _mean(self, painting: Painting, image: np.ndarray) -> float | None:
        """How well the reader sees the map obeyed; None where there is no reader."""
        try:
            read = resized(self.reader.labels(image), painting.size, painting.size)
        except ReaderMissing:
            return None
        return obeyed(painting.grid(), read)[1]


def _thinned(image: np.ndarray) -> np.ndarray:
    """Every so manieth point: noise in a PNG is large, and as much noise on fewer points."""
    every = max(1, image.shape[0] // NOISE_SIDE)
    return image[::every, ::every]


def nearest(alike: np.ndarray, count: int) -> list[tuple[int, float]]:
    """Numbers and distances of the training pictures that are most alike; ReaderMissing without their index."""
    from exercises.canvas import neighbours

    try:
        return neighbours.nearest(alike, count)
    except FileNotFoundError as missing:
        raise _missing(missing.filename) from missing


def obeyed(asked: np.ndarray, read: np.ndarray) -> tuple[dict[str, float], float]:
    """Overlap by material that was asked for, and their mean."""
    from exercises.canvas.reader import obedience

    return obedience(asked, read)


def _missing(where: object) -> ReaderMissing:
    """Where it should have been is for the log: it says nothing to whoever paints."""
    LOG.error("The network that reads pictures back is not here: %s", where)
    return ReaderMissing()


def go_on(step: Step, done: int, steps: int) -> None:
    """Tell of a step; raises Stopped where nobody wants the rest."""
    if not step(done, steps):
        raise Stopped


def pixels_of(png: bytes) -> np.ndarray:
    """(H, W, 3) uint8."""
    from PIL import Image

    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))
