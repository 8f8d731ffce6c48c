"""`verkstad bench reports`: what reports cost over many visits, beside pandas and SQLite on the same rows.

The visits are made up inside the store by SQL; pandas gets all of them in memory, SQLite in a file with an index. All
three answer the same two questions of one half-year, and must agree before a time is told: unique youths by
municipality, gender and age, and the same of one municipality. What a whole release takes is told beside it.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from lab.access import SYSTEM
from lab.participation import releases, report
from lab.participation.periods import Period
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings

VISITS, CARDS, SESSIONS, ROUNDS = 10_000_000, 1_000_000, 40_000, 5
FIRST, YEARS = datetime(2023, 1, 1, tzinfo=UTC), 3
ASKED, HOME = Period(2025, 1), "1780"
MEGABYTE = 2**20

Answer = dict[tuple[str, str, int], int]


@dataclass(frozen=True)
class Way:
    """A way to answer: for the country, or for one municipality."""

    country: Callable[[], Answer]
    municipality: Callable[[], Answer]


def run(visits: int = VISITS, cards: int = CARDS, sessions: int = SESSIONS, rounds: int = ROUNDS) -> dict[str, object]:
    """Median seconds of `rounds`, and ratios against the others; memory of the process in MiB after ours."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shop = open_workshop(Settings(data=folder), (), lambda: FIRST + timedelta(days=365 * YEARS + 60))
        try:
            _make_up(shop, visits, cards, sessions)
            return _measured(shop, folder, rounds) | {"visits": visits, "cards": cards, "rounds": rounds}
        finally:
            shop.close()


def _measured(shop: Workshop, folder: Path, rounds: int) -> dict[str, object]:
    ours = Way(lambda: _ours(shop), lambda: _ours(shop, HOME))
    figures: dict[str, Any] = {"ours": _times(ours, rounds), "memory_mib": _memory()}
    began = time.perf_counter()
    releases.make(shop, SYSTEM, ASKED)
    figures["release_s"] = _seconds(time.perf_counter() - began)
    read = [_timed(lambda: report.area_report(shop, SYSTEM, HOME, ASKED)) for _ in range(rounds)]
    figures["read_municipality_ms"] = round(1000 * statistics.median(read), 1)
    frame = _frame(shop, folder)
    with_pandas = Way(lambda: _pandas(frame), lambda: _pandas(frame, HOME))
    lite = _sqlite(frame, folder / "visits.sqlite")
    with_sqlite = Way(lambda: _asked(lite), lambda: _asked(lite, HOME))
    for name, way in (("pandas", with_pandas), ("sqlite", with_sqlite)):
        _agree(ours, way, name)
        figures[name] = _times(way, rounds)
        figures[f"times_faster_than_{name}"] = _ratios(figures[name], figures["ours"])
    lite.close()
    return figures


def _make_up(shop: Workshop, visits: int, cards: int, sessions: int) -> None:
    """Youths who live all over the country, by hashes of their numbers: the same each time."""
    with shop.database.transaction() as write:
        write.execute(_HOMES)
        write.execute("insert into lab values ('lab', 'Labbet', ?, 'Europe/Stockholm', ?)", [HOME, FIRST])
        write.execute(_SESSIONS, [FIRST, YEARS * 365 * 24 * 3600 // sessions, HOME, sessions])
        write.execute(_VISITS, [cards, sessions, visits])


_HOMES = """
create temp table home as
select row_number() over (order by code) - 1 as n, code from area where level = 'municipality'
"""
_SESSIONS = """
insert into held_session
select 's' || n, 'lab', home, began, began + interval 2 hour
from (select n, ?::timestamp + to_seconds(n * ?) as began, ? as home from range(?) as made(n))
"""
_VISITS = """
insert into visit
select held.session, 'c' || card, 'lab', home.code, 2005 + hash(card, 1) % 12,
       ['girl', 'boy', 'other'][1 + (hash(card, 2) % 21 // 10)::integer], held.starts_at
from (select hash(n, 3) % ? as card, hash(n, 4) % ? as session from range(?) as made(n) group by all) as came
join home on home.n = hash(card, 5) % 290
join held_session as held on held.session = 's' || came.session
"""


def _ours(shop: Workshop, area: str = "") -> Answer:
    where, values = _where(area)
    with shop.database.read() as read:
        rows = read.rows(Group, _QUESTION.format(where=where), [ASKED.year, ASKED.starts_at, ASKED.ends_at, *values])
    return {(one.area, one.gender, one.age): one.youths for one in rows}


@dataclass(frozen=True)
class Group:
    """How many youths of an area, gender and age."""

    area: str
    gender: str
    age: int
    youths: int


_QUESTION = """
select area, gender, ? - birth_year as age, count(distinct card) as youths from visit
where happened_at >= ? and happened_at < ?{where} group by area, gender, birth_year
"""


def _where(area: str) -> tuple[str, list[object]]:
    return (" and area = ?", [area]) if area else ("", [])


def _frame(shop: Workshop, folder: Path) -> pd.DataFrame:
    file = folder / "visits.parquet"
    with shop.database.read() as read:
        read.execute(
            f"copy (select card, area, gender, birth_year, happened_at from visit) to '{file}' (format parquet)"
        )
    return pd.read_parquet(file)


def _pandas(frame: pd.DataFrame, area: str = "") -> Answer:
    starts, ends = (pd.Timestamp(moment).tz_localize(None) for moment in (ASKED.starts_at, ASKED.ends_at))
    asked = (frame.happened_at >= starts) & (frame.happened_at < ends)
    rows = frame[asked & (frame.area == area)] if area else frame[asked]
    counted = rows.groupby(["area", "gender", "birth_year"]).card.nunique()
    return {(str(home), str(gender), ASKED.year - int(born)): int(n) for (home, gender, born), n in counted.items()}


def _sqlite(frame: pd.DataFrame, file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    frame.assign(happened_at=frame.happened_at.astype(str)).to_sql("visit", connection, index=False, chunksize=200_000)
    connection.execute("create index by_time on visit (happened_at)")
    return connection


def _asked(connection: sqlite3.Connection, area: str = "") -> Answer:
    where, values = _where(area)
    span = [str(moment.replace(tzinfo=None)) for moment in (ASKED.starts_at, ASKED.ends_at)]
    rows = connection.execute(_QUESTION.format(where=where), [ASKED.year, *span, *values])
    return {(home, gender, age): youths for home, gender, age, youths in rows}


def _agree(ours: Way, other: Way, name: str) -> None:
    if ours.country() != other.country() or ours.municipality() != other.municipality():
        raise RuntimeError(f"{name} answers otherwise: the times would tell nothing.")


def _times(way: Way, rounds: int) -> dict[str, float]:
    return {
        "country_s": _seconds(statistics.median(_timed(way.country) for _ in range(rounds))),
        "municipality_s": _seconds(statistics.median(_timed(way.municipality) for _ in range(rounds))),
    }


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _ratios(theirs: dict[str, float], ours: dict[str, float]) -> dict[str, float]:
    return {name: round(theirs[name] / max(ours[name], 1e-4), 1) for name in ours}


def _seconds(value: float) -> float:
    return round(value, 4)


def _memory() -> int:
    return int(psutil.Process().memory_info().rss // MEGABYTE)
