"""Slows down guessing. Attempts are kept in the store, so a restart forgives nothing.

A guess is counted before it is looked at and given back when it was right: a hundred guesses sent at once are a hundred
counted guesses, not a hundred that all saw an empty slate.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import TooManyAttempts
from lab.runtime import Workshop

REMEMBERED = timedelta(days=1)


class Limit(Protocol):
    """How often `who` may be wrong at `kind`."""

    @property
    def kind(self) -> str: ...

    @property
    def who(self) -> str: ...

    def wait(self, wrong: Sequence[datetime], now: datetime) -> float:
        """Seconds until the next try, 0 or less when it may be now; `wrong` holds a day's failures, newest first."""
        ...


@dataclass(frozen=True)
class Window:
    """At most `most` wrong tries in any `seconds` (up to a day)."""

    kind: str
    who: str
    most: int
    seconds: float

    def wait(self, wrong: Sequence[datetime], now: datetime) -> float:
        if len(wrong) < self.most:
            return 0
        return self.seconds - (now - wrong[self.most - 1]).total_seconds()


@dataclass(frozen=True)
class Growing:
    """`free` wrong tries, then a wait that doubles with each further one, up to `longest` seconds."""

    kind: str
    who: str
    free: int
    first: float = 15
    longest: float = 900

    def wait(self, wrong: Sequence[datetime], now: datetime) -> float:
        beyond = len(wrong) - self.free
        if beyond < 0:
            return 0
        wait = min(self.longest, self.first * 2.0 ** min(beyond, 30))
        return wait - (now - wrong[0]).total_seconds()


@contextmanager
def guess(shop: Workshop, *limits: Limit) -> Iterator[None]:
    """Around one guess: TooManyAttempts before it where a limit is reached; counted unless the block ends well.

    Not inside a transaction: the count must last when the caller's is rolled back.
    """
    attempt = _count(shop, limits)
    yield
    _give_back(shop, attempt)


def check(shop: Workshop, kind: str, who: str, most: int, seconds: float) -> None:
    """Refuse when `who` has failed `most` times at `kind` within the last `seconds`, and say how long to wait."""
    with shop.database.read() as read:
        _refuse_early(read, shop, Window(kind, who, most, seconds), shop.clock())


@retried
def failed(shop: Workshop, kind: str, who: str) -> None:
    """Remember one failed attempt; who it was is kept only as a keyed hash, for a day."""
    with shop.database.transaction() as write:
        write.execute("insert into attempt values (?, ?, ?, ?)", [new_id(), kind, _hidden(shop, who), write.now])


class Counts:
    """How often many have failed, or done what is counted, while one of them is served after another.

    Read once for all `limits`; what is added counts at once, and is kept when that is said.
    """

    def __init__(self, cursor: Cursor, shop: Workshop, limits: Iterable[Limit], now: datetime) -> None:
        self._now = now
        self._hidden = {limit.who: _hidden(shop, limit.who) for limit in limits}
        found = cursor.rows(
            _Attempt,
            "select kind, who, happened_at from attempt where who in (select unnest(?)) and happened_at > ?"
            " order by happened_at desc",
            [list(self._hidden.values()), now - REMEMBERED],
        )
        self._times: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for one in found:
            self._times[one.kind, one.who].append(one.happened_at)
        self._new: list[tuple[str, str, str, datetime]] = []

    def check(self, *limits: Limit) -> None:
        """Raises TooManyAttempts where one of these limits is reached."""
        wait = max(self._wait(limit) for limit in limits)
        if wait > 0:
            raise TooManyAttempts(seconds=math.ceil(wait))

    def reached(self, limit: Limit) -> bool:
        """Whether a limit is reached."""
        return self._wait(limit) > 0

    def add(self, *limits: Limit) -> None:
        """Count one more at each of these from now on."""
        for limit in limits:
            who = self._hidden[limit.who]
            self._times[limit.kind, who].insert(0, self._now)
            self._new.append((new_id(), limit.kind, who, self._now))

    def keep(self, write: Transaction) -> None:
        """Write down what was added, and forget what is older than a day."""
        if self._new:
            write.execute("delete from attempt where happened_at < ?", [self._now - REMEMBERED])
            write.insert("attempt", ("id", "kind", "who", "happened_at"), self._new)

    def _wait(self, limit: Limit) -> float:
        return limit.wait(self._times[limit.kind, self._hidden[limit.who]], self._now)

    def remember(self, shop: Workshop) -> None:
        """The same in a transaction of its own, which is spared where nothing was added."""
        if self._new:
            with shop.database.transaction() as write:
                self.keep(write)


@dataclass(frozen=True)
class _Attempt:
    kind: str
    who: str
    happened_at: datetime


@retried
def forget(shop: Workshop, kind: str, who: str) -> None:
    """A success wipes the slate."""
    with shop.database.transaction() as write:
        write.execute("delete from attempt where kind = ? and who = ?", [kind, _hidden(shop, who)])


@retried
def _count(shop: Workshop, limits: Sequence[Limit]) -> str:
    attempt = new_id()
    with shop.database.transaction() as write:
        write.execute("delete from attempt where happened_at < ?", [write.now - REMEMBERED])
        for limit in limits:
            _refuse_early(write, shop, limit, write.now)
        for limit in limits:
            row = [attempt, limit.kind, _hidden(shop, limit.who), write.now]
            write.execute("insert into attempt values (?, ?, ?, ?)", row)
    return attempt


@retried
def _give_back(shop: Workshop, attempt: str) -> None:
    with shop.database.transaction() as write:
        write.execute("delete from attempt where id = ?", [attempt])


def _refuse_early(cursor: Cursor, shop: Workshop, limit: Limit, now: datetime) -> None:
    wrong = cursor.column(
        "select happened_at from attempt where kind = ? and who = ? and happened_at > ? order by happened_at desc",
        [limit.kind, _hidden(shop, limit.who), now - REMEMBERED],
    )
    wait = limit.wait(wrong, now)
    if wait > 0:
        raise TooManyAttempts(seconds=math.ceil(wait))


def _hidden(shop: Workshop, who: str) -> str:
    return shop.keys.hash("attempt", who)
