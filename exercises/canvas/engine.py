"""The engine that paints: a frozen request in, a frozen result out. Importing this file imports no torch."""

import json
import logging
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exercises.canvas.errors import WeightsMissing
from exercises.canvas.insight import Insight
from exercises.canvas.large import LargeModel
from exercises.canvas.large.errors import SmallModelInstead
from exercises.canvas.png import png_of
from exercises.canvas.requests import (
    LARGEST_SEED,
    LONGEST_SIDE,
    MOST_STEPS,
    SIZES,
    Painting,
    Picture,
    Request,
    Result,
    style_weights,
)
from exercises.canvas.shared_machine import keep_what_is_freed, wait_asleep
from exercises.canvas.usual_numbers import usual_numbers

if TYPE_CHECKING:
    from torch import Tensor

    from exercises.canvas.pipeline import LandscapePipeline

Cancelled = Callable[[int], bool]
Progress = Callable[[int, int, int], None]

__all__ = [
    "LARGEST_SEED", "LONGEST_SIDE", "MOST_STEPS", "SIZES", "EngineInfo", "Painting", "Picture", "SmallModelEngine",
    "open_engine", "png_of", "style_weights",
]  # fmt: skip

WEIGHTS = Path(__file__).parent / "weights"
SMALL = 128
"""Side in pixels up to which a live picture is painted by one thread."""
LOG = logging.getLogger("verkstad.canvas")


@dataclass(frozen=True)
class EngineInfo:
    """What paints, for the status page and the honest answer to "which model was it?"."""

    device: str
    model: str
    parameters: int
    trained: str
    """How it was trained, in one line."""
    large: str = ""
    """Name of the large model; empty where none is set up."""
    large_state: str = ""
    """"loading", "ready", or the sentence that says why it cannot be used."""
    hidden: int = 0
    """Pictures of the large model that were not shown, since this engine started."""


def _checked_weights(folder: Path) -> Path:
    if not (folder / "model_index.json").exists():
        LOG.error("The picture model is not here: %s", folder)
        raise WeightsMissing()
    return folder


