"""The engine process: it alone imports torch. It hears work on its standard input and answers on its standard output.

A process of its own kind rather than multiprocessing's: *spawn* imports the parent's main module again, which under
`streamlit run` is all of Streamlit. When the portal ends, even by kill -9, the pipe closes and this process ends too.
"""

import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from lab.errors import LabError
from lab.exercise import Engine


@dataclass(frozen=True)
class Open:
    """Make the engine named "module:function" ready."""

    engine: str


@dataclass(frozen=True)
class Work:
    """Run these requests together."""

    number: int
    engine: str
    requests: tuple[Any, ...]


@dataclass(frozen=True)
class Cancel:
    """Request `index` of work `number` is no longer wanted."""

    number: int
    index: int


@dataclass(frozen=True)
class Opened:
    engine: str
    device: str
    model: str
    together: int
    """Most requests that it gains from running at once."""


@dataclass(frozen=True)
class Step:
    """Request `index` of the running work has done `step` of `steps`."""

    index: int
    step: int
    steps: int


@dataclass(frozen=True)
class Done:
    """One outcome for each request: a result, None where it was cancelled, or the LabError it met."""

    outcomes: tuple[Any, ...]


@dataclass(frozen=True)
class NotOpened:
    """The engine cannot be opened, and says why."""

    error: LabError


class Bench:
    """Holds the engines that have been opened, and runs one piece of work at a time."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._engines: dict[str, Engine] = {}
        self._cancelled: set[tuple[int, int]] = set()

    def hear(self, orders: BinaryIO, inbox: "queue.SimpleQueue[Open | Work]") -> None:
        """Runs in a thread of its own, so that a cancel is heard during work. The process ends with the pipe."""
        with suppress(EOFError, OSError):
            while True:
                order = pickle.load(orders)
                if isinstance(order, Cancel):
                    self._cancelled.add((order.number, order.index))
                else:
                    inbox.put(order)
        os._exit(0)

    def do(self, order: Open | Work) -> None:
        """Answer one order; anything but a LabError ends the process, since its memory can no longer be trusted."""
        if isinstance(order, Open):
            self._answer(self._opened(order.engine))
        else:
            self._answer(Done(tuple(self._run(order))))
            self._cancelled = {(number, index) for number, index in self._cancelled if number > order.number}

    def _answer(self, answer: Opened | NotOpened | Step | Done) -> None:
        pickle.dump(answer, self._answers)
        self._answers.flush()

    def _opened(self, name: str) -> Opened | NotOpened:
        module, _, function = name.partition(":")
        try:
            if name not in self._engines:
                self._engines[name] = getattr(importlib.import_module(module), function)()
        except LabError as error:
            return NotOpened(error)
        return _described(name, self._engines[name])

    def _run(self, work: Work) -> Sequence[Any]:
        """All requests together; one by one when one of them is refused, so that the others still get their answer."""
        try:
            return self._together(work, range(len(work.requests)))
        except LabError:
            return [self._alone(work, index) for index in range(len(work.requests))]

    def _alone(self, work: Work, index: int) -> Any:
        try:
            return self._together(work, [index])[0]
        except LabError as error:
            return error

    def _together(self, work: Work, indices: Sequence[int]) -> Sequence[Any]:
        def progress(index: int, step: int, steps: int) -> None:
            self._answer(Step(indices[index], step, steps))

        def cancelled(index: int) -> bool:
            return (work.number, indices[index]) in self._cancelled

        return self._engines[work.engine].run([work.requests[index] for index in indices], progress, cancelled)


def main() -> None:
    """Serve the portal until it goes."""
    # The terminal's Ctrl-C reaches the whole group; the portal closes its engines itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench = Bench(_own_standard_output())
    inbox: queue.SimpleQueue[Open | Work] = queue.SimpleQueue()
    threading.Thread(target=bench.hear, args=(sys.stdin.buffer, inbox), daemon=True).start()
    try:
        while True:
            bench.do(inbox.get())
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _described(name: str, engine: Engine) -> Opened:
    """A CPU paints several no sooner than one after the other, so there the first need not wait for the last."""
    usual = 1 if engine.device == "cpu" else 4
    return Opened(name, engine.device, engine.model, getattr(engine, "together", usual))


def _own_standard_output() -> BinaryIO:
    """The pipe to the portal; whatever a library prints goes to the log instead of into our answers."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


if __name__ == "__main__":
    # Under its real name, so that the answers are of the classes that the portal knows.
    from lab import engine_child

    engine_child.main()
