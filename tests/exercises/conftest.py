"""An exercise's surroundings without a house: who is here, what was told, and an engine host that answers at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest

from lab.engine_host import EngineStatus, Standing
from lab.exercise import Controls, MadePicture, Participant, Workbench
from tests.exercises.colour_engine import ColourEngine

ADA = Participant("seat:tuesday:1", "karlstad", "tuesday", 1, "card-ada", ("canvas",))


@dataclass
class Engines:
    """Runs the colour engine in place; `broken` is raised instead of an answer."""

    broken: Exception | None = None
    asked: list[Any] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    device: str = "cpu"
    cancelled: list[str] = field(default_factory=list)
    waiting: Standing | None = None

    def submit(self, exercise: str, engine: str, owner: str, request: Any) -> Future[Any]:
        self.asked.append(request)
        self.owners.append(owner)
        future: Future[Any] = Future()
        if self.broken:
            future.set_exception(self.broken)
        else:
            future.set_result(ColourEngine().run([request], lambda *_: None, lambda _: False)[0])
        return future

    def standing(self, owner: str) -> Standing | None:
        return self.waiting

    def cancel(self, owner: str) -> None:
        self.cancelled.append(owner)

    def warm(self, engine: str) -> None:
        return

    def status(self) -> EngineStatus:
        return EngineStatus("ready", self.device, "colours")


@dataclass
class House:
    """What an exercise told the house."""

    engines: Engines = field(default_factory=Engines)
    here: Participant | None = ADA
    language: str = "sv"
    seen: list[str] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    saved: list[MadePicture] = field(default_factory=list)
    said: Controls = field(default_factory=Controls)

    def workbench(self) -> Workbench:
        def save(_who: Participant, made: MadePicture) -> str:
            self.saved.append(made)
            return f"picture-{len(self.saved)}"

        return Workbench(
            engines=self.engines,  # type: ignore[arg-type]
            who=lambda _request: self.here,
            seen=lambda _who, _slug, what: self.seen.append(what),
            happened=lambda _who, _slug, kind: self.happened.append(kind),
            save=save,
            language=lambda _request: self.language,
            controls=lambda _who: self.said,
            saved=lambda _who: [f"picture-{number}" for number in range(len(self.saved), 0, -1)],
        )


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def wait() -> Callable[[Any], Any]:
    """Runs a coroutine to its end."""
    return asyncio.run
