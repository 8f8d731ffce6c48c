"""One engine process per device: the portal hands it work and never imports torch itself.

Each owner (a seat) has at most one piece of work waiting: a newer one takes the older one's place in the queue, and its
next one goes to the end, so nobody is passed twice. Work for the same engine runs together in small batches.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from lab.engine_child import Cancel, NotOpened, Open, Opened, Step, Work
from lab.engine_process import EngineDied, EngineProcess
from lab.errors import EngineUnavailable, LabError
from lab.i18n import N_
from lab.settings import Settings

OPENING_SECONDS = 300.0
LONGEST_REST = 30.0


class WorkCancelled(LabError):
    message = N_("This was stopped before it was ready.")
    status = 409


class WorkReplaced(WorkCancelled):
    message = N_("A newer one took its place.")


@dataclass(frozen=True)
class Standing:
    """Where one piece of work stands: place in queue (0 when it runs), and steps done of how many."""

    place: int
    step: int = 0
    steps: int = 0


@dataclass(frozen=True)
class EngineStatus:
    """`state` is "not started", "starting", "ready" or "restarting"; device and model are known once it is ready."""

    state: str
    device: str = ""
    model: str = ""
    waiting: int = 0


@dataclass
class _Piece:
    """One request on its way."""

    exercise: str
    engine: str
    owner: str
    request: Any
    future: Future[Any] = field(default_factory=Future)
    step: int = 0
    steps: int = 0


@dataclass
class _Batch:
    """What the process works on now; no pieces when an engine is only made ready."""

    number: int
    engine: str
    pieces: list[_Piece]


class EngineHost:
    """Queues work for the engine process, which starts at first use and again after a crash. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, _Piece] = OrderedDict()
        self._to_warm: list[str] = []
        self._batch: _Batch | None = None
        self._batches = 0
        self._process: EngineProcess | None = None
        self._opened: dict[str, Opened] = {}
        self._state = "not started"
        self._failures = 0
        self._rest_until = 0.0
        self._worker: threading.Thread | None = None
        self._closed = False

    def submit(self, exercise: str, engine: str, owner: str, request: Any) -> Future[Any]:
        """Queue `request` for the engine named "module:function"; it replaces an older one of `owner` that waits.

        The future gives the engine's result, or raises a LabError: what the engine refused, WorkReplaced,
        WorkCancelled, or EngineUnavailable when the process died or took too long.
        """
        piece = _Piece(exercise, engine, owner, request)
        with self._changed:
            self._start_worker()
            replaced = self._waiting.get(owner)
            self._waiting[owner] = piece
            self._changed.notify_all()
        if replaced:
            _fail(replaced, WorkReplaced())
        return piece.future

    def warm(self, engine: str) -> None:
        """Start the process and open `engine` in it, in the background."""
        with self._changed:
            self._start_worker()
            self._to_warm.append(engine)
            self._changed.notify_all()

    def standing(self, owner: str) -> Standing | None:
        """Where the work of `owner` stands, or None when there is none."""
        with self._changed:
            for piece in self._running():
                if piece.owner == owner:
                    return Standing(0, piece.step, piece.steps)
            if owner in self._waiting:
                return Standing(1 + list(self._waiting).index(owner))
        return None

    def cancel(self, owner: str) -> None:
        """Drop what `owner` has waiting, and stop what runs at its next step."""
        with self._changed:
            dropped = self._waiting.pop(owner, None)
            if self._process and self._batch:
                for index, piece in enumerate(self._batch.pieces):
                    if piece.owner == owner:
                        self._process.tell(Cancel(self._batch.number, index))
        if dropped:
            _fail(dropped, WorkCancelled())

    def status(self) -> EngineStatus:
        """For /healthz and the doctor."""
        with self._changed:
            known = next(iter(self._opened.values()), Opened("", "", "", 1))
            gone = self._process is not None and not self._process.alive()
            return EngineStatus("restarting" if gone else self._state, known.device, known.model, len(self._waiting))

    def process_id(self) -> int | None:
        """The engine process's number, or None while there is none."""
        process = self._process
        return process.pid if process else None

    def close(self) -> None:
        """Stop the process and refuse what still waits. Nothing of ours runs afterwards."""
        with self._changed:
            self._closed = True
            left = list(self._waiting.values())
            self._waiting.clear()
            if self._process:
                self._process.stop()
            self._changed.notify_all()
        for piece in left:
            _fail(piece, EngineUnavailable())
        if self._worker:
            self._worker.join()

    def _start_worker(self) -> None:
        if self._closed:
            raise EngineUnavailable()
        if self._worker is None:
            self._worker = threading.Thread(target=self._serve, name="engine host", daemon=True)
            self._worker.start()

    def _running(self) -> Sequence[_Piece]:
        return self._batch.pieces if self._batch else ()

    def _serve(self) -> None:
        while batch := self._next_batch():
            self._run(batch)
            with self._changed:
                self._batch = None

    def _next_batch(self) -> _Batch | None:
        """Waits for something to do; None when the host closes."""
        with self._changed:
            while not self._closed:
                self._batches += 1
                if self._waiting:
                    self._batch = _Batch(self._batches, *self._taken())
                    return self._batch
                if self._to_warm:
                    self._batch = _Batch(self._batches, self._to_warm.pop(0), [])
                    return self._batch
                self._changed.wait()
            return None

    def _taken(self) -> tuple[str, list[_Piece]]:
        """The piece that has waited longest, and those behind it that the same engine can run along with it."""
        engine = next(iter(self._waiting.values())).engine
        most = self._opened[engine].together if engine in self._opened else 1
        chosen = [piece for piece in self._waiting.values() if piece.engine == engine][:most]
        for piece in chosen:
            del self._waiting[piece.owner]
        return engine, [piece for piece in chosen if piece.future.set_running_or_notify_cancel()]

    def _run(self, batch: _Batch) -> None:
        try:
            self._open(batch.engine)
            if batch.pieces:
                self._finish(batch, self._ask(self._work(batch), self._settings.engine_seconds).outcomes)
        except EngineDied:
            self._lose(batch)
        except LabError as error:
            self._finish(batch, [error] * len(batch.pieces))

    def _work(self, batch: _Batch) -> Work:
        return Work(batch.number, batch.engine, tuple(piece.request for piece in batch.pieces))

    def _open(self, engine: str) -> None:
        """Have `engine` ready in a living process, starting one where there is none."""
        if self._process and not self._process.alive():
            self._let_go()
        if engine in self._opened:
            return
        if time.monotonic() < self._rest_until:
            raise EngineUnavailable()
        self._start_process()
        answer = self._ask(Open(engine), OPENING_SECONDS)
        if isinstance(answer, NotOpened):
            raise answer.error
        with self._changed:
            self._opened[engine] = answer
            self._state = "ready"
            self._failures = 0

    def _start_process(self) -> None:
        with self._changed:
            if self._closed:
                raise EngineDied
            if self._process is None:
                self._state = "starting" if self._state == "not started" else "restarting"
                self._process = EngineProcess(self._settings.device, self._settings.engine_threads)

    def _ask(self, order: Open | Work, seconds: float) -> Any:
        process = self._process
        if process is None:
            raise EngineDied
        return process.ask(order, seconds, self._stepped)

    def _stepped(self, step: Step) -> None:
        piece = self._running()[step.index]
        piece.step, piece.steps = step.step, step.steps

    def _finish(self, batch: _Batch, outcomes: Sequence[Any]) -> None:
        for piece, outcome in zip(batch.pieces, outcomes, strict=True):
            if outcome is None:
                _fail(piece, WorkCancelled())
            elif isinstance(outcome, LabError):
                _fail(piece, outcome)
            else:
                piece.future.set_result(outcome)

    def _lose(self, batch: _Batch) -> None:
        """The process died or took too long: only this batch is lost, and a fresh process makes ready what was open.

        One that dies before it has opened anything would do so again at once: then it rests, longer each time.
        """
        if not self._opened:
            self._failures += 1
            self._rest_until = time.monotonic() + min(LONGEST_REST, 2.0**self._failures)
        self._let_go()
        for piece in batch.pieces:
            _fail(piece, EngineUnavailable())

    def _let_go(self) -> None:
        with self._changed:
            if self._process:
                self._process.stop()
            self._process = None
            self._to_warm.extend(self._opened)
            self._opened.clear()
            self._state = "restarting"


def _fail(piece: _Piece, error: LabError) -> None:
    """Tell whoever waits, unless they have cancelled the future themselves."""
    if piece.future.running() or piece.future.set_running_or_notify_cancel():
        piece.future.set_exception(error)
