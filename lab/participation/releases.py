"""Releases: a half-year's report, computed once when the half-year is over, frozen, and read ever after.

A half-year that is not over is never shown outside, not even month by month: the youths of March are among those of
April, and who can subtract one reading from the other finds who came between. For the same reason no half-year is
computed twice. A visit that is written down later counts in the next release (ledger.py), and an erased card is in no
release that is made after it was erased.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lab import areas, facts
from lab.access import EVERYWHERE, SYSTEM, Actor, require
from lab.areas import District
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotFound
from lab.i18n import N_
from lab.participation import tally
from lab.participation.bounds import Key
from lab.participation.cells import (
    AGE,
    AGES,
    DISTRICT,
    GENDER,
    OLDER,
    OLDER_YOUTHS,
    STRATUM,
    YOUTHS,
    Cell,
    band_of,
    cells,
    stratum_of,
)
from lab.participation.disclosure import Protection
from lab.participation.periods import Period
from lab.runtime import Workshop

METHOD = "3"
"""Raised whenever the same ledger would give another release."""

DEMO = "demo"
"""Stands behind the method of a made-up release, in every row of its files: it is collected with no real one."""

MADE_UP = N_("Demo: everything here is made up.")


class NotOver(LabError):
    message = N_("{period} is not over, so no report of it is made.")
    hint = N_("Come back on {day}: until then the numbers would tell who came between two readings.")
    status = 409


class ReleasedAlready(LabError):
    message = N_("The report of {period} is frozen already.")
    hint = N_("It is never made again: what is written down later counts in the next half-year's report.")
    status = 409


class NotReleased(NotFound):
    message = N_("There is no report of {period}.")
    hint = N_("A report is made when its half-year is over, and stays as it is from then on.")


class SecretChanged(LabError):
    message = N_("The lab's key is not the one that earlier reports were made with.")
    hint = N_("Put back secret.key from your backup: under another key the same youths would get other numbers.")
    status = 409


@dataclass(frozen=True)
class Release:
    """A frozen report of one half-year; `hash` is that of its cells and of all that is said here."""

    id: str
    period: str
    made_at: datetime
    method: str
    population_date: date
    key_id: str
    hash: str


def make_due(shop: Workshop) -> tuple[Release, ...]:
    """A chore: release every half-year that is over, has visits or sessions, and has no release yet."""
    return tuple(make(shop, SYSTEM, period) for period in due(shop))


def due(shop: Workshop) -> tuple[Period, ...]:
    """The half-years that could be released now, oldest first."""
    with shop.database.read() as read:
        first = read.value("select min(starts_at) from held_session")
        made = {*read.column("select period from release")}
    period, now, found = Period.of(first or shop.clock()), Period.of(shop.clock()), []
    while period < now:
        if period.name not in made:
            found.append(period)
        period = period.next()
    return tuple(found)


@retried
def make(shop: Workshop, actor: Actor, period: Period) -> Release:
    """Compute a half-year's report and freeze it. Raises NotOver, ReleasedAlready or SecretChanged.

    Counting takes seconds where millions came, so it is done on a snapshot while others write. All the same the report
    is of what stands when it is frozen: where any of that has changed meanwhile, it is counted again while they wait.
    """
    require(actor, "release-report", EVERYWHERE)
    protection = protection_of(shop)
    with shop.database.snapshot() as read:
        _check(read, shop.clock(), period, protection)
        counted = _counted(read, period, protection)
    with shop.database.transaction() as write:
        _check(write, write.now, period, protection)
        if tally.mark(write, period) != counted.mark:
            counted = _counted(write, period, protection)
        release = _stamped(period, write.now, _method(shop), counted, protection)
        _keep(write, release, counted.cells)
        write.record(actor.id, "release-report", f"report:{period.name}", hash=release.hash)
    return release


@dataclass(frozen=True)
class _Counted:
    """A report before it is frozen, and the mark of what it was counted from."""

    cells: tuple[Cell, ...]
    population_date: date
    mark: tuple[str, ...]


def _counted(read: Cursor, period: Period, protection: Protection) -> _Counted:
    came = tally.count(read, period, protection.secret, AGES)
    return _Counted(cells(came, protection, populations(read)), _population_date(read), tally.mark(read, period))


def protection_of(shop: Workshop) -> Protection:
    """The protection of this lab's releases: its secret comes from secret.key, beside the store and in no table."""
    return Protection(shop.keys.hash("disclosure", "releases"))


