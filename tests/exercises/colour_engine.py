"""Stands in for the canvas's model in tests: the map's own colours, darker by seed, after a short while."""

import os
import time
from collections.abc import Callable, Sequence

import numpy as np

from exercises.canvas.engine import Painting, Picture, png_of
from exercises.canvas.materials import colours
from lab.exercise import Progress

SECONDS = float(os.environ.get("COLOUR_ENGINE_SECONDS", "0.01"))


class ColourEngine:
    device = "cpu"
    model = "colours"

    def run(
        self, batch: Sequence[Painting], progress: Progress, cancelled: Callable[[int], bool]
    ) -> Sequence[Picture | None]:
        return [self._paint(index, one, progress, cancelled) for index, one in enumerate(batch)]

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


def open_engine() -> ColourEngine:
    return ColourEngine()
