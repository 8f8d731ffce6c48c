"""The made-up past of the demo lab: who came to which session. Pure; the same from the same seed and day.

The skew is there on purpose, for the report to show: neighbours come seldom, some municipalities hardly at all, more
boys than girls except at the girls' afternoon, and most are between ten and thirteen.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bookings.rules import from_local

WEEKS = 13
YOUTHS = 170
ROOMS = {"Ateljén": 8, "Labbet": 4}
LAB, HOME, TIME_ZONE = "Verkstaden Karlstad", "1780", "Europe/Stockholm"


@dataclass(frozen=True)
class Homes:
    """How many of a hundred youths live in an area, and what share of them are girls."""

    weight: float
    girls: float


AREAS = {
    "1780": Homes(60, 0.32),  # Karlstad
    "1761": Homes(13, 0.45),  # Hammarö
    "1763": Homes(8, 0.28),  # Forshaga
    "1715": Homes(6, 0.38),  # Kil
    "1781": Homes(5, 0.25),  # Kristinehamn
    "1764": Homes(3, 0.2),  # Grums
    "1766": Homes(2, 0.4),  # Sunne
    "1785": Homes(1.5, 0.3),  # Säffle
    "1762": Homes(1, 0.0),  # Munkfors
}
AGE_WEIGHTS = {8: 3, 9: 6, 10: 10, 11: 13, 12: 13, 13: 11, 14: 7, 15: 5, 16: 3, 17: 2, 18: 1, 19: 1}


@dataclass(frozen=True)
class Recurring:
    """A time in each week's timetable; `weekday` counts from Monday = 0."""

    weekday: int
    title: str
    room: str
    starts: time
    hours: int
    youngest: int
    oldest: int
    girls: bool = False


TIMETABLE = (
    Recurring(0, "Måla med AI", "Ateljén", time(15, 30), 2, 8, 12),
    Recurring(1, "Öppen verkstad", "Labbet", time(16), 2, 10, 19),
    Recurring(2, "Fritids i verkstan", "Ateljén", time(14, 30), 2, 8, 11),
    Recurring(3, "Tjejer skapar", "Labbet", time(16), 2, 10, 16, girls=True),
    Recurring(5, "Lördagsverkstad", "Ateljén", time(11), 3, 8, 19),
)


@dataclass(frozen=True)
class Youth:
    id: str
    area: str
    birth_year: int
    gender: str
    eagerness: float
    """How likely to come again, against others."""


@dataclass(frozen=True)
class PastSession:
    """A session that was held; its visitors sit in seats 1, 2, …, and came `minutes` after the start."""

    id: str
    slot: Recurring
    starts_at: datetime
    ends_at: datetime
    visitors: tuple[Youth, ...]
    minutes: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    youths: tuple[Youth, ...]
    sessions: tuple[PastSession, ...]


def plan(seed: int, today: date) -> Plan:
    """Three months until yesterday."""
    chance = Random(f"{seed} {today.isoformat()}")
    youths = tuple(_youth(chance, today.year) for _ in range(YOUTHS))
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS)
    sessions = tuple(
        _session(chance, slot, day, youths, week / WEEKS)
        for week in range(WEEKS + 1)
        for slot in TIMETABLE
        if (day := monday + timedelta(weeks=week, days=slot.weekday)) < today
    )
    came = {youth.id for session in sessions for youth in session.visitors}
    return Plan(tuple(youth for youth in youths if youth.id in came), sessions)


def id_from(chance: Random) -> str:
    return f"{chance.getrandbits(64):016x}"


def youth_answers(chance: Random) -> tuple[str, int, str]:
    """Area, age and gender of someone who might come."""
    area = chance.choices(list(AREAS), [homes.weight for homes in AREAS.values()])[0]
    age = chance.choices(list(AGE_WEIGHTS), list(AGE_WEIGHTS.values()))[0]
    girl_or_boy = "girl" if chance.random() < AREAS[area].girls else "boy"
    return area, age, chance.choices([girl_or_boy, "other", "unsaid"], [95, 2, 3])[0]


def _youth(chance: Random, year: int) -> Youth:
    area, age, gender = youth_answers(chance)
    return Youth(id_from(chance), area, year - age, gender, chance.paretovariate(1.5))


def _session(chance: Random, slot: Recurring, day: date, youths: tuple[Youth, ...], progress: float) -> PastSession:
    starts_at = from_local(day, slot.starts, TIME_ZONE)
    seats = ROOMS[slot.room]
    filled = round(seats * min(1.0, chance.uniform(0.4, 0.75) + 0.35 * progress))
    visitors = _drawn(chance, [youth for youth in youths if _fits(youth, slot, day.year)], filled)
    minutes = tuple(sorted(chance.randint(0, 20) for _ in visitors))
    return PastSession(id_from(chance), slot, starts_at, starts_at + timedelta(hours=slot.hours), visitors, minutes)


def _fits(youth: Youth, slot: Recurring, year: int) -> bool:
    age = year - youth.birth_year
    return slot.youngest <= age <= slot.oldest and (not slot.girls or youth.gender in ("girl", "other"))


def _drawn(chance: Random, candidates: list[Youth], count: int) -> tuple[Youth, ...]:
    """`count` different ones, the eager ones more often; fewer where there are not so many."""
    keyed = sorted(candidates, key=lambda youth: chance.random() ** (1 / youth.eagerness), reverse=True)
    return tuple(keyed[:count])
