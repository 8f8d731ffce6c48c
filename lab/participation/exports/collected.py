"""`verkstad collect`: published releases of many labs become one national table. No personal data is in it or near it.

Each lab publishes its own protected numbers. They are added up per area: what is protected in one lab counts as none,
so a sum is a lowest number, and says from how many labs it comes. Youths who came to labs of two owners count twice.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb

from lab.database import Database
from lab.errors import LabError
from lab.i18n import N_
from lab.participation.cells import SESSIONS, VISITS, YOUTHS
from lab.participation.exports.parquet_file import columns_of
from lab.participation.exports.rows import Row
from lab.participation.exports.tables import told_csv
from lab.participation.measures import rate
from lab.participation.releases import DEMO

MOST = 20_000_000
"""No number of a release is larger: it would be more than all visits of a country."""

SUMMED = (YOUTHS, VISITS, SESSIONS, "gender", "age", "older")


class NotARelease(LabError):
    message = N_("{file} is no published release.")
    hint = N_("Choose files made with: verkstad report --format parquet")


class ReleaseTwice(LabError):
    message = N_("The release {hash} is in more than one file.")
    hint = N_("Leave out the copy: its youths would be counted twice.")


class MethodsDiffer(LabError):
    message = N_("The releases were made by different methods or for different populations: {kinds}.")
    hint = N_("Collect those that are alike.")


@dataclass(frozen=True)
class Collected:
    """One number of all labs together: the least that it can be, and how many labs hold a part of it back."""

    period: str
    level: str
    area: str
    name: str
    dimension: str
    part: str
    number: int
    labs: int
    held_back: int
    population: int | None
    method: str
    population_date: date
    rate: float | None = None

    @property
    def made_up(self) -> bool:
        return self.method.endswith(DEMO)


def collect(files: Sequence[Path]) -> tuple[Collected, ...]:
    """The table of all labs. Raises NotARelease, ReleaseTwice or MethodsDiffer."""
    database = Database(":memory:")
    try:
        seen: set[str] = set()
        for file in files:
            _check_new(seen, _releases_in(database, file))
        return _summed(database, [str(file) for file in files])
    finally:
        database.close()


def as_csv(found: Sequence[Collected]) -> bytes:
    """In the reader's words, as Excel in Swedish opens them; what another lab calls a place becomes no formula."""
    return told_csv(Collected.__dataclass_fields__, map(asdict, found))


def _check_new(seen: set[str], releases: list[str]) -> None:
    for release in releases:
        if release in seen:
            raise ReleaseTwice(hash=f"{release[:16]}…")
        seen.add(release)


def _releases_in(database: Database, file: Path) -> list[str]:
    """The hashes of the releases in a file, each once."""
    try:
        with database.read() as read:
            columns = {one.column_name: one.column_type for one in read.rows(_Column, _COLUMNS, [str(file)])}
            if any(columns.get(name) != kind.upper() for name, kind in columns_of(Row).items()):
                raise NotARelease(file=file)
            if read.value(_IMPOSSIBLE, [str(file), MOST]):
                raise NotARelease(file=file)
            return read.column("select distinct release from read_parquet(?)", [str(file)])
    except (duckdb.Error, OSError) as error:
        raise NotARelease(file=file) from error


def _summed(database: Database, files: list[str]) -> tuple[Collected, ...]:
    with database.read() as read:
        kinds = read.column(
            "select distinct method || ', ' || population_date from read_parquet(?) order by all", [files]
        )
        if len(kinds) > 1:
            raise MethodsDiffer(kinds="; ".join(kinds))
        found = read.rows(Collected, _SUM, [files, list(SUMMED)])
    return tuple(_with_rate(one) for one in found)


def _with_rate(one: Collected) -> Collected:
    """Per 1,000, where persons are counted."""
    if not one.population or one.dimension in (VISITS, SESSIONS):
        return one
    value = round(rate(min(one.number, one.population), one.population).value, 4)
    return Collected(**{**asdict(one), "rate": value})


@dataclass(frozen=True)
class _Column:
    column_name: str
    column_type: str


_COLUMNS = "select column_name, column_type from (describe select * from read_parquet(?))"
_IMPOSSIBLE = """
select count(*) from read_parquet($1) where number < 0 or number > $2 or population < 0 or protected <> (number is null)
    or (period || level || area || name || dimension || part || method || release || population_date) is null
"""

_SUM = """
select period, level, area, any_value(name) as name, dimension, part, coalesce(sum(number), 0)::integer as number,
       count(*) filter (number > 0) as labs, count(*) filter (protected) as held_back, max(population) as population,
       any_value(method) as method, any_value(population_date) as population_date
from read_parquet(?) where list_contains(?, dimension)
group by period, level, area, dimension, part order by period, level, name collate sv, area, dimension, part
"""
