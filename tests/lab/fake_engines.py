"""Small engines for the engine process in tests. A request is a `Wish`; what comes back tells what happened to it."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lab.errors import LabError
from lab.exercise import Progress


class TooBig(LabError):
    message = "{number} is too big."


@dataclass(frozen=True)
class Wish:
    number: int = 0
    do: str = ""
    seconds: float = 0.0
    steps: int = 1
    slow: bool = False


@dataclass(frozen=True)
class Answer:
    number: int
    process: int
    batch: int
    imported: tuple[str, ...] = ()
    environment: tuple[str, str] = ("", "")


class Granting:
    device = "cpu"
    model = "granting"
    together = 4

    def run(
        self, batch: Sequence[Wish], progress: Progress, cancelled: Callable[[int], bool]
    ) -> Sequence[Answer | None]:
        return [self._grant(index, wish, len(batch), progress, cancelled) for index, wish in enumerate(batch)]

    def _grant(
        self, index: int, wish: Wish, size: int, progress: Progress, cancelled: Callable[[int], bool]
    ) -> Answer | None:
        if wish.do == "crash":
            os._exit(7)
        if wish.do == "fault":
            raise ValueError("a fault in the program")
        if wish.do == "refuse":
            raise TooBig(number=wish.number)
        print("a library that talks on standard output")
        for step in range(1, wish.steps + 1):
            if cancelled(index):
                return None
            time.sleep(wish.seconds)
            progress(index, step, wish.steps)
        settings = (os.environ["VERKSTAD_DEVICE"], os.environ["VERKSTAD_ENGINE_THREADS"])
        return Answer(wish.number, os.getpid(), size, tuple(sys.modules), settings)


def granting() -> Granting:
    return Granting()


def another() -> Granting:
    engine = Granting()
    engine.model = "another"
    return engine


class Single(Granting):
    """Says nothing of how many it runs together."""

    def __getattribute__(self, name: str) -> Any:
        if name == "together":
            raise AttributeError(name)
        return super().__getattribute__(name)


def single() -> Single:
    return Single()


def not_here() -> Any:
    raise TooBig(number=1)


def dies_when_opened() -> Any:
    os._exit(3)
