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
    """Youths of one area who came to a lab, or on a weekday ("1" is Monday), or live in a district.

    One may have come to several labs and on several days, and lives in one district or has told none.
    """

    area: str
    dimension: str
    part: str
    count: int
    key: int

    @property
    def persons(self) -> Persons:
        return Persons(self.count, int(self.key))


@dataclass(frozen=True)
class Divided:
    """A district of a municipality, by name."""

    area: str
    part: str


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
    districts: tuple[Divided, ...] = ()
    """Every district there is, so that one to which nobody belongs says nothing."""


def count(cursor: Cursor, period: Period, secret: str, ages: tuple[int, int]) -> Tally:
    """Count a half-year. A youth is counted once, where they lived at their last visit; `ages` bound `came_to`.

    Must run within one transaction: it makes temporary tables, which end with the cursor. Visits are put together by
    youth and lab, those by youth, and those by kind: each step reads the fewer rows that the one before has left.
    """
    cursor.execute(_MET, [period.starts_at, period.ends_at, period.name, ZONE.key])
    cursor.execute(_YOUTHS, [secret, KEY_DIGITS])
    cursor.execute(_ALIKE, [period.year])
    lived = cursor.rows(CameTo, _DISTRICTS, [period.starts_at, period.ends_at, period.name, *ages, period.year])
    return Tally(
        tuple(cursor.rows(Came, _CAME)),
        (*cursor.rows(CameTo, _CAME_TO, [*ages, period.year]), *lived),
        tuple(cursor.rows(Held, _HELD, [ZONE.key, period.starts_at, period.ends_at])),
        tuple(cursor.rows(Divided, "select area, name as part from district order by all")),
    )


def mark(cursor: Cursor, period: Period) -> tuple[str, ...]:
    """Stands for all that a half-year's release is made from: another one once any of it is written or erased."""
    return tuple(cursor.column(_MARK, [period.starts_at, period.ends_at, period.name]))


_COUNTED = """
with counted as (
    select visit.* from visit anti join late_visit using (session, card) where happened_at >= $1 and happened_at < $2
    union all
    select visit.* from visit join late_visit using (session, card) where late_visit.period = $3
)
"""

_MARK = f"""
{_COUNTED}, told as (
    select visit_district.* from visit_district semi join counted using (session, card)
), held as (
    select * from held_session where starts_at >= $1 and starts_at < $2
)
select count(*) || ' ' || coalesce(bit_xor(hash(counted)), 0) from counted
union all select count(*) || ' ' || coalesce(bit_xor(hash(told)), 0) from told
union all select count(*) || ' ' || coalesce(bit_xor(hash(held)), 0) from held
union all select count(*) || ' ' || coalesce(bit_xor(hash(lab.id, lab.name)), 0) from lab
union all select count(*) || ' ' || coalesce(bit_xor(hash(district)), 0) from district
union all select count(*) || ' ' || coalesce(bit_xor(hash(area_population)), 0) from area_population
union all select count(*) || ' ' || coalesce(bit_xor(hash(population_source)), 0) from population_source
"""

_MET = f"""
create or replace temp table met as
{_COUNTED}, begun as (
    select distinct date_trunc('hour', happened_at) as hour from counted
), hours as (
    select hour, 1::utinyint << isodow(timezone($4, timezone('UTC', hour)))::utinyint as day from begun
)
select card, lab, count(*) as visits, max(happened_at) as last, bit_or(day) as days,
       arg_max(area, happened_at) as area, arg_max(gender, happened_at) as gender,
       arg_max(birth_year, happened_at) as birth_year
from counted join hours on hour = date_trunc('hour', happened_at) group by card, lab
"""
"""A clock is only ever changed at a full hour, so all visits of one lie on the same weekday; a weekday is a bit."""

_YOUTHS = """
create or replace temp table counted_youth as
select card, ('0x' || sha256($1 || ':' || card)[:$2])::bigint as key, sum(visits)::bigint as visits,
       bit_or(days) as days, arg_max(area, last) as area, arg_max(gender, last) as gender,
       arg_max(birth_year, last) as birth_year
from met group by card
"""

_ALIKE = """
create or replace temp table alike as
select area, gender, $1 - birth_year as age, days, count(*) as count, sum(key) as key, sum(visits)::bigint as visits,
       max(visits) as most
from counted_youth group by area, gender, birth_year, days
"""

_CAME = """
select area, gender, age, sum(count)::bigint as count, sum(key) as key, sum(visits)::bigint as visits,
       max(most) as most
from alike group by area, gender, age order by all
"""

_CAME_TO = """
with named as (
    select distinct card, lab.name as part from met join lab on lab.id = met.lab
), at_lab as (
    select area, part, count(*) as count, sum(key) as key
    from named join counted_youth using (card) where $3 - birth_year between $1 and $2 group by area, part
), on_day as (
    select area, day::varchar as part, sum(count)::bigint as count, sum(key) as key
    from alike join range(1, 8) as week(day) on days & (1::utinyint << day::utinyint) > 0
    where age between $1 and $2 group by area, day
)
select area, 'lab' as dimension, part, count, key from at_lab
union all select area, 'weekday', part, count, key from on_day order by all
"""

_DISTRICTS = """
with told as (
    select visit.card, arg_max(visit_district.district, visit.happened_at) as code
    from visit_district join visit using (session, card) left join late_visit using (session, card)
    where (late_visit.period is null and visit.happened_at >= $1 and visit.happened_at < $2) or late_visit.period = $3
    group by visit.card
)
select youth.area, 'district' as dimension, district.name as part, count(*) as count, sum(key) as key
from told join counted_youth as youth using (card)
join district on district.area = youth.area and district.code = told.code
where $6 - birth_year between $4 and $5 group by all order by all
"""
"""A district is one of the municipality that the youth is counted in, as that has divided itself now."""

_HELD = """
select area, isodow(timezone(?, timezone('UTC', starts_at))) as weekday, count(*) as sessions
from held_session where starts_at >= ? and starts_at < ? group by all order by all
"""
