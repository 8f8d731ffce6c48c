"""Maps for the tests, and one engine for all of them: loading it takes a second or two."""

import numpy as np
import pytest

from exercises.canvas.engine import Painting, SmallModelEngine
from exercises.canvas.materials import material


@pytest.fixture(scope="session")
def engine() -> SmallModelEngine:
    return SmallModelEngine(device="cpu", threads=1)


@pytest.fixture
def lake_map() -> np.ndarray:
    """Sky above, a mountain, a lake below."""
    labels = np.zeros((64, 64), dtype=np.uint8)
    labels[20:32, 10:50] = material("mountain").id
    labels[32:] = material("lake").id
    return labels


@pytest.fixture
def painting(lake_map):
    """A function that makes a request out of the lake map, with whatever is named changed."""

    def make(labels=lake_map, **changes) -> Painting:
        asked = {"style": "noon", "seed": 7, "size": 64} | changes
        return Painting(labels.tobytes(), *labels.shape, **asked)

    return make


@pytest.fixture
def run(engine):
    """A function that paints requests which nobody watches or cancels."""

    def paint(*requests: Painting):
        return engine.run(requests, lambda *_: None, lambda _: False)

    return paint
