"""A table of areas, row by row, and what has to hold between its rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lab.participation.tables.refusals import AreaTwice, FewerEvents, MoreThanLive, RowDiffers, shown

AREA, PARTICIPANTS, POPULATION = "area", "participants", "population"
GROUP, ORDER, AGE, SEX, WEIGHT = "group", "order", "age", "sex", "weight"


@dataclass(frozen=True)
class Line:
    """One row: people of one area, or of one stratum (age and sex) of it."""

    row: int
    area: str
    participants: int
    population: int
    group: str = ""
    order: float = 0.0
    stratum: tuple[str, ...] = ()
    weight: float = 1.0
    events: int = 0
    """With repeated events: all of them, or how many each of the participants had, see `Table.times`."""


@dataclass(frozen=True)
class Table:
    """The rows, all checked, and what they hold."""

    lines: tuple[Line, ...]
    columns: frozenset[str]
    events: str = ""
    """Name of the column with repeated events; empty where none was asked for."""
    times: bool = False
    """True where a stratum has a row for each number of events that a participant had."""
    unique: bool = True
    """False where only events were counted, and nobody knows how many people they were."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What whoever wrote the table calls a column, where that is not our name of it."""

    @property
    def has_strata(self) -> bool:
        return bool(self.columns & {AGE, SEX, WEIGHT})


def checked(table: Table) -> Table:
    """The table with its strata named, when rows of one area agree with each other and no stratum is there twice."""
    table = replace(table, lines=_with_strata(table))
    areas: dict[str, Line] = {}
    strata: dict[tuple[str, ...], Line] = {}
    parts: dict[tuple[str, ...], Line] = {}
    times = False
    for line in table.lines:
        _agrees(line, areas.setdefault(line.area, line), (GROUP, ORDER), table.called)
        _agrees(line, strata.setdefault(line.stratum, line), (WEIGHT,), table.called)
        first = parts.setdefault((line.area, *line.stratum), line)
        if first is not line:
            _agrees(line, first, (POPULATION,), table.called) if table.events and table.unique else _twice(line, first)
            times = True
    table = replace(table, times=times)
    _check_events(table)
    return table


def _with_strata(table: Table) -> tuple[Line, ...]:
    """Where weights stand without age and sex: the rows of an area by their place, or each row of the whole table."""
    if table.columns & {AGE, SEX} or WEIGHT not in table.columns:
        return table.lines
    repeated = len({line.area for line in table.lines}) < len(table.lines)
    place: Counter[str] = Counter()
    lines = []
    for line in table.lines:
        key = line.area if repeated else ""
        place[key] += 1
        lines.append(replace(line, stratum=(str(place[key]),)))
    return tuple(lines)


def _agrees(line: Line, first: Line, names: tuple[str, ...], called: Mapping[str, str]) -> None:
    for name in names:
        here, before = getattr(line, name), getattr(first, name)
        if here != before:
            raise RowDiffers(
                row=line.row,
                area=shown(line.area),
                column=called.get(name, name),
                text=shown(str(here)),
                before=shown(str(before)),
                first=first.row,
            )


def _twice(line: Line, first: Line) -> None:
    raise AreaTwice(row=line.row, area=shown(", ".join((line.area, *line.stratum))), first=first.row)


def _check_events(table: Table) -> None:
    """A participant has been there at least once, and an area has no more participants than youths."""
    if not (table.events and table.unique):
        return
    came: Counter[tuple[str, ...]] = Counter()
    for line in table.lines:
        came[(line.area, *line.stratum)] += line.participants
        if came[(line.area, *line.stratum)] > line.population:
            raise MoreThanLive(
                row=line.row,
                area=shown(line.area),
                population=line.population,
                participants=came[(line.area, *line.stratum)],
            )
        if line.events < (min(1, line.participants) if table.times else line.participants):
            raise FewerEvents(
                row=line.row,
                area=shown(line.area),
                column=table.called.get(table.events, table.events),
                events=line.events,
                participants=line.participants,
            )
