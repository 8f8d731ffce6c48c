"""Visits made up inside the store by SQL, the same each time: for measuring, never written into a real lab.

Youths live where Sweden's do and come to the lab of where they live, one in each municipality; one in twenty moves.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lab.participation.cells import AGES
from lab.participation.periods import Period
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings

FIRST, YEARS = datetime(2023, 1, 1, tzinfo=UTC), 3
ASKED, HOME = Period(2025, 1), "1780"
MOVED = datetime(2025, 3, 1, tzinfo=UTC)
TABLES = {
    "visit": "select card, lab, area, gender, birth_year, happened_at from visit order by happened_at",
    "held": "select area, starts_at from held_session",
    "lab": "select id, name from lab",
}
"""What a report is made from, as the other ways get it."""


def opened(folder: Path) -> Workshop:
    """The house in `folder`, on a day when all visits lie behind."""
    return open_workshop(Settings(data=folder), (), lambda: FIRST + timedelta(days=365 * YEARS + 60))


def make_up(folder: Path, visits: int, cards: int, sessions: int) -> None:
    """Fill a new house, and write TABLES beside it as Parquet for those who cannot read it."""
    shop = opened(folder)
    try:
        with shop.database.transaction() as write:
            write.execute(_HOMES, [*AGES])
            write.execute(_LABS, [FIRST])
            write.execute(_SESSIONS, [FIRST, YEARS * 365 * 24 * 3600 / sessions, sessions])
            write.execute(_YOUTHS, [cards])
            write.execute(_VISITS, [cards, visits, MOVED])
        with shop.database.read() as read:
            for name, rows in TABLES.items():
                read.execute(f"copy ({rows}) to '{folder / name}.parquet' (format parquet)")
    finally:
        shop.close()


_HOMES = """
create temp table home as
select area as code, row_number() over (order by area) - 1 as n,
       (sum(persons) over (order by area) - persons) / sum(persons) over () as starts
from (select area, sum(persons) as persons from area_population
      where length(area) = 4 and age between ? and ? and gender in ('girl', 'boy') group by area)
"""
_LABS = "insert into lab select 'lab-' || code, 'Labbet i ' || code, code, 'Europe/Stockholm', ? from home"
_SESSIONS = """
insert into held_session
select printf('%016x', hash(made.n, 1)), 'lab-' || code, code, began, began + interval 2 hour
from (select range as n, ?::timestamp + to_seconds((range * ?)::bigint) as began from range(?)) as made
join home on home.n = made.n % 290
"""
_YOUTHS = """
create temp table youth as
select made.n, printf('%016x', hash(made.n, 2)) as card, home.code as home, other.code as other,
       2003 + hash(made.n, 3) % 16 as birth_year,
       ['girl', 'boy', 'other'][1 + (hash(made.n, 4) % 21 // 10)::integer] as gender
from (select range as n, hash(range, 5) % 1000000 / 1000000.0 as place from range(?)) as made
asof join home on place >= starts
join home as other on other.n = case when hash(made.n, 6) % 20 = 0 then hash(made.n, 7) % 290 else home.n end
"""
_VISITS = """
insert into visit
with held as (
    select session, lab, area, starts_at, row_number() over (partition by area order by starts_at) - 1 as k,
           count(*) over (partition by area) as many
    from held_session
), many as (
    select distinct area, many from held
), came as (
    select distinct youth.n, many.area, hash(made.n, 8) % many.many as k
    from (select range as n, hash(range, 9) % $1 as youth from range($2)) as made
    join youth on youth.n = made.youth join many on many.area = youth.home
)
select session, card, lab, case when starts_at < $3 then home else other end, birth_year, gender, starts_at
from came join youth using (n) join held using (area, k) order by starts_at
"""
