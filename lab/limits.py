"""Slows down guessing. Attempts are kept in the store, so a restart forgives nothing."""

import math
from datetime import timedelta

from lab.errors import TooManyAttempts
from lab.runtime import Workshop


def check(shop: Workshop, kind: str, who: str, most: int, seconds: float) -> None:
    """Refuse when `who` has failed `most` times at `kind` within the last `seconds`, and say how long to wait."""
    since = shop.clock() - timedelta(seconds=seconds)
    with shop.database.read() as read:
        failed = read.column(
            "select happened_at from attempt where kind = ? and who = ? and happened_at > ? order by 1 desc limit ?",
            [kind, shop.keys.hash("attempt", who), since, most],
        )
    if len(failed) >= most:
        raise TooManyAttempts(seconds=max(1, math.ceil((failed[-1] - since).total_seconds())))


def failed(shop: Workshop, kind: str, who: str) -> None:
    """Remember one failed attempt; who it was is kept only as a keyed hash, for a day."""
    with shop.database.transaction() as write:
        write.execute("delete from attempt where happened_at < ?", [write.now - timedelta(days=1)])
        write.execute("insert into attempt values (?, ?, ?)", [kind, shop.keys.hash("attempt", who), write.now])


def forget(shop: Workshop, kind: str, who: str) -> None:
    """A success wipes the slate."""
    with shop.database.transaction() as write:
        write.execute("delete from attempt where kind = ? and who = ?", [kind, shop.keys.hash("attempt", who)])
