"""`verkstad bench canvas`: what a picture costs, beside a plain colour fill of the same map in the same run."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from exercises.canvas.engine import Painting, SmallModelEngine, open_engine, png_of
from exercises.canvas.materials import colours
from exercises.canvas.templates import starting_maps

REPEATS = 15
STEPS = (1, 2, 4, 8)


def run(repeats: int = REPEATS) -> dict[str, object]:
    """Milliseconds a picture of 256 x 256, PNG included: median and 95th percentile for each number of steps.

    The kinds take turns within each round, so that a busy moment of the machine falls on all of them alike. Processor
    time (all threads together) says what a picture costs even where the machine is busy with other things.
    """
    engine = open_engine()
    labels = starting_maps()[0].labels
    kinds: dict[str, Callable[[int], object]] = {"colour fill (baseline)": lambda _seed: png_of(colours()[labels])}
    for steps in STEPS:
        kinds[f"{steps} steps"] = _painter(engine, labels, steps)
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    worked: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(repeats + 1):
        for name, paint in kinds.items():
            start, work = time.perf_counter(), time.process_time()
            paint(number)
            taken[name].append((time.perf_counter() - start) * 1000)
            worked[name].append((time.process_time() - work) * 1000)
    info = engine.info()
    return {
        "device": info.device, "model": info.model, "parameters": info.parameters, "repeats": repeats,
        "milliseconds": {name: _spread(times[1:]) for name, times in taken.items()},
        "processor_milliseconds": {name: _spread(times[1:]) for name, times in worked.items()},
    }  # fmt: skip


def _painter(engine: SmallModelEngine, labels: np.ndarray, steps: int) -> Callable[[int], object]:
    def paint(seed: int) -> object:
        painting = Painting(labels.tobytes(), *labels.shape, style="noon", seed=seed, steps=steps)
        return engine.run([painting], lambda *_: None, lambda _: False)

    return paint


def _spread(times: list[float]) -> dict[str, float]:
    """The first round, a warm-up, is not among them."""
    return {"median": round(statistics.median(times), 1), "p95": round(float(np.percentile(times, 95)), 1)}
