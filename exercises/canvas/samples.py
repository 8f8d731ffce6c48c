"""Pictures for a demo lab: the starting maps in different light, painted by the engine as any youth's are."""

from concurrent.futures import wait
from itertools import cycle, islice

from exercises.canvas import marking
from exercises.canvas.engine import Painting, Picture
from exercises.canvas.exercise import EXERCISE
from exercises.canvas.materials import STYLES
from exercises.canvas.templates import SIZE, starting_maps
from lab.engine_host import EngineHost
from lab.exercise import MadePicture

PATIENCE = 20.0
"""Seconds for all of them, with starting the engine: a demo without pictures is better than one that never comes."""


def pictures(engines: EngineHost, count: int) -> list[MadePicture]:
    """`count` marked pictures, the same each time; fewer where time runs out. Raises what the engine raises."""
    maps = [start for start in starting_maps() if len(set(start.labels.ravel().tolist())) > 2]
    pairs = islice(zip(cycle(STYLES), cycle(maps)), count)
    paintings = [
        Painting(start.labels.tobytes(), SIZE, SIZE, style.key, seed) for seed, (style, start) in enumerate(pairs, 1)
    ]
    futures = [engines.submit(EXERCISE.slug, EXERCISE.engine, f"sample {one.seed}", one) for one in paintings]
    painted = wait(futures, PATIENCE).done
    return [_marked(one, future.result()) for one, future in zip(paintings, futures, strict=True) if future in painted]


def _marked(painting: Painting, picture: Picture) -> MadePicture:
    png = marking.mark(picture.png, picture.model, painting.seed)
    return MadePicture(png, EXERCISE.slug, picture.model, painting.seed, painting.style)
