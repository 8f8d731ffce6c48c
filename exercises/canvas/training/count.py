"""`python -m exercises.canvas.training.count`: what the training pictures held, counted into weights/seen.json.

Layouts and lights are drawn as the training draws them, so that what is told of them is true of what was learnt from.
"""

import argparse
import json
from collections import Counter
from itertools import combinations

import numpy as np

from exercises.canvas.materials import MATERIALS, STYLES
from exercises.canvas.seen import COUNTS
from exercises.canvas.training.data import draw_one, random_styles

LEAST_PART = 0.01
"""A material on less than this part of a picture does not count as seen in it."""
SIDE = 128


def count(pictures: int) -> dict[str, dict[str, float]]:
    """How many of 1000 training pictures held each material, each two of them, and each light."""
    alone: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for number in range(pictures):
        parts = np.bincount(draw_one(number, SIDE).ravel(), minlength=len(MATERIALS)) / SIDE**2
        held = [one.key for one in MATERIALS if parts[one.id] >= LEAST_PART]
        alone.update(held)
        together.update("+".join(pair) for pair in combinations(held, 2))
    lights = Counter(_light(row) for row in random_styles(np.random.default_rng(0), 20 * pictures).numpy())
    return {
        "alone": {one.key: _of_thousand(alone[one.key], pictures) for one in MATERIALS},
        "together": {pair: _of_thousand(found, pictures) for pair, found in sorted(together.items())},
        "light": {name: _of_thousand(found, 20 * pictures) for name, found in sorted(lights.items())},
    }


def _light(weights: np.ndarray) -> str:
    """One style, or two where each has a part that shows."""
    return "+".join(one.key for one in STYLES if weights[one.id] > 0.15)


def _of_thousand(found: int, pictures: int) -> float:
    return round(1000 * found / pictures, 2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training.count", description=__doc__)
    parser.add_argument("--pictures", type=int, default=4000)
    pictures = parser.parse_args().pictures
    counts = {"pictures": pictures, "of_thousand": count(pictures)}
    COUNTS.write_text(json.dumps(counts, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
