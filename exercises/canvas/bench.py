"""`verkstad bench canvas`: what a picture costs beside a plain colour fill and beside other models, in the same run."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from exercises.canvas.engine import WEIGHTS, Painting, SmallModelEngine, open_engine, png_of
from exercises.canvas.materials import MATERIALS, colours, resized
from exercises.canvas.templates import SIZE, starting_maps

REPEATS, PEER_REPEATS = 15, 3
STEPS = (1, 4, 8)
SIZES = (256, 512)
FILL = "colour fill (baseline)"
STROKE = "1 step, next stroke"
NEW = "1 step, a new seed"
"""The same seed as before and a map that has changed a little; all others have a new seed each time."""


def run(
    repeats: int = REPEATS, peers: int = PEER_REPEATS, peers_512: bool = False, pictures: int = 0, tiny: bool = False
) -> dict[str, object]:
    """Milliseconds and memory of a picture, PNG included, by size and number of steps.

    `peers` is how often each other model paints (0 leaves them out), at 256 pixels and with `peers_512` at 512 too.
    With `pictures` the quality is measured on so many. `tiny` makes the peers small, for a trial of the bench itself.
    """
    engine = open_engine()
    info = engine.info()
    figures: dict[str, object] = {
        "device": info.device, "model": info.model, "parameters": info.parameters, "repeats": repeats,
    }  # fmt: skip
    sizes = {str(size): _ours(engine, size, repeats) for size in SIZES}
    figures["milliseconds"] = {size: spread for size, (spread, _) in sizes.items()}
    figures["processor_milliseconds"] = {size: spread for size, (_, spread) in sizes.items()}
    figures["memory_mib"] = {str(size): {f"{steps} steps": _memory(size, steps) for steps in STEPS} for size in SIZES}
    if peers:
        figures["peers"] = {
            str(size): _peers(engine, size, peers, tiny) for size in ((256, 512) if peers_512 else (256,))
        }
    if pictures:
        from exercises.canvas.training.evaluate import evaluate

        figures["quality"] = evaluate(WEIGHTS, count=pictures)
    return figures


Spreads = dict[str, dict[str, float]]


def _ours(engine: SmallModelEngine, size: int, repeats: int) -> tuple[Spreads, Spreads]:
    """By kind, milliseconds and processor milliseconds (all threads together).

    The kinds take turns within each round, so that a busy moment of the machine falls on all of them alike. Processor
    time says what a picture costs even where the machine is busy with other things.
    """
    filled = colours()[resized(starting_maps()[0].labels, size, size)]
    kinds: dict[str, Callable[[int], object]] = {FILL: lambda _seed: png_of(filled)}
    kinds |= {STROKE: _painter(engine, size, 1, stroke=True)}
    kinds |= {f"{steps} steps": _painter(engine, size, steps) for steps in STEPS}
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    worked: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(repeats + 1):
        for name, paint in kinds.items():
            milliseconds, work = _timed(lambda paint=paint, number=number: paint(number))  # type: ignore[misc]
            taken[name].append(milliseconds)
            worked[name].append(work)
    return _spreads(taken), _spreads(worked)


def _peers(engine: SmallModelEngine, size: int, repeats: int, tiny: bool) -> dict[str, object]:
    """Each other model, taking turns with ours in one step, and how many times ours it costs: a stroke on a picture
    that is there, which is what a painter waits for, and the first picture of a new seed."""
    from exercises.canvas.peers import PEERS

    told: dict[str, object] = {}
    for place, (name, make) in enumerate(PEERS.items(), start=1):
        paint, parameters = make(size, engine.device, tiny)
        works = {"theirs": lambda _number, paint=paint: paint(), STROKE: _painter(engine, size, 1, stroke=True)}
        works[NEW] = _painter(engine, size, 1, first_seed=1000 * place)
        taken: dict[str, list[float]] = {kind: [] for kind in works}
        for number in range(repeats + 1):
            for kind, work in works.items():
                taken[kind].append(_timed(lambda work=work, number=number: work(number))[0])  # type: ignore[misc]
        spreads = _spreads(taken)
        theirs = spreads.pop("theirs")
        told[name] = {
            "parameters": parameters, "milliseconds": theirs, "ours_milliseconds": spreads,
            "times_ours": {kind: round(theirs["median"] / own["median"], 1) for kind, own in spreads.items()},
        }  # fmt: skip
        del paint, works
        gc.collect()
    return told


def _memory(size: int, steps: int) -> float:
    """MiB that a process of its own holds at most, its engine and libraries included, while it paints one picture."""
    command = [sys.executable, "-m", "exercises.canvas.bench", str(size), str(steps)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def most_held(size: int, steps: int) -> float:
    """Paint one picture, and give what this process has held at most, in MiB."""
    _painter(open_engine(), size, steps)(0)
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def _painter(
    engine: SmallModelEngine, size: int, steps: int, stroke: bool = False, first_seed: int = 0
) -> Callable[[int], object]:
    labels = starting_maps()[0].labels.copy()

    def paint(number: int) -> object:
        seed = first_seed if stroke else first_seed + number
        if stroke:
            labels[-20:, 8 * number % labels.shape[1] :][:, :20] = number % len(MATERIALS)
        painting = Painting(labels.tobytes(), SIZE, SIZE, "noon", seed, steps, size)
        return engine.run([painting], lambda *_: None, lambda _: False)

    return paint


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds, and those that processors worked."""
    start, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def _spreads(taken: dict[str, list[float]]) -> Spreads:
    """The first round, a warm-up, is not among them."""
    return {name: _spread(times[1:]) for name, times in taken.items()}


def _spread(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 1), "p95": round(float(np.percentile(times, 95)), 1)}


if __name__ == "__main__":
    print(most_held(int(sys.argv[1]), int(sys.argv[2])))
