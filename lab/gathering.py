"""Many callers, one piece of work: whoever asks while others are being served is served in the next batch.

A statement costs the store about as much for one row as for two hundred, and so does making a commit durable. What
many do in the same moment is therefore gathered: a function that serves a whole batch in the order of arrival, in one
transaction, stands behind one that serves a caller. Nobody waits for others to come; alone, one is a batch of one.

Everyone gets an answer of their own once the batch is committed. An answer that is a LabError is raised for that caller
alone. Should the batch itself fail, nothing of it has been written, and each in it is served alone.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from lab.database import Database
from lab.errors import LabError
from lab.runtime import Workshop

Asked = TypeVar("Asked")
Told = TypeVar("Told")

MOST = 256
"""So many are served in one batch; the next ones in the next."""

Serve = Callable[[Workshop, Sequence[Asked]], Sequence[Told | LabError]]


@dataclass
class _Caller(Generic[Asked, Told]):
    shop: Workshop
    asked: Asked
    told: "Future[Told]" = field(default_factory=Future)

    def answer(self, answer: Told | BaseException) -> None:
        if isinstance(answer, BaseException):
            self.told.set_exception(answer)
        else:
            self.told.set_result(answer)


class _Line(Generic[Asked, Told]):
    """Those who ask one thing of one store, in the order in which they came."""

    def __init__(self, serve: Serve[Asked, Told]) -> None:
        self._serve = serve
        self._waiting: list[_Caller[Asked, Told]] = []
        self._served_now = False
        self._lock = threading.Lock()

    def join(self, caller: _Caller[Asked, Told]) -> bool:
        """Stand last; gives whether nobody is serving, so that the caller has to see to it."""
        with self._lock:
            self._waiting.append(caller)
            begins, self._served_now = not self._served_now, True
        return begins

    def serve_batch(self) -> None:
        """Serve those who wait now; whoever came meanwhile is served by a thread of its own."""
        if self._serve_waiting():
            self.serve_apart()

    def serve_apart(self) -> None:
        """Serve in a thread until nobody waits."""
        threading.Thread(target=self._serve_all, daemon=True).start()

    def _serve_all(self) -> None:
        while self._serve_waiting():
            pass

    def _serve_waiting(self) -> bool:
        """One batch; gives whether others wait."""
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        # Whoever has gone away before the work began is left out; afterwards nobody can.
        self._answer([one for one in batch if one.told.set_running_or_notify_cancel()])
        with self._lock:
            self._served_now = bool(self._waiting)
            return self._served_now

    def _answer(self, batch: list[_Caller[Asked, Told]]) -> None:
        if not batch:
            return
        try:
            answers = self._serve(batch[0].shop, [one.asked for one in batch])
        except BaseException as error:
            if len(batch) == 1:
                batch[0].answer(error)
                return
            for one in batch:
                self._answer([one])
            return
        for one, answer in zip(batch, answers, strict=True):
            one.answer(answer)


class Gathered(Generic[Asked, Told]):
    """A function of one caller in front of one that serves a batch; called as `verb(shop, asked)`."""

    def __init__(self, serve: Serve[Asked, Told]) -> None:
        self.batch = serve
        """Serves all who are given, in their order."""
        self.__doc__ = serve.__doc__
        self._lines: WeakKeyDictionary[Database, _Line[Asked, Told]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def __call__(self, shop: Workshop, asked: Asked) -> Told:
        """The answer to one caller, who waits for it; not inside a transaction, which the batch might wait for."""
        shop.database.refuse_within_transaction()
        line, caller = self._line(shop), _Caller[Asked, Told](shop, asked)
        if line.join(caller):
            line.serve_batch()
        return caller.told.result()

    async def soon(self, shop: Workshop, asked: Asked) -> Told:
        """The same for a page that must not hold up others meanwhile."""
        line, caller = self._line(shop), _Caller[Asked, Told](shop, asked)
        if line.join(caller):
            line.serve_apart()
        return await asyncio.wrap_future(caller.told)

    def _line(self, shop: Workshop) -> _Line[Asked, Told]:
        with self._lock:
            line = self._lines.get(shop.database)
            if line is None:
                line = self._lines[shop.database] = _Line(self.batch)
            return line


def gathered(serve: Serve[Asked, Told]) -> Gathered[Asked, Told]:
    """Makes of a function that serves a batch one that gathers its callers."""
    return Gathered(serve)
