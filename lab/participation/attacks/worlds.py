"""Small made-up worlds whose truth is known, and their release as we make it or as a naive office would."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from lab.participation.bounds import Key
from lab.participation.cells import (
    AGE,
    BANDS,
    COUNTRY,
    DISTRICT,
    GENDER,
    LAB,
    OLDER_YOUTHS,
    SHOWN_GENDERS,
    STRATA,
    STRATUM,
    WEEKDAY,
    YOUTHS,
    Cell,
    band_of,
    cells,
    stratum_of,
    within,
)  # fmt: skip
from lab.participation.disclosure import SMALLEST_SHOWN, Protection, person_key
from lab.participation.tally import Came, CameTo, Divided, Tally

AREAS = ("1780", "1715", "1761", "0114", "0117")
POPULATION = 1_000
LABS = ("Norra", "Södra")
DISTRICTS = {"1780": ("Kronoparken", "Norrstrand", "Våxnäs"), "0114": ("Bredden", "Runby")}
"""Municipalities that have told theirs."""


@dataclass(frozen=True)
class Youth:
    """Someone who came, with all that is counted about them."""

    id: str
    area: str
    gender: str
    age: int
    weekdays: frozenset[str]
    labs: frozenset[str]
    district: str = ""
    """Empty where none was told."""


World = tuple[Youth, ...]


def world(seed: int) -> World:
    """A world of 1-4 municipalities with 0-30 youths each, more alike than chance would make them."""
    chance = Random(seed)
    found: list[Youth] = []
    for area in chance.sample(AREAS, chance.randint(1, 4)):
        girls, ages = chance.choice((0.0, 0.1, 0.5, 0.9)), chance.choice(((7, 9), (6, 19), (10, 15), (6, 22)))
        telling = chance.choice((0.6, 1.0))
        for number in range(chance.choice((1, 2, 4, 6, 8, 12, 20, 30))):
            youth = _youth(f"{seed}-{area}-{number}", area, girls, ages, chance)
            found.append(replace(youth, district=_district(area, telling, chance)))
    return tuple(found)


def populous(seed: int) -> World:
    """A world of 2-3 municipalities with 40-200 youths each: so many that age and gender are shown together."""
    chance = Random(seed)
    return tuple(
        _youth(f"{seed}-{area}-{number}", area, 0.5, (6, 19), chance)
        for area in chance.sample(AREAS, chance.randint(2, 3))
        for number in range(chance.choice((40, 80, 120, 200)))
    )


def _youth(id: str, area: str, girls: float, ages: tuple[int, int], chance: Random) -> Youth:  # noqa: A002
    gender = "girl" if chance.random() < girls else chance.choices(("boy", "other"), (12, 1))[0]
    days = frozenset(chance.sample(("1", "3", "5"), chance.choice((1, 1, 2))))
    labs = frozenset(chance.sample(LABS, chance.choice((1, 1, 1, 2))))
    return Youth(id, area, gender, chance.randint(*ages), days, labs)


def _district(area: str, telling: float, chance: Random) -> str:
    """Where a municipality has districts, so many of its youths tell theirs: fewest live in the last."""
    names = DISTRICTS.get(area, ())
    return chance.choices(names, range(len(names), 0, -1))[0] if names and chance.random() < telling else ""


def truth(youths: World) -> dict[Key, frozenset[str]]:
    """Who is in each cell."""
    found: defaultdict[Key, set[str]] = defaultdict(set)
    for youth in youths:
        for area in within(youth.area):
            for dimension, part in _groups(youth, area):
                found[area, dimension, part].add(youth.id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _groups(youth: Youth, area: str) -> list[tuple[str, str]]:
    if youth.age > 19:
        return [(OLDER_YOUTHS, "")]
    found = [(YOUTHS, ""), (AGE, band_of(youth.age)), (GENDER, youth.gender)]
    if youth.gender in SHOWN_GENDERS:
        found.append((STRATUM, stratum_of(youth.gender, youth.age)))
    if len(area) == 4:
        found += [(WEEKDAY, day) for day in youth.weekdays] + [(LAB, lab) for lab in youth.labs]
        found += [(DISTRICT, youth.district)] if youth.district else []
    return found


def release(youths: World, protection: Protection) -> dict[Key, int | None]:
    """The world's release, as lab.participation.cells makes it."""
    found = cells(_tally(youths, protection), protection, _populations())
    return {(cell.area, cell.dimension, cell.part): cell.number for cell in found if _about_youths(cell)}


def naive_release(youths: World) -> dict[Key, int | None]:
    """The naive twin: true numbers, those of 1-4 left out, every split shown."""
    counts = {key: len(ids) for key, ids in truth(youths).items() if key[1:] != (GENDER, "other")}
    for area in {key[0] for key in counts if key[1] == YOUTHS}:
        for dimension, names in ((GENDER, SHOWN_GENDERS), (AGE, tuple(BANDS)), (DISTRICT, DISTRICTS.get(area, ()))):
            counts |= {(area, dimension, name): counts.get((area, dimension, name), 0) for name in names}
    return {key: count if count == 0 or count >= SMALLEST_SHOWN else None for key, count in counts.items()}


def _about_youths(cell: Cell) -> bool:
    return cell.dimension in (YOUTHS, OLDER_YOUTHS, GENDER, AGE, STRATUM, DISTRICT, WEEKDAY, LAB)


def _tally(youths: World, protection: Protection) -> Tally:
    alike: defaultdict[tuple[str, str, int], list[Youth]] = defaultdict(list)
    met: defaultdict[Key, list[Youth]] = defaultdict(list)
    for youth in youths:
        alike[youth.area, youth.gender, youth.age].append(youth)
        if youth.age <= 19:
            told = {youth.district} - {""}
            for dimension, parts in ((WEEKDAY, youth.weekdays), (LAB, youth.labs), (DISTRICT, told)):
                for part in parts:
                    met[youth.area, dimension, part].append(youth)
    came = [Came(*key, len(them), _key(them, protection), 2 * len(them), 2) for key, them in alike.items()]
    came_to = [CameTo(*key, len(them), _key(them, protection)) for key, them in met.items()]
    districts = [Divided(area, name) for area, names in DISTRICTS.items() for name in names]
    return Tally(tuple(came), tuple(came_to), (), tuple(districts))


def _key(youths: Iterable[Youth], protection: Protection) -> int:
    return sum(person_key(youth.id, protection.secret) for youth in youths)


def _populations() -> dict[Key, int]:
    groups = [
        (YOUTHS, ""),
        (OLDER_YOUTHS, ""),
        *((GENDER, name) for name in SHOWN_GENDERS),
        *((STRATUM, name) for name in STRATA),
        *((AGE, name) for name in BANDS),
    ]
    areas = {area for code in AREAS for area in within(code)} | {COUNTRY}
    return {(area, *group): POPULATION for area in areas for group in groups}
