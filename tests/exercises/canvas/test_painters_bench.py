"""The painters' load test, with a portal that answers from memory."""

import time
from typing import Any

import numpy as np
import pytest

from exercises.canvas import painters_bench
from exercises.canvas.label_runs import decoded
from exercises.canvas.painters_bench import Hand, PainterTurnedAway, Youth, _measured
from exercises.canvas.templates import SIZE


class Prompt(Youth):
    """Is answered at once, or not at all."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self._tab, self._answer = "tab", answer
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(self, function: str, order: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((function, order))
        time.sleep(0.01)
        return self._answer


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painters_bench, "WARM_UP", 0.0)


def test_a_hand_changes_the_map_a_little_with_every_move() -> None:
    hand = Hand(seed=5)
    first, second = (decoded(hand.map_after(seconds), SIZE) for seconds in (0.1, 0.3))
    changed = (first != second).mean()
    assert 0 < changed < 0.1
    assert (decoded(hand.map_after(0.3), SIZE) == second).all()


def test_each_painter_has_one_stroke_on_the_way_and_waits_as_long_as_it_is_told() -> None:
    youths = [Prompt({"png": "x", "wait": 50, "whole": False}) for _ in range(3)]
    told = _measured(youths, 0.5)  # type: ignore[arg-type]
    assert 0 < told["p50_ms"] <= told["p95_ms"]
    assert told["at_full_size"] == 0
    assert all(len(youth.asked) <= 11 for youth in youths)
    function, order = youths[0].asked[0]
    assert function == "paint"
    assert np.asarray(decoded(order["map"], SIZE)).shape == (SIZE, SIZE)


def test_a_portal_that_answers_without_a_picture_ends_the_measurement() -> None:
    with pytest.raises(PainterTurnedAway, match="gone"):
        _measured([Prompt({"gone": True})], 0.5)  # type: ignore[list-item]


def test_without_a_single_picture_it_is_said_instead_of_a_figure() -> None:
    with pytest.raises(PainterTurnedAway, match="longer"):
        _measured([Prompt({"png": "x"})], 0.0)  # type: ignore[list-item]
