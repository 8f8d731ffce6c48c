"""What waits for the engine process and what runs in it: pieces of work, batches of them, and the two lines."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from lab.errors import LabError
from lab.i18n import N_
from lab.turns import BatchSize, Turns


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
class Piece:
    """One request on its way."""

    exercise: str
    engine: str
    owner: str
    request: Any
    future: Future[Any] = field(default_factory=Future)
    step: int = 0
    steps: int = 0

    def fail(self, error: LabError) -> None:
        """Tell whoever waits, unless they have cancelled the future themselves."""
        if self.future.running() or self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


@dataclass
class Batch:
    """What the process works on now for one line; no pieces when an engine is only made ready."""

    number: int
    engine: str
    pieces: list[Piece]

    def finish(self, outcomes: Sequence[Any]) -> None:
        """Give each piece its outcome: a result, None where it was cancelled, or the LabError it met."""
        for piece, outcome in zip(self.pieces, outcomes, strict=True):
            if outcome is None:
                piece.fail(WorkCancelled())
            elif isinstance(outcome, LabError):
                piece.fail(outcome)
            else:
                piece.future.set_result(outcome)


@dataclass
class Line:
    """Live or slow work: what waits, and what runs."""

    slow: bool
    turns: Turns[Piece] = field(default_factory=Turns)
    to_warm: deque[str] = field(default_factory=deque)
    sizes: dict[str, BatchSize] = field(default_factory=dict)
    """By engine: how many run together."""
    batch: Batch | None = None

    def running(self) -> Sequence[Piece]:
        return self.batch.pieces if self.batch else ()

    def taken(self) -> tuple[str, list[Piece]]:
        """The piece whose turn it is, and those next in turn that the same engine can run along with it."""

        def along(taken: list[Piece], other: Piece) -> bool:
            engine = taken[0].engine
            most = self.sizes[engine].now if engine in self.sizes else 1
            return other.engine == engine and len(taken) < most

        chosen = self.turns.take(along)
        return chosen[0].engine, [piece for piece in chosen if piece.future.set_running_or_notify_cancel()]
