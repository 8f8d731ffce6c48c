"""Counts of the ledger for one half-year, with the key of each set of persons: what a release is made from.

The only module outside the ledger that reads it for a report. Its rows are exact: they go to cells.py, nowhere else.
"""

from dataclasses import dataclass

from lab.database import Cursor
from lab.participation.disclosure import KEY_DIGITS, Persons
from lab.participation.periods import ZONE, Period


@dataclass(frozen=True)
class Came:
    """Youths of one area, gender and age: how many, the sum of their keys, their visits, and the most of one."""

    area: str
    gender: str
    age: int
    count: int
    key: int
    visits: int
    most: int

    @property
    def persons(self) -> Persons:
        return Persons(self.count, int(self.key))


@dataclass(frozen=True)
class CameTo:
    """Youths of one area who came to a lab, or on a weekday ("1" is Monday). One may come to several."""

    area: str
    dimension: str
    part: str
    count: int
    key: int

    @property
    def persons(self) -> Persons:
        return Persons(self.count, int(self.key))


@dataclass(frozen=True)
class Held:
    """Sessions that were held in an area on a weekday. Nobody's personal data."""

    area: str
    weekday: int
    sessions: int


@dataclass(frozen=True)
class Tally:
    """All that a half-year's release is made from."""

    came: tuple[Came, ...]
    came_to: tuple[CameTo, ...]
    held: tuple[Held, ...]


def count(cursor: Cursor, period: Period, secret: str, ages: tuple[int, int]) -> Tally:
    """Count a half-year. A youth is counted once, where they lived at their last visit; `ages` bound `came_to`.

    Must run within one transaction: it makes temporary tables, which end with the cursor.
    """
    _gather(cursor, period, secret)
    return Tally(
        tuple(cursor.rows(Came, _CAME)),
        tuple(cursor.rows(CameTo, _CAME_TO, [*ages])),
        tuple(cursor.rows(Held, _HELD, [ZONE.key, period.starts_at, period.ends_at])),
    )


def _gather(cursor: Cursor, period: Period, secret: str) -> None:
    cursor.execute(_VISITS, [ZONE.key, period.starts_at, period.ends_at, period.name])
    cursor.execute(_YOUTHS, [secret, KEY_DIGITS, period.year])


_VISITS = """
create or replace temp table counted_visit as
select visit.card, visit.lab, visit.area, visit.gender, visit.birth_year, visit.happened_at,
       isodow(timezone(?, timezone('UTC', visit.happened_at))) as weekday
from visit left join late_visit using (session, card)
where (late_visit.period is null and visit.happened_at >= ? and visit.happened_at < ?) or late_visit.period = ?
"""

_YOUTHS = """
create or replace temp table counted_youth as
select card, ('0x' || sha256(? || ':' || card)[:?])::bigint as key, arg_max(area, happened_at) as area,
       arg_max(gender, happened_at) as gender, ? - arg_max(birth_year, happened_at) as age, count(*) as visits
from counted_visit group by card
"""

_CAME = """
select area, gender, age, count(*) as count, sum(key) as key, sum(visits)::bigint as visits, max(visits) as most
from counted_youth group by area, gender, age order by all
"""

_CAME_TO = """
with met as (
    select distinct card, unnest(['weekday', 'lab']) as dimension, unnest([weekday::varchar, lab.name]) as part
    from counted_visit join lab on lab.id = counted_visit.lab
)
select area, dimension, part, count(*) as count, sum(key) as key
from met join counted_youth using (card) where age between ? and ? group by area, dimension, part order by all
"""

_HELD = """
select area, isodow(timezone(?, timezone('UTC', starts_at))) as weekday, count(*) as sessions
from held_session where starts_at >= ? and starts_at < ? group by all order by all
"""
