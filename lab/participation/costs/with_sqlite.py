"""The counts of a half-year from SQLite: a file with indexes, and temporary tables on the way."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as parquet

from lab.participation.cells import AGES
from lab.participation.costs.made import ASKED
from lab.participation.disclosure import person_key
from lab.participation.periods import ZONE
from lab.participation.tally import Came, CameTo, Held, Tally

CACHE_KIB = 1_000_000
HOUR = 3_600
HALF = 30
"""Bits of a key that are added up by themselves: sums of whole keys would not fit 64 bits."""
SCHEMA = """
create table visit (card text, lab text, area text, gender text, birth_year integer, happened_at integer);
create table held (area text, starts_at integer);
create table lab (id text primary key, name text) without rowid;
"""
INDEXES = """
create index visit_by_time on visit (happened_at);
create index visit_by_area on visit (area, happened_at);
create index visit_by_card on visit (card, happened_at);
analyze;
"""


def fill(folder: Path) -> None:
    """Make the file from what was made up; times are seconds since 1970."""
    lite = sqlite3.connect(folder / "visits.sqlite")
    lite.executescript("pragma journal_mode = off; pragma synchronous = off;" + SCHEMA)
    for table in ("visit", "held", "lab"):
        for batch in parquet.ParquetFile(folder / f"{table}.parquet").iter_batches(100_000):
            columns = [_plain(column) for column in batch.columns]
            marks = ", ".join("?" * len(columns))
            lite.executemany(f"insert into {table} values ({marks})", zip(*columns, strict=True))
    lite.executescript(INDEXES)
    lite.commit()
    lite.close()


def _plain(column: object) -> list[object]:
    values = column.to_pylist()  # type: ignore[attr-defined]
    if isinstance(values[0], datetime):
        return [(value - datetime(1970, 1, 1)) // timedelta(seconds=1) for value in values]
    return list(values)


class WithSqlite:
    """The file, once filled."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._lite = sqlite3.connect(folder / "visits.sqlite")
        self._lite.executescript(f"pragma cache_size = -{CACHE_KIB}; pragma temp_store = memory;")
        self._lite.create_function("key", 1, lambda card: person_key(card, secret), deterministic=True)
        self._lite.execute("create temp table hour (hour integer primary key, day integer)")
        self._lite.executemany("insert into hour values (?, ?)", _hours())

    def tally(self, area: str = "") -> Tally:
        """Of the country, or of one municipality."""
        span = [int(moment.timestamp()) for moment in (ASKED.starts_at, ASKED.ends_at)]
        told = dict(zip(("starts", "ends"), span, strict=True), area=area, year=ASKED.year) | {"hour": HOUR}
        for table in ("counted", "counted_youth"):
            self._lite.execute(f"drop table if exists {table}")
        self._lite.execute(f"create temp table counted as {_COUNTED_THERE if area else _COUNTED}", told)
        self._lite.execute(f"create temp table counted_youth as {_YOUTHS}", told)
        self._lite.execute("create unique index youth_by_card on counted_youth (card)")
        ages = {"youngest": AGES[0], "oldest": AGES[1]}
        came = [
            Came(home, gender, age, count, (high << HALF) + low, visits, most)
            for home, gender, age, count, high, low, visits, most in self._lite.execute(_CAME)
        ]
        came_to = [
            CameTo(home, dimension, str(part), count, (high << HALF) + low)
            for home, dimension, part, count, high, low in self._lite.execute(_CAME_TO, ages)
        ]
        return Tally(tuple(came), tuple(came_to), tuple(Held(*row) for row in self._lite.execute(_HELD, told)))


def _hours() -> Iterator[tuple[int, int]]:
    """Every hour of the half-year, and the weekday that it lies on."""
    moment = ASKED.starts_at
    while moment < ASKED.ends_at:
        yield int(moment.timestamp()) // HOUR, moment.astimezone(ZONE).isoweekday()
        moment += timedelta(hours=1)


_COUNTED = """
select card, lab, area, gender, birth_year, happened_at, day
from visit join hour on hour.hour = happened_at / :hour where happened_at >= :starts and happened_at < :ends
"""
_COUNTED_THERE = """
select card, lab, area, gender, birth_year, happened_at, day
from visit join hour on hour.hour = happened_at / :hour where happened_at >= :starts and happened_at < :ends
and card in (select card from visit where area = :area and happened_at >= :starts and happened_at < :ends)
"""
_YOUTHS = """
select card, key(card) as key, area, gender, :year - birth_year as age, count(*) as visits, max(happened_at) as last
from counted group by card having :area in ('', area)
"""
"""In SQLite the columns beside a max() are those of the row that has it."""

_CAME = f"""
select area, gender, age, count(*), sum(key >> {HALF}), sum(key & {2**HALF - 1}), sum(visits), max(visits)
from counted_youth group by area, gender, age order by area, gender, age
"""
_CAME_TO = f"""
select area, dimension, part, count(*), sum(key >> {HALF}), sum(key & {2**HALF - 1}) from (
    select distinct card, 'lab' as dimension, name as part from counted join lab on lab.id = counted.lab
    union all select distinct card, 'weekday', day from counted
) join counted_youth using (card) where age between :youngest and :oldest
group by area, dimension, part order by area, dimension, part
"""
_HELD = """
select area, day, count(*) from held join hour on hour.hour = starts_at / :hour
where starts_at >= :starts and starts_at < :ends and :area in ('', area) group by area, day order by area, day
"""
