"""Who did what to which thing, and when. Rows are written by the verbs themselves; here they are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lab.access import EVERYWHERE, Actor, require
from lab.runtime import Workshop


@dataclass(frozen=True)
class Entry:
    number: int
    happened_at: datetime
    actor: str
    verb: str
    object: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class _Row:
    number: int
    happened_at: datetime
    actor: str
    verb: str
    object: str
    detail: str


def entries(shop: Workshop, actor: Actor, limit: int = 200) -> list[Entry]:
    """The latest `limit` entries, newest first."""
    require(actor, "see-audit", EVERYWHERE)
    with shop.database.read() as read:
        rows = read.rows(_Row, "select * from audit order by number desc limit ?", [limit])
    return [Entry(row.number, row.happened_at, row.actor, row.verb, row.object, json.loads(row.detail)) for row in rows]
