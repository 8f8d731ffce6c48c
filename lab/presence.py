"""What each seat is doing right now. Kept in memory only: it is for the leader's glance, not for the record."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

REMEMBERED = 1_000


@dataclass(frozen=True)
class Doing:
    exercise: str
    what: str
    """A msgid: "Painting", "Waiting for a picture", ..."""
    at: datetime


class Presence:
    """The latest sign of life from each participant; the oldest are forgotten beyond a fixed number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: OrderedDict[str, Doing] = OrderedDict()

    def seen(self, participant: str, doing: Doing) -> None:
        """Remember what `participant` (Participant.key) was last seen doing."""
        with self._lock:
            self._latest[participant] = doing
            self._latest.move_to_end(participant)
            while len(self._latest) > REMEMBERED:
                self._latest.popitem(last=False)

    def of(self, participant: str) -> Doing | None:
        """What `participant` was last seen doing, or None when nothing has been seen since the start."""
        with self._lock:
            return self._latest.get(participant)
