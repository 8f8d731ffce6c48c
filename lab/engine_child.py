"""The engine process: it alone imports torch. It hears work on its standard input and answers on its standard output.

A process of its own kind rather than multiprocessing's: *spawn* imports the parent's main module again, which under
`streamlit run` is all of Streamlit. When the portal ends, even by kill -9, the pipe closes and this process ends too.

Slow work (a picture in many steps, a look inside) lets live work go first at each of its own steps: see `Bench`.
"""

import importlib
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from lab.errors import LabError
from lab.exercise import Engine

LIVE_TURNS = 4
"""Batches of live work between two steps of slow work: so many that strokes hardly notice, so few that slow work of
eight steps is done within seconds however busy the room is."""
GRACE = 0.003
"""Seconds in which the portal can send the next live batch before a slow step begins."""


@dataclass(frozen=True)
class Open:
    """Make the engine named "module:function" ready."""

    number: int
    engine: str


@dataclass(frozen=True)
class Work:
    """Run these requests together."""

    number: int
    engine: str
    requests: tuple[Any, ...]
    slow: bool = False


@dataclass(frozen=True)
class Cancel:
    """Request `index` of work `number` is no longer wanted."""

    number: int
    index: int


@dataclass(frozen=True)
class Opened:
    number: int
    engine: str
    device: str
    model: str
    together: int
    """Most requests that it gains from running at once."""


@dataclass(frozen=True)
class Step:
    """Request `index` of work `number` has done `step` of `steps`."""

    number: int
    index: int
    step: int
    steps: int


@dataclass(frozen=True)
class Done:
    """One outcome for each request: a result, None where it was cancelled, or the LabError it met."""

    number: int
    outcomes: tuple[Any, ...]


@dataclass(frozen=True)
class NotOpened:
    """The engine cannot be opened, and says why."""

    number: int
    error: LabError


class Inbox:
    """Orders that wait in the process: slow work apart from the rest."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._live: deque[Open | Work] = deque()
        self._slow: deque[Work] = deque()

    def put(self, order: Open | Work) -> None:
        """Let `order` wait."""
        with self._changed:
            if isinstance(order, Work) and order.slow:
                self._slow.append(order)
            else:
                self._live.append(order)
            self._changed.notify()

    def take(self) -> Open | Work:
        """The next order, live work first. Waits for one."""
        with self._changed:
            self._changed.wait_for(lambda: self._live or self._slow)
            return self._live.popleft() if self._live else self._slow.popleft()

    def take_live(self, seconds: float) -> Open | Work | None:
        """The next order that is not slow, waited for at most so long; None where there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._live, seconds)
            return self._live.popleft() if self._live else None


class Bench:
    """Holds the engines that have been opened, and runs one piece of work at a time.

    After each step of slow work, the live work that has come in the meantime is run before the next step: at most
    LIVE_TURNS batches of it, so that the slow work too gets on.
    """

    def __init__(self, answers: BinaryIO) -> None:
        self.inbox = Inbox()
        self._answers = answers
        self._engines: dict[str, Engine] = {}
        self._cancelled: set[tuple[int, int]] = set()

    def hear(self, orders: BinaryIO) -> None:
        """Runs in a thread of its own, so that a cancel is heard during work. The process ends with the pipe."""
        with suppress(EOFError, OSError):
            while True:
                order = pickle.load(orders)
                if isinstance(order, Cancel):
                    self._cancelled.add((order.number, order.index))
                else:
                    self.inbox.put(order)
        os._exit(0)

    def do(self, order: Open | Work) -> None:
        """Answer one order; anything but a LabError ends the process, since its memory can no longer be trusted."""
        if isinstance(order, Open):
            self._answer(self._opened(order))
        else:
            self._answer(Done(order.number, tuple(self._run(order))))
            self._cancelled = {cancel for cancel in self._cancelled if cancel[0] != order.number}

    def _answer(self, answer: Opened | NotOpened | Step | Done) -> None:
        pickle.dump(answer, self._answers, pickle.HIGHEST_PROTOCOL)
        self._answers.flush()

    def _opened(self, order: Open) -> Opened | NotOpened:
        module, _, function = order.engine.partition(":")
        try:
            if order.engine not in self._engines:
                self._engines[order.engine] = getattr(importlib.import_module(module), function)()
        except LabError as error:
            return NotOpened(order.number, error)
        return _described(order, self._engines[order.engine])

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
            if steps > 1:
                self._answer(Step(work.number, indices[index], step, steps))
            if work.slow:
                self._let_live_work_go_first()

        def cancelled(index: int) -> bool:
            return (work.number, indices[index]) in self._cancelled

        return self._engines[work.engine].run([work.requests[index] for index in indices], progress, cancelled)

    def _let_live_work_go_first(self) -> None:
        for turn in range(LIVE_TURNS):
            order = self.inbox.take_live(GRACE if turn else 0)
            if order is None:
                return
            self.do(order)


def main() -> None:
    """Serve the portal until it goes."""
    # The terminal's Ctrl-C reaches the whole group; the portal closes its engines itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench = Bench(_own_standard_output())
    threading.Thread(target=bench.hear, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        while True:
            bench.do(bench.inbox.take())
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _described(order: Open, engine: Engine) -> Opened:
    """A CPU paints several no sooner than one after the other, so there the first need not wait for the last."""
    usual = 1 if engine.device == "cpu" else 16
    return Opened(order.number, order.engine, engine.device, engine.model, getattr(engine, "together", usual))


def _own_standard_output() -> BinaryIO:
    """The pipe to the portal; whatever a library prints goes to the log instead of into our answers."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


if __name__ == "__main__":
    # Under its real name, so that the answers are of the classes that the portal knows.
    from lab import engine_child

    engine_child.main()
