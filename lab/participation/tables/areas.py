"""The rows of a table put together: by area, and by stratum with the weights that standardise."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab import areas
from lab.participation.tables.table import AGE, SEX, WEIGHT, Line, Table

NATIONAL = Path(areas.__file__).with_name("population_2019.csv")
SEXES = {
    "girl": "girl", "girls": "girl", "flicka": "girl", "flickor": "girl", "female": "girl", "f": "girl", "k": "girl",
    "kvinna": "girl", "kvinnor": "girl", "boy": "boy", "boys": "boy", "pojke": "boy", "pojkar": "boy", "male": "boy",
    "m": "boy", "man": "boy", "män": "boy",
}  # fmt: skip
AGES = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class People:
    """Those of one area or stratum."""

    participants: int
    population: int
    events: int
    squares: int
    """Sum over participants of the square of how many events each had; known where `Table.times` is true."""
    first: Line


def by_area(table: Table) -> dict[str, People]:
    """Each area, in the order of its name, so that the order of rows changes nothing."""
    groups = _grouped(table, table.lines, lambda line: (line.area,))
    return {area: groups[area,] for (area,) in sorted(groups)}


def by_stratum(table: Table) -> dict[tuple[str, ...], People]:
    """Each stratum of all areas together, in a stable order."""
    return dict(sorted(_grouped(table, table.lines, lambda line: line.stratum).items()))


def strata_by_area(table: Table) -> dict[str, dict[tuple[str, ...], People]]:
    """Each area's strata."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in table.lines:
        lines[line.area].append(line)
    return {area: dict(sorted(_grouped(table, own, lambda line: line.stratum).items())) for area, own in lines.items()}


def weights(table: Table, strata: Iterable[tuple[str, ...]]) -> list[float] | None:
    """The weight of each stratum: the table's, or the national population of its ages and sex, or None."""
    if WEIGHT in table.columns:
        own = {line.stratum: line.weight for line in table.lines}
        return [own[stratum] for stratum in strata]
    national = [_national(table, stratum) for stratum in strata]
    return None if 0 in national else [float(people) for people in national]


def _grouped(
    table: Table, lines: Iterable[Line], key: Callable[[Line], tuple[str, ...]]
) -> dict[tuple[str, ...], People]:
    """Sums by `key`; a stratum with a row for each number of events has its population in every one, counted once."""
    groups: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return {name: _people(table, group) for name, group in groups.items()}


def _people(table: Table, lines: list[Line]) -> People:
    once = {(line.area, line.stratum): line.population for line in lines} if table.times else None
    return People(
        participants=sum(line.participants for line in lines),
        population=sum(once.values()) if once else sum(line.population for line in lines),
        events=sum(line.events * (line.participants if table.times else 1) for line in lines),
        squares=sum(line.events**2 * line.participants for line in lines),
        first=lines[0],
    )


def _national(table: Table, stratum: tuple[str, ...]) -> int:
    """Youths in the whole country of the ages and sex of a stratum; 0 where it is not one of theirs."""
    parts = dict(zip([name for name in (AGE, SEX) if name in table.columns], stratum, strict=True))
    ages = AGES.fullmatch(parts.get(AGE, "6-25"))
    genders = ("girl", "boy") if SEX not in parts else (SEXES.get(parts[SEX], ""),)
    if not ages:
        return 0
    span = range(int(ages[1]), int(ages[2] or ages[1]) + 1)
    counts = [_country().get((age, gender), 0) for age in span for gender in genders]
    return sum(counts) if counts and all(counts) else 0


@cache
def _country() -> dict[tuple[int, str], int]:
    """Youths by single age and gender (SCB, see lab/areas/source.py)."""
    people: dict[tuple[int, str], int] = defaultdict(int)
    with NATIONAL.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people[int(row["age"]), row["gender"]] += int(row["persons"])
    return dict(people)
