"""Stands in for the canvas's model in tests: the map's own colours, darker by seed, after a short while."""

import os
import time
from collections.abc import Callable, Sequence

import numpy as np

from exercises.canvas.engine import png_of
from exercises.canvas.materials import MATERIALS, STYLES, colours, material, png_from_labels
from exercises.canvas.requests import (
    Alike,
    Comparison,
    Frames,
    Inside,
    Neighbours,
    Painting,
    Picture,
    Read,
    Reading,
    Request,
    Result,
    TrainingPicture,
    Way,
    Ways,
)
from lab.exercise import Progress

SECONDS = float(os.environ.get("COLOUR_ENGINE_SECONDS", "0.01"))


class ColourEngine:
    device = "cpu"
    model = "colours"

    def run(
        self, batch: Sequence[Request], progress: Progress, cancelled: Callable[[int], bool]
    ) -> Sequence[Result | None]:
        return [self._answer(index, one, progress, cancelled) for index, one in enumerate(batch)]

    def _answer(
        self, index: int, request: Request, progress: Progress, cancelled: Callable[[int], bool]
    ) -> Result | None:
        painting = request if isinstance(request, Painting) else request.painting
        picture = self._paint(index, painting, progress, cancelled)
        return looked_at(request, picture) if picture and not isinstance(request, Painting) else picture

    def _paint(
        self, index: int, painting: Painting, progress: Progress, cancelled: Callable[[int], bool]
    ) -> Picture | None:
        for step in range(1, 5):
            if cancelled(index):
                return None
            time.sleep(SECONDS / 4)
            progress(index, step, 4)
        image = (colours()[painting.grid()] * (0.7 + 0.3 * (painting.seed % 7) / 7)).astype(np.uint8)
        return Picture(
            png_of(image), painting.size, painting.size, SECONDS * 1000, self.device, self.model, 4, painting.seed,
            painting.style,
        )  # fmt: skip


def looked_at(request: Inside | Reading | Alike | Comparison, picture: Picture) -> Result:
    """What the slow requests give: flowers are seen as grass, and the nearest training picture is the map itself."""
    asked = request.painting.grid()
    if isinstance(request, Inside):
        pngs = (picture.png,) * request.steps
        return Frames(pngs, pngs, tuple(1 - step / request.steps for step in range(request.steps)))
    if isinstance(request, Reading):
        seen = np.where(asked == material("flowers").id, material("grass").id, asked)
        here = [one for one in MATERIALS if (asked == one.id).any()]
        overlaps = {one.key: overlap(asked == one.id, seen == one.id) for one in here}
        return Read(seen.tobytes(), len(asked), asked.tobytes(), overlaps, float(np.mean(list(overlaps.values()))))
    if isinstance(request, Alike):
        like = TrainingPicture(7, picture.png, png_from_labels(asked), STYLES[0].key, 0.0)
        return Neighbours((like,) * request.count)
    fill = Way("fill", png_of(colours()[asked]), 1.0, 0.01, 0.4, "colours")
    return Ways((fill, Way("small", picture.png, 80.0, 2.0, None, picture.model)))


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / max(1, (one | other).sum()))


def open_engine() -> ColourEngine:
    return ColourEngine()
