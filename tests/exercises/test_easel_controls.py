"""What the canvas answers while the leader has paused or stopped the session."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from exercises.canvas.easel import Easel
from exercises.canvas.label_runs import encoded
from exercises.canvas.templates import starting_maps
from lab.engine_host import WorkCancelled
from lab.exercise import Controls
from tests.exercises.conftest import House

ORDER = {"map": encoded(starting_maps()[0].labels), "style": "noon", "seed": 7}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(house: House, wait: Callable[[Any], Any]) -> Ask:
    """Asks the easel as whoever is here."""
    easel = Easel(house.workbench())
    return lambda verb, order=None: wait(easel.answer(getattr(easel, verb), order, object()))


@pytest.mark.parametrize(("said", "told"), [(Controls(paused=True), "paused"), (Controls(stopped=True), "stopped")])
def test_nothing_new_is_painted_until_the_leader_lets_it_go_on(
    ask: Ask, house: House, said: Controls, told: str
) -> None:
    house.said = said
    assert ask("paint", ORDER) == {told: True}
    assert house.engines.asked == []
    house.said = Controls()
    assert "png" in ask("paint", ORDER)


@pytest.mark.parametrize("said", [Controls(paused=True), Controls(stopped=True)])
def test_a_finished_picture_is_lost_to_nobody(ask: Ask, house: House, said: Controls) -> None:
    ask("paint", ORDER)
    house.said = said
    assert ask("save", ORDER)["id"] == "picture-1"
    assert ask("download", ORDER)["png"]
    assert len(house.engines.asked) == 1


@pytest.mark.parametrize("verb", ["paint", "finish"])
def test_what_was_under_way_when_the_leader_stopped_is_no_fault_to_tell_of(ask: Ask, house: House, verb: str) -> None:
    def stopped_meanwhile(*_asked: Any) -> Future[Any]:
        house.said = Controls(stopped=True)
        dropped: Future[Any] = Future()
        dropped.set_exception(WorkCancelled())
        return dropped

    house.engines.submit = stopped_meanwhile  # type: ignore[method-assign]
    assert ask(verb, ORDER) == {"stopped": True}


def test_a_page_that_asks_how_it_stands_is_told_of_the_pause(ask: Ask, house: House) -> None:
    assert not ask("standing").get("paused")
    house.said = Controls(paused=True)
    assert ask("standing")["paused"]
