"""Newer population figures from Statistics Sweden (SCB): asked for, checked, kept as they came, then put in place.

Two tables hold them. TAB638 is exact, to 2024. TAB5557 begins with 2025, and each of its cells is moved by a small
random number of its own: a county is no sum of its municipalities and a total no sum of girls and boys. So each figure
that is shown is asked for by itself. Only ages are added up, since SCB has none of our age groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lab.access import EVERYWHERE, Actor, require
from lab.areas import reads
from lab.areas.filling import add_both
from lab.areas.jsonstat import Cells, categories, cells
from lab.areas.scb import Answer, AnswerBroken, Office, in_pieces
from lab.areas.source import MOVED_FROM, PopulationSource, note_source
from lab.errors import LabError
from lab.i18n import N_

if TYPE_CHECKING:
    from lab.database import Transaction
    from lab.runtime import Workshop

AGES = tuple(str(age) for age in range(6, 26))
YOUTHS = (6, 19)
EARLIEST = 2015
"""Older figures are of municipalities that are not today's."""

COUNTRY = "00"
FAR_OFF = 1.5
"""An area whose youths grew or shrank so many times is told apart from news: something else was answered."""

REGION, AGE, GENDER, YEAR, CONTENT = "Region", "Alder", "Kon", "Tid", "ContentsCode"


@dataclass(frozen=True)
class Table:
    """One of SCB's tables, and what it calls things."""

    name: str
    content: str
    genders: Mapping[str, str]
    """Ours by theirs."""
    also: Mapping[str, Sequence[str]]
    """What else has to be said, to have all residents whatever their marital state."""


EXACT = Table("TAB638", "BE0101N1", {"2": "girl", "1": "boy"}, {})
MOVED = Table("TAB5557", "000007ME", {"2": "girl", "1": "boy", "TotSa": "all"}, {"Civilstand": ("SC",)})


class YearUnknown(LabError):
    message = N_("Statistics Sweden has no figures for {year}.")
    hint = N_("It has those of {first} to {last}. The figures that are here stay as they are.")


class FiguresMissing(LabError):
    message = N_("In Statistics Sweden's answer {count} figures are missing, among them {example}.")
    hint = N_("Try again later. The figures that are here stay as they are.")
    status = 502


class FiguresFarOff(LabError):
    message = N_("Statistics Sweden's answer says {after} youths for {name}, where {before} are known.")
    hint = N_("Look at the saved answer. The figures that are here stay as they are.")
    status = 502


@dataclass(frozen=True)
class Refreshed:
    """What was put in place, or would be: youths of 6-19 in the country before and after, and where it is kept."""

    population_date: date
    table: str
    figures: int
    youths_before: int
    youths_after: int
    saved: tuple[Path, ...]


@dataclass(frozen=True)
class _Living:
    area: str
    age: int
    gender: str
    persons: int


def refresh(
    shop: "Workshop", actor: Actor, office: Office, year: int | None = None, *, dry_run: bool = False
) -> Refreshed:
    """Bring every figure to 31 December of `year`, the newest there is by default; all of them, or none.

    Each answer is saved as it came in the data folder. A dry run asks and checks, and writes nothing.
    Raises YearUnknown, FiguresMissing, FiguresFarOff, or what the office raises.
    """
    require(actor, "manage-areas", EVERYWHERE)
    chosen = _year(office, year)
    table = table_of(chosen)
    names = {area.code: area.name for area in (*reads.municipalities(shop), *reads.counties(shop))}
    answers = [office.data(table.name, piece) for piece in _asked(table, chosen, (COUNTRY, *sorted(names)))]
    saved = () if dry_run else _save(shop.settings.data, table, chosen, answers)
    living = _living(table, chosen, answers, (COUNTRY, *names))
    before, after = _youths(_known(shop)), _youths(living)
    _check_near(after, before, names)
    if not dry_run:
        with shop.database.transaction() as write:
            _put(write, table, chosen, living)
            write.record(actor.id, "refresh-population", "areas", table=table.name, year=chosen)
    return Refreshed(date(chosen, 12, 31), table.name, len(living), before[COUNTRY], after[COUNTRY], saved)


