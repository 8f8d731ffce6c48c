"""One engine process per device: the portal hands it work and never imports torch itself."""

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from lab.settings import Settings


@dataclass(frozen=True)
class Standing:
    """Where one piece of work stands: place in queue (0 when it runs), and steps done of how many."""

    place: int
    step: int = 0
    steps: int = 0


class EngineHost:
    """(interface; the real one is being written)"""

    def __init__(self, settings: Settings) -> None: ...

    def submit(self, exercise: str, engine: str, owner: str, request: Any) -> Future[Any]:
        """Queue `request` for the engine named "module:function"; it replaces an older one of `owner` that waits."""
        raise NotImplementedError

    def standing(self, owner: str) -> Standing | None: ...

    def cancel(self, owner: str) -> None: ...

    def close(self) -> None: ...
