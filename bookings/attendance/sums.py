"""What judged sessions come to, by age group and gender: the numbers that an application asks for. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bookings.attendance.profile import Band, Profile
from bookings.attendance.rules import Held, Judged, Leader, Visit

FEMALE, MALE, REST, ALL = "female", "male", "rest", "all"
GENDERS = (FEMALE, MALE, REST)
_AS = {"girl": FEMALE, "boy": MALE, "woman": FEMALE, "man": MALE}
OTHER, OLDER, UNKNOWN = "other", "older", "unknown"
"""Leaders of other ages than participants have, of higher ones, and of those who have not said."""
Table = Mapping[tuple[str, str], int]
"""A number by age group and gender, ALL for either or both."""


@dataclass(frozen=True)
class Sums:
    """What an application says. A session is in each cell where somebody of that kind counts, and once in totals."""

    held: int
    noted: int
    """Visits of every session, counted or not."""
    sessions: Table
    visits: Table
    youths: Table
    leaders: Table
    second_leaders: int
    """Sessions with more than one leader who counts."""


def total(table: Table) -> int:
    """Of all ages and genders."""
    return table.get((ALL, ALL), 0)


def summed(judged: Sequence[Judged], profile: Profile) -> Sums:
    """Sessions, visits, youths and leaders by age group and gender."""
    counted = [one for one in judged if one.counts]
    came = [(one.held, visit, *_kind(one.held, visit, profile)) for one in counted for visit in one.visits]
    led = [(one.held, leader, *_leader_kind(one.held, leader, profile)) for one in counted for leader in one.leaders]
    return Sums(
        held=len(judged),
        noted=sum(len(one.held.visits) for one in judged),
        sessions=_cells((age, gender, held.id) for held, _visit, age, gender in came),
        visits=_cells((age, gender, (held.id, visit.card)) for held, visit, age, gender in came),
        youths=_cells((age, gender, visit.card) for _held, visit, age, gender in came),
        leaders=_cells((age, gender, (held.id, leader.id)) for held, leader, age, gender in led),
        second_leaders=sum(len(one.leaders) > 1 for one in counted),
    )


def column_of(gender: str) -> str:
    """Which of GENDERS an answer is counted under."""
    return _AS.get(gender, REST)


def groups(profile: Profile) -> tuple[str, ...]:
    """The age groups of participants, as they are named in a table."""
    return tuple(map(group, profile.bands))


def leader_groups(profile: Profile) -> tuple[str, ...]:
    """The age groups of leaders: those of participants, and whoever is outside them or has not said."""
    return (*groups(profile), OLDER, OTHER, UNKNOWN)


def group(band: Band) -> str:
    return f"{band[0]}-{band[1]}"


def _kind(held: Held, visit: Visit, profile: Profile) -> tuple[str, str]:
    band = profile.band_of(held.age(visit.birth_year))
    return group(band) if band else UNKNOWN, column_of(visit.gender)


def _leader_kind(held: Held, leader: Leader, profile: Profile) -> tuple[str, str]:
    gender = column_of(leader.gender)
    if leader.birth_year is None:
        return UNKNOWN, gender
    age = held.age(leader.birth_year)
    band = profile.band_of(age)
    if band is None:
        return OLDER if age > profile.bands[-1][1] else OTHER, gender
    return group(band), gender


def _cells(rows: Iterable[tuple[str, str, object]]) -> Table:
    """How many different things each cell and each total has."""
    found: dict[tuple[str, str], set[object]] = {}
    for where, gender, thing in rows:
        for cell in ((where, gender), (where, ALL), (ALL, gender), (ALL, ALL)):
            found.setdefault(cell, set()).add(thing)
    return {cell: len(things) for cell, things in found.items()}