def table_of(year: int) -> Table:
    return MOVED if year >= MOVED_FROM else EXACT


def _year(office: Office, asked: int | None) -> int:
    """The year that was asked for, or the newest. Raises YearUnknown."""
    if asked is not None and EARLIEST <= asked < MOVED_FROM:
        return asked
    answer = office.metadata(MOVED.name)
    try:
        years = sorted(int(code) for code in categories(answer.read, YEAR))
        newest = years[-1]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise AnswerBroken(table=MOVED.name) from error
    if asked is not None and asked not in years:
        raise YearUnknown(year=asked, first=EARLIEST, last=newest)
    return asked or newest


def _asked(table: Table, year: int, areas: Sequence[str]) -> list[dict[str, Sequence[str]]]:
    selection = {REGION: areas, AGE: AGES, GENDER: tuple(table.genders), CONTENT: (table.content,), YEAR: (str(year),)}
    return in_pieces({**selection, **table.also}, REGION)


def _save(folder: Path, table: Table, year: int, answers: Sequence[Answer]) -> tuple[Path, ...]:
    """Each answer in a file of its own; one that is half written never stands under its name."""
    folder = folder / "scb"
    folder.mkdir(exist_ok=True)
    found = []
    for number, answer in enumerate(answers, start=1):
        file = folder / f"{table.name}-{year}-{number}.json"
        part = file.with_suffix(".part")
        part.write_bytes(answer.raw)
        found.append(part.replace(file))
    return tuple(found)


def _living(table: Table, year: int, answers: Sequence[Answer], areas: Sequence[str]) -> list[_Living]:
    """Every figure that was asked for. Raises AnswerBroken or FiguresMissing."""
    found: Cells = {}
    for answer in answers:
        try:
            found |= cells(answer.read, (REGION, AGE, GENDER, YEAR, CONTENT))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise AnswerBroken(table=table.name) from error
    keys = [(area, age, gender, str(year), table.content) for area in areas for age in AGES for gender in table.genders]
    missing = [key for key in keys if key not in found]
    if missing:
        raise FiguresMissing(count=len(missing), example=", ".join(missing[0][:4]))
    return [_Living(key[0], int(key[1]), table.genders[key[2]], found[key]) for key in keys]


def _check_near(after: Mapping[str, int], before: Mapping[str, int], names: Mapping[str, str]) -> None:
    for area, known in before.items():
        if not known / FAR_OFF <= after[area] <= known * FAR_OFF:
            raise FiguresFarOff(name=names.get(area, area), before=known, after=after[area])


def _known(shop: "Workshop") -> list[_Living]:
    with shop.database.read() as read:
        return read.rows(_Living, "select * from area_population")


def _youths(living: Sequence[_Living]) -> dict[str, int]:
    """Girls and boys of YOUTHS by area."""
    found: dict[str, int] = {}
    for one in living:
        if one.gender != "all" and YOUTHS[0] <= one.age <= YOUTHS[1]:
            found[one.area] = found.get(one.area, 0) + one.persons
    return found


def _put(write: "Transaction", table: Table, year: int, living: Sequence[_Living]) -> None:
    """The new figures in place of all that were there."""
    write.execute("delete from area_population")
    columns = [[getattr(one, name) for one in living] for name in ("area", "age", "gender", "persons")]
    write.execute(
        "insert into area_population select unnest(?::varchar[]), unnest(?::integer[]), unnest(?::varchar[]),"
        " unnest(?::integer[])",
        columns,
    )
    if "all" not in table.genders.values():
        add_both(write)
    note_source(write, PopulationSource(date(year, 12, 31), table.name), write.now)
