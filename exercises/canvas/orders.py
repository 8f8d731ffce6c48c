"""What a browser sends, checked: a map, a style and a seed become a Painting, or a LabError that says what is wrong."""

from typing import Any

from exercises.canvas.errors import MapMissing
from exercises.canvas.label_runs import decoded
from exercises.canvas.requests import Painting
from exercises.canvas.templates import SIZE

FINISH_STEPS = 8
"""How often the model looks at a picture that is to be finished; once while it follows the brush."""
LONGEST_STYLE = 60


def painting_of(order: Any, size: int, words: str = "") -> Painting:
    """`order` is {"map": runs, "style": key, "seed": number, "finish": true or absent}; `size` in pixels."""
    if not isinstance(order, dict) or not isinstance(order.get("map"), str):
        raise MapMissing()
    labels = decoded(order["map"], SIZE).tobytes()
    style = str(order.get("style"))[:LONGEST_STYLE]
    steps = FINISH_STEPS if order.get("finish") is True else 1
    return Painting(labels, SIZE, SIZE, style, order.get("seed", 0), steps, size, words)


def flag(order: Any, name: str) -> bool:
    """Whether the order says yes to `name`; anything but true is no."""
    return isinstance(order, dict) and order.get(name) is True


def words_of(order: Any) -> str:
    """The free text of an order, without the spaces around it; empty where there is none."""
    return str(order.get("words") or "").strip() if isinstance(order, dict) else ""


def file_name(style: str, seed: int) -> str:
    """What a downloaded picture is called, in letters that every system takes."""
    light = style.replace(":", "-").replace(".", "")
    return f"verkstad-{light}-{seed}.png"
