"""The engine that paints: a frozen request in, a frozen result out. Importing this file imports no torch."""

import io
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from exercises.canvas.errors import WeightsMissing
from exercises.canvas.requests import LARGEST_SEED, LONGEST_SIDE, MOST_STEPS, SIZES, Painting, Picture, style_weights

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


@dataclass(frozen=True)
class EngineInfo:
    """What paints, for the status page and the honest answer to "which model was it?"."""

    device: str
    model: str
    parameters: int
    trained: str
    """How it was trained, in one line."""


def _checked_weights(folder: Path) -> Path:
    if not (folder / "model_index.json").exists():
        raise WeightsMissing(where=str(folder))
    return folder


class SmallModelEngine:
    """The model that this project trained, on the CPU or a GPU. Made inside the engine process: it imports torch."""

    def __init__(self, weights: Path | None = None, device: str = "auto", threads: int | None = None) -> None:
        """Raises WeightsMissing where the folder holds no model. `threads` is for the CPU; None lets torch choose."""
        folder = _checked_weights(weights or WEIGHTS)
        import torch

        from exercises.canvas.pipeline import load_pipeline

        if threads is not None:
            torch.set_num_threads(threads)
        self.device = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
        self._card = json.loads((folder / "card.json").read_text("utf-8"))
        self.model: str = self._card["name"]
        self._pipeline: LandscapePipeline = load_pipeline(folder, self.device)

    def info(self) -> EngineInfo:
        parameters = sum(p.numel() for p in self._pipeline.unet.parameters())
        return EngineInfo(self.device, self.model, parameters, self._card["trained"])

    def run(self, batch: Sequence[Painting], progress: "Progress", cancelled: "Cancelled") -> list[Picture | None]:
        """Paint a batch; cancelled ones give None. On a CPU the same request gives the same bytes in any company."""
        results: list[Picture | None] = [None] * len(batch)
        for indices in self._groups(batch):
            wanted = [index for index in indices if not cancelled(index)]
            if wanted:
                self._paint_group(batch, wanted, progress, cancelled, results)
        return results

    def _groups(self, batch: Sequence[Painting]) -> list[list[int]]:
        """Which requests are painted together. A GPU shares each step between those of one size and number of steps;
        a CPU paints one by one, which is as fast there and keeps rounding apart from what else is in the batch."""
        if self.device == "cpu":
            return [[index] for index in range(len(batch))]
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, request in enumerate(batch):
            groups[request.size, request.steps].append(index)
        return list(groups.values())

    def _paint_group(
        self,
        batch: Sequence[Painting],
        indices: list[int],
        progress: "Progress",
        cancelled: "Cancelled",
        results: list[Picture | None],
    ) -> None:
        requests = [batch[index] for index in indices]
        dropped: set[int] = set()

        def after_step(done: int, steps: int, _guess: "Tensor") -> bool:
            dropped.update(index for index in indices if cancelled(index))
            for index in indices:
                if index not in dropped:
                    progress(index, done, steps)
            return len(dropped) < len(indices)

        start = time.perf_counter()
        painted = self._pipeline(
            np.stack([request.grid() for request in requests]),
            np.stack([style_weights(request.style) for request in requests]),
            [request.seed for request in requests],
            requests[0].steps,
            after_step,
        )
        milliseconds = (time.perf_counter() - start) * 1000 / len(requests)
        for index, request, image in zip(indices, requests, painted.images, strict=True):
            if index not in dropped:
                results[index] = self._picture(request, image, milliseconds)

    def _picture(self, request: Painting, image: np.ndarray, milliseconds: float) -> Picture:
        return Picture(
            png=png_of(image), height=request.size, width=request.size, milliseconds=milliseconds, device=self.device,
            model=self.model, steps=request.steps, seed=request.seed, style=request.style,
        )  # fmt: skip


def png_of(image: np.ndarray) -> bytes:
    """(H, W, 3) uint8 as a PNG, lightly packed: a live picture must be quick to write."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, format="PNG", compress_level=1)
    return file.getvalue()


def open_engine() -> SmallModelEngine:
    """The engine of this exercise, for the engine process: device and threads as the lab's settings say."""
    threads = int(os.environ.get("VERKSTAD_ENGINE_THREADS", "0"))
    return SmallModelEngine(device=os.environ.get("VERKSTAD_DEVICE", "auto"), threads=threads or None)
