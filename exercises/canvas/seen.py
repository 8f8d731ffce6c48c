"""What the training pictures held and lacked, and an example to try: pure, from the counts in weights/seen.json.

The counts are made by `python -m exercises.canvas.training.count`, from the same layouts and lights that the model
learnt from.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from exercises.canvas.materials import MATERIALS, STYLES

COUNTS = Path(__file__).parent / "weights" / "seen.json"
SELDOM = 60
"""Of 1000 training pictures: what is in fewer has hardly been seen."""


@dataclass(frozen=True)
class Seen:
    """How many of 1000 training pictures held what. Keys are those of materials and styles."""

    alone: dict[str, float]
    """A material on at least 1 % of the picture."""
    together: dict[str, float]
    """Two such materials in one picture: "snow+flowers", in the palette's order."""
    light: dict[str, float]
    """A style by itself, or two blended: "night+winter", in the styles' order."""

    def pair(self, one: str, other: str) -> float:
        """Of 1000, those that held both materials."""
        return self.together.get("+".join(sorted((one, other), key=_PLACE.index)), 0.0)

    def lit(self, one: str, other: str) -> float:
        """Of 1000, those in one light, or in a blend of two."""
        return self.light.get("+".join(sorted({one, other}, key=_LIGHTS.index)), 0.0)


@dataclass(frozen=True)
class Lack:
    """Something that was seldom seen in training: materials together, or one material in a light."""

    materials: tuple[str, ...]
    style: str
    """A style or a blend as a Painting takes it; empty where the light does not matter."""
    of_thousand: float


_PLACE = [one.key for one in MATERIALS]
_LIGHTS = [one.key for one in STYLES]
BLENDS = (("winter", "night"), ("autumn", "night"), ("dawn", "winter"), ("golden", "overcast"), ("autumn", "winter"))
"""Lights that a child can imagine and that are half one style and half another."""


@cache
def counted() -> Seen:
    """The counts that ship with the weights."""
    return Seen(**json.loads(COUNTS.read_text("utf-8"))["of_thousand"])


def lack_of(seen: Seen, materials: Collection[str], style: str) -> Lack | None:
    """What of this map was seldom seen: its rarest pair of materials, or the light upon one; None where nothing was."""
    pairs = [Lack(pair, "", seen.pair(*pair)) for pair in combinations(sorted(materials, key=_PLACE.index), 2)]
    one, _, rest = style.partition(":")
    blend = seen.lit(one, rest.partition(":")[2]) if rest else 1000.0
    lit = [Lack((key,), style, seen.alone[key] * blend / 1000) for key in materials if rest]
    seldom = [lack for lack in (*pairs, *lit) if lack.of_thousand < SELDOM]
    return min(seldom, key=lambda lack: lack.of_thousand, default=None)


def example(seen: Seen, materials: Collection[str], seed: int) -> Lack:
    """Something seldom to try, with a material that the map already has where there is one; the seed varies it."""
    at_hand = sorted(materials, key=_PLACE.index) or _PLACE
    tries = [
        Lack((key,), f"{one}:0.5:{other}", seen.alone[key] * seen.lit(one, other) / 1000)
        for key in at_hand
        for one, other in BLENDS
        if key not in ("sky", "glow")
    ]
    seldom = sorted(tries, key=lambda lack: lack.of_thousand)[: max(1, len(tries) // 2)]
    return seldom[seed % len(seldom)] if seldom else Lack(("forest",), "winter:0.5:night", 0.0)