class SmallModelEngine:
    """The model that this project trained, on the CPU or a GPU. Made inside the engine process: it imports torch.

    It also answers what is asked about a picture, and hands a picture in several steps to `large` where there is one.
    """

    def __init__(
        self,
        weights: Path | None = None,
        device: str = "auto",
        threads: int | None = None,
        large: LargeModel | None = None,
    ) -> None:
        """Raises WeightsMissing where the folder holds no model. `threads` is for the CPU; None lets torch choose."""
        self.folder = _checked_weights(weights or WEIGHTS)
        import torch

        from exercises.canvas.pipeline import load_pipeline

        if threads is not None:
            torch.set_num_threads(threads)
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        self._card = json.loads((self.folder / "card.json").read_text("utf-8"))
        self.model: str = self._card["name"]
        self.large = large
        self._pipeline: LandscapePipeline = load_pipeline(self.folder, self.device)
        self._insight = Insight(self)
        self._writers = ThreadPoolExecutor(max(1, min(8, os.cpu_count() or 1)))

    def info(self) -> EngineInfo:
        parameters = sum(p.numel() for p in self._pipeline.unet.parameters())
        told = (self.large.name, self.large.state(), self.large.hidden) if self.large else ("", "", 0)
        return EngineInfo(self.device, self.model, parameters, self._card["trained"], *told)

    def run(self, batch: Sequence[Request], progress: Progress, cancelled: Cancelled) -> list[Result | None]:
        """Answer a batch; cancelled ones give None. On a CPU the same request gives the same bytes in any company.

        Raises a LabError where something that a request needs is not here.
        """
        results: list[Result | None] = [None] * len(batch)
        for indices in self._groups(batch):
            wanted = [index for index in indices if not cancelled(index)]
            if wanted:
                with usual_numbers():
                    self._answer(batch, wanted, progress, cancelled, results)
        return results

    def paint(
        self, painting: Painting, after_step: Callable[[int, int, "Tensor", "Tensor"], bool]
    ) -> np.ndarray | None:
        """One picture of the small model, (size, size, 3) uint8; None where `after_step` said to stop."""
        painted = self._own_pipeline()(
            painting.grid()[None], style_weights(painting.style)[None], [painting.seed], painting.steps, after_step
        )
        return None if painted.stopped else painted.images[0]

    def sketch(self, painting: Painting) -> np.ndarray:
        """What the small model is given to paint on, (size, size, 3) uint8: no network has had a part in it."""
        return self._pipeline.sketched(painting.grid()[None], style_weights(painting.style)[None], [painting.seed])[0]

    def _own_pipeline(self) -> "LandscapePipeline":
        """The same network with a scheduler of its own: live work may run between the steps of slow work."""
        parts = {**self._pipeline.components, "scheduler": deepcopy(self._pipeline.scheduler)}
        pipeline = type(self._pipeline)(**parts)
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    def _groups(self, batch: Sequence[Request]) -> list[list[int]]:
        """Which requests are answered together: pictures of one size in one step share it on a GPU.

        A CPU paints one by one, which is as fast there and keeps rounding apart from what else is in the batch.
        """
        groups: dict[object, list[int]] = defaultdict(list)
        for index, request in enumerate(batch):
            alone = self.device == "cpu" or not isinstance(request, Painting) or request.slow
            groups[index if alone else ("size", request.size)].append(index)
        return list(groups.values())

    def _answer(
        self,
        batch: Sequence[Request],
        indices: list[int],
        progress: Progress,
        cancelled: Cancelled,
        results: list[Result | None],
    ) -> None:
        request = batch[indices[0]]
        if isinstance(request, Painting) and not request.slow:
            for index, picture in zip(indices, self._live([batch[index] for index in indices]), strict=True):
                progress(index, 1, 1)
                results[index] = picture
            return

        def step(done: int, steps: int) -> bool:
            progress(indices[0], done, steps)
            return not cancelled(indices[0])

        if isinstance(request, Painting):
            results[indices[0]] = self._finished(request, step)
        else:
            results[indices[0]] = self._insight.answer(request, step)

    def _live(self, requests: list[Painting]) -> list[Picture]:
        """Pictures in one step, painted together and written side by side."""
        start = time.perf_counter()
        with self._threads_for(requests[0].size):
            painted = self._pipeline(
                np.stack([request.grid() for request in requests]),
                np.stack([style_weights(request.style) for request in requests]),
                [request.seed for request in requests],
                1,
            )
        milliseconds = (time.perf_counter() - start) * 1000 / len(requests)
        write = self._writers.map if len(requests) > 1 else map
        pngs = list(write(png_of, painted.images))
        return [self.picture(*one, milliseconds) for one in zip(requests, pngs, strict=True)]

    @contextmanager
    def _threads_for(self, size: int) -> Iterator[None]:
        """A small picture is painted by one thread: a second one would mostly wait for the first, and waits by turning
        round and round on a core that the portal needs when so many paint that pictures are small."""
        import torch

        usual = torch.get_num_threads()
        torch.set_num_threads(1 if size <= SMALL and self.device == "cpu" else usual)
        try:
            yield
        finally:
            torch.set_num_threads(usual)

    def _finished(self, request: Painting, step: Callable[[int, int], bool]) -> Picture | None:
        """By the large model where it can, and else by the small one in as many steps, with a word about why."""
        note = ""
        if self.large:
            try:
                return self.large.paint(request, self._draft(request), step)
            except SmallModelInstead as reason:
                note = reason.message
        start = time.perf_counter()
        image = self.paint(request, lambda done, steps, *_: step(done, steps))
        if image is None:
            return None
        return self.picture(request, png_of(image), (time.perf_counter() - start) * 1000, note)

    def _draft(self, request: Painting) -> Callable[[], np.ndarray]:
        """What a large model may start from: the small model's picture."""

        def draft() -> np.ndarray:
            image = self.paint(request, lambda *_: True)
            assert image is not None
            return image

        return draft

    def picture(self, request: Painting, png: bytes, milliseconds: float, note: str = "") -> Picture:
        """The answer to `request`, painted by the small model."""
        return Picture(
            png=png, height=request.size, width=request.size, milliseconds=milliseconds, device=self.device,
            model=self.model, steps=request.steps, seed=request.seed, style=request.style, note=note,
        )  # fmt: skip


def open_engine() -> SmallModelEngine:
    """The engine of this exercise, for the engine process: device, threads and large model as the settings say.

    One picture is painted at once, since the first of a process is slow; the large model is loaded in the background.
    """
    from exercises.canvas.large import set_up

    wait_asleep()
    keep_what_is_freed()
    threads = int(os.environ.get("VERKSTAD_ENGINE_THREADS", "0"))
    engine = SmallModelEngine(device=os.environ.get("VERKSTAD_DEVICE", "auto"), threads=threads or None)
    engine.run([Painting(bytes(256), 16, 16, "noon", 0)], lambda *_: None, lambda _: False)
    engine.large = set_up(os.environ, engine.device)
    return engine
