"""One engine process per device: the portal hands it work and never imports torch itself.

Two lines lead to it, one of live work (strokes) and one of slow work (a request that says `slow`). In each an owner,
a seat, has at most one piece waiting, a newer one takes the older one's place, and lab/turns.py tells whose turn it is.
Live work runs together in small batches, and the process lets it go first at every step of slow work.
"""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from lab.engine_child import Cancel, NotOpened, Open, Opened, Step, Work
from lab.engine_lines import Batch, EngineStatus, Line, Piece, Standing, WorkCancelled, WorkReplaced
from lab.engine_process import EngineDied, EngineProcess
from lab.errors import EngineUnavailable, LabError
from lab.settings import Settings
from lab.turns import BatchSize

__all__ = ["EngineHost", "EngineStatus", "Standing", "WorkCancelled", "WorkReplaced"]

OPENING_SECONDS = 300.0
LONGEST_REST = 30.0


class EngineHost:
    """Queues work for the engine process, which starts at first use and again after a crash. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._changed = threading.Condition()
        self._opening = threading.RLock()
        self._live, self._slow = self._lines = Line(slow=False), Line(slow=True)
        self._numbers = 0
        self._process: EngineProcess | None = None
        self._opened: dict[str, Opened] = {}
        self._state = "not started"
        self._failures = 0
        self._rest_until = 0.0
        self._workers: list[threading.Thread] = []
        self._closed = False

    def submit(self, exercise: str, engine: str, owner: str, request: Any) -> Future[Any]:
        """Queue `request` for the engine named "module:function"; it replaces an older one of `owner` that waits.

        What follows a "#" in `owner` tells several things of one owner apart: they do not replace each other, but
        share one owner's turns. The future gives the engine's result, or raises a LabError: what the engine refused,
        WorkReplaced, WorkCancelled, or EngineUnavailable when the process died or took too long.
        """
        piece = Piece(exercise, engine, owner, request)
        line, other = (self._slow, self._live) if getattr(request, "slow", False) else (self._live, self._slow)
        with self._changed:
            self._start_workers()
            replaced = [line.turns.put(owner, piece), other.turns.drop(owner)]
            self._changed.notify_all()
        for older in filter(None, replaced):
            older.fail(WorkReplaced())
        return piece.future

    def warm(self, engine: str) -> None:
        """Start the process and open `engine` in it, in the background."""
        with self._changed:
            self._start_workers()
            if engine not in self._opened and engine not in self._live.to_warm:
                self._live.to_warm.append(engine)
                self._changed.notify_all()

    def standing(self, owner: str) -> Standing | None:
        """Where the work of `owner` stands, or None when there is none."""
        with self._changed:
            for line in self._lines:
                for piece in line.running():
                    if piece.owner == owner:
                        return Standing(0, piece.step, piece.steps)
                if place := line.turns.place(owner):
                    return Standing(place)
        return None

    def cancel(self, owner: str) -> None:
        """Drop what `owner` has waiting, and stop what runs at its next step."""
        with self._changed:
            dropped = [line.turns.drop(owner) for line in self._lines]
            for batch in (line.batch for line in self._lines if line.batch):
                for index, piece in enumerate(batch.pieces):
                    if piece.owner == owner and self._process:
                        self._process.tell(Cancel(batch.number, index))
        for piece in filter(None, dropped):
            piece.fail(WorkCancelled())

    def status(self) -> EngineStatus:
        """For /healthz and the doctor."""
        with self._changed:
            known = next(iter(self._opened.values()), Opened(0, "", "", "", 1))
            gone = self._process is not None and not self._process.alive()
            waiting = sum(len(line.turns) for line in self._lines)
            return EngineStatus("restarting" if gone else self._state, known.device, known.model, waiting)

    def process_id(self) -> int | None:
        """The engine process's number, or None while there is none."""
        process = self._process
        return process.pid if process else None

    def close(self) -> None:
        """Stop the process and refuse what still waits. Nothing of ours runs afterwards."""
        with self._changed:
            self._closed = True
            left = [piece for line in self._lines for piece in line.turns.clear()]
            if self._process:
                self._process.stop()
            self._changed.notify_all()
        for piece in left:
            piece.fail(EngineUnavailable())
        for worker in self._workers:
            worker.join()

    def _start_workers(self) -> None:
        if self._closed:
            raise EngineUnavailable()
        for line in () if self._workers else self._lines:
            worker = threading.Thread(target=self._serve, args=(line,), name="engine host", daemon=True)
            self._workers.append(worker)
            worker.start()

    def _serve(self, line: Line) -> None:
        while batch := self._next_batch(line):
            self._run(line, batch)
            with self._changed:
                line.batch = None

    def _next_batch(self, line: Line) -> Batch | None:
        """Waits for something to do; None when the host closes."""
        with self._changed:
            while not self._closed:
                if len(line.turns):
                    line.batch = Batch(self._number(), *line.taken())
                    return line.batch
                if line.to_warm:
                    line.batch = Batch(self._number(), line.to_warm.popleft(), [])
                    return line.batch
                self._changed.wait()
            return None

    def _number(self) -> int:
        with self._changed:
            self._numbers += 1
            return self._numbers

    def _run(self, line: Line, batch: Batch) -> None:
        process = None
        try:
            process = self._ready(batch.engine)
            if batch.pieces:
                batch.finish(self._worked(process, line, batch))
        except EngineDied:
            self._lose(batch, process)
        except LabError as error:
            batch.finish([error] * len(batch.pieces))

    def _worked(self, process: EngineProcess, line: Line, batch: Batch) -> Sequence[Any]:
        work = Work(batch.number, batch.engine, tuple(piece.request for piece in batch.pieces), line.slow)

        def stepped(step: Step) -> None:
            piece = batch.pieces[step.index]
            piece.step, piece.steps = step.step, step.steps

        began = time.monotonic()
        outcomes: Sequence[Any] = process.ask(work, self._settings.engine_seconds, stepped).outcomes
        if batch.engine in line.sizes:
            line.sizes[batch.engine].took(len(batch.pieces), time.monotonic() - began)
        return outcomes

    def _ready(self, engine: str) -> EngineProcess:
        """A living process with `engine` open in it, started where there is none."""
        with self._opening:
            if self._process and not self._process.alive():
                self._let_go(self._process)
            if engine not in self._opened and time.monotonic() < self._rest_until:
                raise EngineUnavailable()
            process = self._started()
            if engine not in self._opened:
                self._open(process, engine)
            return process

    def _started(self) -> EngineProcess:
        with self._changed:
            if self._closed:
                raise EngineDied
            if self._process is None:
                self._state = "starting" if self._state == "not started" else "restarting"
                self._process = EngineProcess(self._settings)
            return self._process

    def _open(self, process: EngineProcess, engine: str) -> None:
        try:
            answer = process.ask(Open(self._number(), engine), OPENING_SECONDS, lambda step: None)
        except EngineDied:
            self._rest_after_a_bad_start(process)
            raise
        if isinstance(answer, NotOpened):
            raise answer.error
        with self._changed:
            self._opened[engine] = answer
            self._live.sizes.setdefault(engine, BatchSize(answer.together))
            self._state = "ready"
            self._failures = 0

    def _rest_after_a_bad_start(self, process: EngineProcess) -> None:
        """One that dies before it has opened anything would do so again at once: it rests, longer each time."""
        if not self._opened:
            self._failures += 1
            self._rest_until = time.monotonic() + min(LONGEST_REST, 2.0**self._failures)
        self._let_go(process)

    def _lose(self, batch: Batch, process: EngineProcess | None) -> None:
        """The process died or took too long: what ran is lost, and a fresh process makes ready what was open."""
        if process:
            with self._opening:
                self._let_go(process)
        for piece in batch.pieces:
            piece.fail(EngineUnavailable())

    def _let_go(self, process: EngineProcess) -> None:
        """Forget `process`, unless another took its place already."""
        process.stop()
        with self._changed:
            if self._process is process:
                self._process = None
                self._live.to_warm.extend(self._opened)
                self._opened.clear()
                self._state = "restarting"
                self._changed.notify_all()
