"""A lab's own numbers by half-year, exact, for those who work in it.

They come from the ledger as it stands now and follow each visit and each erasure: reports for others never read them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lab import places
from lab.access import Actor, allows, require
from lab.participation.cells import AGES, BANDS, OLDER, band_of
from lab.participation.periods import ZONE, Period
from lab.places import Place
from lab.runtime import Workshop

OLDER_BAND = f"{OLDER[0]}-{OLDER[1]}"
OTHER_AGES = "other"
AGE_GROUPS = (*BANDS, OLDER_BAND, OTHER_AGES)


@dataclass(frozen=True)
class HalfYear:
    """One lab in one half-year. A youth counts once, as told at the last visit; `ages` are by AGE_GROUPS.

    `genders` and `ages` hold unique youths and sum to `youths`.
    """

    period: Period
    sessions: int
    visits: int
    youths: int
    genders: Mapping[str, int]
    ages: Mapping[str, int]


@dataclass(frozen=True)
class _Held:
    period: str
    sessions: int


@dataclass(frozen=True)
class _Came:
    """Unique youths of one gender and age in one half-year, and their visits."""

    period: str
    gender: str
    age: int
    youths: int
    visits: int


def labs_of(shop: Workshop, actor: Actor) -> list[Place]:
    """The labs whose numbers `actor` may see, by name."""
    return [lab for lab in places.labs(shop) if allows(actor, "see-lab-numbers", f"lab:{lab.id}")]


def half_years(shop: Workshop, actor: Actor, lab: str) -> tuple[HalfYear, ...]:
    """Each half-year in which the lab held a session or somebody came, the running one too, newest first."""
    require(actor, "see-lab-numbers", f"lab:{lab}")
    with shop.database.read() as read:
        held = {one.period: one.sessions for one in read.rows(_Held, _HELD, [ZONE.key, lab])}
        came = read.rows(_Came, _CAME, [ZONE.key, lab])
    names = sorted({*held, *(one.period for one in came)}, reverse=True)
    return tuple(_half_year(name, held.get(name, 0), [one for one in came if one.period == name]) for name in names)


def _half_year(name: str, sessions: int, came: Iterable[_Came]) -> HalfYear:
    genders: Counter[str] = Counter()
    ages: Counter[str] = Counter()
    visits = 0
    for one in came:
        genders[one.gender] += one.youths
        ages[_age_group(one.age)] += one.youths
        visits += one.visits
    return HalfYear(Period.named(name), sessions, visits, genders.total(), genders, ages)


def _age_group(age: int) -> str:
    if AGES[0] <= age <= AGES[1]:
        return band_of(age)
    return OLDER_BAND if OLDER[0] <= age <= OLDER[1] else OTHER_AGES


_HELD = """
with begun as (select timezone(?, timezone('UTC', starts_at)) as here from held_session where lab = ?)
select year(here) || 'H' || (1 + (month(here) > 6)::integer) as period, count(*) as sessions from begun group by all
"""

_CAME = """
with met as (
    select card, gender, birth_year, happened_at, timezone(?, timezone('UTC', happened_at)) as here
    from visit where lab = ?
), youth as (
    select year(here) as year, 1 + (month(here) > 6)::integer as half, card, count(*) as visits,
           arg_max(gender, happened_at) as gender, arg_max(birth_year, happened_at) as birth_year
    from met group by year, half, card
)
select year || 'H' || half as period, gender, (year - birth_year)::integer as age, count(*) as youths,
       sum(visits)::bigint as visits
from youth group by all order by all
"""