def released(shop: Workshop) -> tuple[Release, ...]:
    """Every release, the newest half-year first."""
    with shop.database.read() as read:
        return tuple(read.rows(Release, "select * from release order by period desc"))


def find(shop: Workshop, period: Period) -> Release:
    """The release of a half-year. Raises NotReleased."""
    with shop.database.read() as read:
        found = read.first(Release, "select * from release where period = ?", [period.name])
    if found is None:
        raise NotReleased(period=period.told())
    return found


def cells_of(shop: Workshop, release: str, area: str) -> tuple[Cell, ...]:
    """One area's cells of a release."""
    with shop.database.read() as read:
        return tuple(
            read.rows(Cell, f"{_CELLS} where release = ? and area = ? order by dimension, part", [release, area])
        )


def every_cell(shop: Workshop, release: str) -> tuple[Cell, ...]:
    """All cells of a release, in the order of its hash."""
    with shop.database.read() as read:
        return tuple(read.rows(Cell, f"{_CELLS} where release = ? order by area, dimension, part", [release]))


def is_whole(shop: Workshop, release: Release) -> bool:
    """Whether a release is still what it was when it was frozen."""
    return _hash(release, every_cell(shop, release.id)) == release.hash


_CELLS = "select area, dimension, part, number, population from release_cell"


def _check(read: Cursor, now: datetime, period: Period, protection: Protection) -> None:
    if now < period.ends_at:
        raise NotOver(period=period.told(), day=period.next().first_day())
    if read.value("select 1 from release where period = ?", [period.name]):
        raise ReleasedAlready(period=period.told())
    if read.value("select 1 from release where key_id <> ?", [protection.id]):
        raise SecretChanged()


def _population_date(read: Cursor) -> date:
    source = areas.population_source(read)
    if source is None:
        raise RuntimeError("The store has no population: open_workshop fills it.")
    return source.population_date


def _method(shop: Workshop) -> str:
    return f"{METHOD} {DEMO}" if facts.is_demo(shop) else METHOD


def _stamped(period: Period, now: datetime, method: str, counted: _Counted, protection: Protection) -> Release:
    bare = Release(new_id(), period.name, now, method, counted.population_date, protection.id, "")
    return replace(bare, hash=_hash(bare, counted.cells))


def _hash(release: Release, found: Iterable[Cell]) -> str:
    """SHA-256 of what the release says of itself and of its cells, a line each."""
    said = [release.id, release.period, release.made_at.isoformat(), release.method, str(release.population_date)]
    lines = [";".join([*said, release.key_id])]
    lines += [
        ";".join(str(value) for value in (cell.area, cell.dimension, cell.part, cell.number, cell.population))
        for cell in found
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _keep(write: Transaction, release: Release, found: Sequence[Cell]) -> None:
    write.execute(
        "insert into release values (?, ?, ?, ?, ?, ?, ?)",
        [
            release.id, release.period, release.made_at, release.method, release.population_date,
            release.key_id, release.hash,
        ],
    )  # fmt: skip
    write.execute(
        "insert into release_source select ?, area, population_date, source from population_source where area <> ''",
        [release.id],
    )
    columns = [
        [getattr(cell, name) for cell in found] for name in ("area", "dimension", "part", "number", "population")
    ]
    write.execute(
        "insert into release_cell select ?, unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]),"
        " unnest(?::integer[]), unnest(?::integer[])",
        [release.id, *columns],
    )


@dataclass(frozen=True)
class _Living:
    area: str
    age: int
    gender: str
    persons: int


def populations(read: Cursor) -> dict[Key, int]:
    """Residents by (area, dimension, part). Ages are added up, areas and genders are as their source gives them."""
    living = read.rows(_Living, "select area, age, gender, persons from area_population order by all")
    found: dict[Key, int] = {}
    for one in living:
        for dimension, part in _groups(one):
            found[one.area, dimension, part] = found.get((one.area, dimension, part), 0) + one.persons
    for district in read.rows(District, "select * from district where persons is not null"):
        found[district.area, DISTRICT, district.name] = district.persons or 0
    return found


def _groups(one: _Living) -> list[tuple[str, str]]:
    """What a resident belongs to; `gender` is "all" where girls and boys are counted together."""
    if OLDER[0] <= one.age <= OLDER[1]:
        return [(OLDER_YOUTHS, "")] if one.gender == "all" else []
    if not AGES[0] <= one.age <= AGES[1]:
        return []
    if one.gender == "all":
        return [(YOUTHS, ""), (AGE, band_of(one.age))]
    return [(GENDER, one.gender), (STRATUM, stratum_of(one.gender, one.age))]
