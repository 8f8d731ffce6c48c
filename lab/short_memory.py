"""What may be shown again for some minutes but never stored, such as a new card's words when a page is reloaded."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 1_000
SECONDS = 15 * 60.0


class ShortMemory:
    """Texts by key, in memory only: each is gone after `seconds`, and the oldest beyond a fixed number."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, tuple[str, ...]]] = OrderedDict()

    def keep(self, key: str, texts: tuple[str, ...]) -> None:
        """Remember `texts` under `key` for a while."""
        with self._lock:
            self._kept[key] = (self._clock() + self._seconds, texts)
            self._kept.move_to_end(key)
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def of(self, key: str) -> tuple[str, ...]:
        """What is remembered under `key`; empty when nothing is, or no longer."""
        with self._lock:
            until, texts = self._kept.get(key, (0.0, ()))
            if texts and self._clock() >= until:
                del self._kept[key]
                return ()
            return texts

    def forget(self, key: str) -> None:
        """Remember `key` no more."""
        with self._lock:
            self._kept.pop(key, None)
