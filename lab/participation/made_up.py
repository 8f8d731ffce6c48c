"""Made-up participation of earlier years, so that a demo has half-years to compare. Never written into a real lab."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from lab.database import Transaction
from lab.participation.periods import ZONE

Homes = Mapping[str, tuple[float, float]]
"""By municipality: how many youths live there against the others, and the share of girls among those who come."""

SUMMER = (7,)
WEEKDAYS = (0, 3, 5)
FIRST_YOUTHS, MORE_A_WEEK, STAY, YOUTHS_A_YEAR = 70, 2, 110, 96
SEATS = (5, 11)
TELLING = 0.85
AGES = (7, 8, 9, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 14, 15, 16, 17)


def write_past(write: Transaction, lab: str, home: str, homes: Homes, until: datetime, years: int, seed: int) -> None:
    """Sessions on three days a week in `home` and who came to them, for so many years up to `until`."""
    chance = Random(seed)
    sessions: list[tuple[object, ...]] = []
    visits: list[tuple[object, ...]] = []
    for number, day in enumerate(_days(until.date(), years)):
        starts = datetime.combine(day, time(15, 30), ZONE).astimezone(UTC).replace(tzinfo=None)
        sessions.append((f"past-{number}", lab, home, starts, starts + timedelta(hours=2)))
        present = range(number // 3 * MORE_A_WEEK, number // 3 * MORE_A_WEEK + FIRST_YOUTHS + min(number // 4, STAY))
        for youth in chance.sample(present, chance.randint(*SEATS)):
            answers = _answers(youth, homes, seed, until.year - years)
            visits.append((f"past-{number}", f"past-{seed}-{youth}", lab, *answers, starts))
    _insert(write, "held_session", sessions)
    _insert(write, "visit", visits)


def tell_districts(write: Transaction, area: str, weights: Mapping[str, int], seed: int) -> None:
    """Let most youths of `area` have told a district, by code, when they got their card."""
    chance = Random(f"districts {seed}")
    cards = write.column("select distinct card from visit where area = ? order by card", [area])
    told = [(card, *chance.choices(list(weights), list(weights.values()))) for card in cards]
    write.insert("card_district", ("card", "district"), [one for one in told if chance.random() < TELLING])
    write.execute(
        "insert into visit_district select session, card, district from visit join card_district using (card)"
    )


def _days(until: date, years: int) -> list[date]:
    days = [until - timedelta(days=ago) for ago in range(1, years * 365)]
    return [day for day in reversed(days) if day.weekday() in WEEKDAYS and day.month not in SUMMER]


def _answers(youth: int, homes: Homes, seed: int, first_year: int) -> tuple[str, int, str]:
    """Home, year of birth and gender of the youth with this number: younger ones come later."""
    chance = Random(f"{seed} {youth}")
    (home,) = chance.choices(list(homes), [weight for weight, _girls in homes.values()])
    gender = "girl" if chance.random() < homes[home][1] else chance.choices(("boy", "other", "unsaid"), (30, 1, 1))[0]
    return home, first_year + youth // YOUTHS_A_YEAR - chance.choice(AGES), gender


def _insert(write: Transaction, table: str, rows: list[tuple[object, ...]]) -> None:
    """All rows at once: a list for each column."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    kinds = {str: "varchar", int: "integer", datetime: "timestamp"}
    lists = ", ".join(f"unnest(?::{kinds[type(column[0])]}[])" for column in columns)
    write.execute(f"insert into {table} select {lists}", columns)
