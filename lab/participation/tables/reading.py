"""An analyst's table of areas: read from CSV as it comes, Swedish or English, and refused by row and reason.

Semicolons with decimal commas, tabs and commas are read, in UTF-8 (with or without a mark in front), UTF-16 with one
and Windows-1252. The first row has the names of the columns and is row 1, as in a spreadsheet.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lab.participation.tables.refusals import (
    BelowZero,
    CellEmpty,
    CellsWrong,
    ColumnMissing,
    ColumnTwice,
    MoreThanLive,
    NobodyLives,
    NoRows,
    NotANumber,
    NotATable,
    NotWhole,
    NumberUnclear,
    RowOfTotals,
    TableEmpty,
    TableTooLong,
    TableUnreadable,
    TooLarge,
    shown,
)
from lab.participation.tables.table import (
    AGE,
    AREA,
    GROUP,
    ORDER,
    PARTICIPANTS,
    POPULATION,
    SEX,
    WEIGHT,
    Line,
    Table,
    checked,
)

OTHER_NAMES = {
    "område": AREA, "kommun": AREA, "deltagare": PARTICIPANTS, "befolkning": POPULATION, "folkmängd": POPULATION,
    "grupp": GROUP, "ordning": ORDER, "ålder": AGE, "kön": SEX, "vikt": WEIGHT,
}  # fmt: skip
NEEDED = (AREA, PARTICIPANTS, POPULATION)
MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 500_000
MOST_PEOPLE = 10_000_000_000
MARK = re.compile(r"\s*sep=([,;\t])\r?\n", re.IGNORECASE)
"""A first line in which Excel is told what parts cells; Excel shows none, so it is no row."""

TOTALS = {"total", "totalt", "totals", "summa", "sum", "samtliga", "all", "alla", "riket", "hela riket", "båda könen"}
UNCLEAR = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def read_file(file: Path, events: str = "") -> Table:
    """The table in a file; `events` names the column with repeated events of the same people."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise TableTooLong(most=MOST_ROWS)
        data = file.read_bytes()
    except (OSError, ValueError) as unreadable:
        raise TableUnreadable(file=file) from unreadable
    return read(data, events)


def read(data: bytes, events: str = "") -> Table:
    """The table in the bytes of a CSV file. Raises a LabError that names the row and the reason."""
    text = _decoded(data)
    if not text.strip():
        raise TableEmpty()
    mark = MARK.match(text)
    text, delimiter = (text[mark.end() :], mark[1]) if mark else (text, _delimiter(text))
    records = _records(text, delimiter)
    _row, names = next(records, (0, []))
    if not names:
        raise TableEmpty()
    events = _known(events)
    columns = _columns(names, events)
    called = {name: shown(names[place]) for name, place in columns.items()}
    rows = (_Cells.of(row, cells, columns, called, delimiter) for row, cells in records)
    lines = _spelled_alike(_line(row, frozenset(columns), events) for row in rows)
    if not lines:
        raise NoRows()
    _check_totals(lines)
    unique = events != PARTICIPANTS and PARTICIPANTS in columns
    return checked(Table(lines, frozenset(columns), events, unique=unique, called=called))


def _check_totals(lines: tuple[Line, ...]) -> None:
    """No row may be a total of others; a table of nothing but a total has no others."""
    for words in zip(*((line.area.casefold(), *line.stratum) for line in lines), strict=True):
        totals = [word.rstrip(":") in TOTALS for word in words]
        if any(totals) and not all(totals):
            line, word = lines[totals.index(True)], words[totals.index(True)]
            raise RowOfTotals(row=line.row, area=shown(line.area), text=shown(word))


def _spelled_alike(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Karlstad and KARLSTAD are one area, called as it was first."""
    spelled: dict[str, str] = {}
    return tuple(replace(line, area=spelled.setdefault(line.area.casefold(), line.area)) for line in lines)


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise NotATable()


def _delimiter(text: str) -> str:
    """The sign that parts the names of columns in the first row; outside Sweden a comma."""
    first = text.lstrip().splitlines()[0]
    return max(",;\t", key=first.count)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, from the first that is not blank; blank ones are counted but not read."""
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            if row > MOST_ROWS:
                raise TableTooLong(most=MOST_ROWS)
            if any(cell.strip() for cell in cells):
                yield row, [cell.strip() for cell in cells]
    except csv.Error as broken:
        raise NotATable() from broken


def _known(name: str) -> str:
    """The name of a column as we call it."""
    name = name.strip().casefold()
    return OTHER_NAMES.get(name, name)


def _columns(names: list[str], events: str) -> dict[str, int]:
    """Place of each column by its name as we call it; `events` is one of those needed where it is given."""
    columns: dict[str, int] = {}
    for place, name in enumerate(map(_known, names)):
        if name in columns and name:
            raise ColumnTwice(column=shown(names[place]))
        columns[name] = place
    needed = (AREA, POPULATION, events) if events else NEEDED
    for name in needed:
        if name not in columns:
            raise ColumnMissing(column=name, found=", ".join(map(shown, filter(None, names))))
    return columns


def _line(cell: "_Cells", columns: frozenset[str], events: str) -> Line:
    cell.text(AREA)
    population = cell.count(POPULATION)
    if population == 0:
        raise NobodyLives(row=cell.row, area=cell.area)
    participants = cell.count(PARTICIPANTS) if PARTICIPANTS in columns else 0
    if participants > population and events != PARTICIPANTS:
        raise MoreThanLive(row=cell.row, area=cell.area, population=population, participants=participants)
    return Line(
        row=cell.row,
        area=cell.text(AREA),
        participants=participants,
        population=population,
        group=cell.text(GROUP) if GROUP in columns else "",
        order=cell.number(ORDER) if ORDER in columns else 0.0,
        stratum=tuple(cell.text(name).casefold() for name in (AGE, SEX) if name in columns),
        weight=cell.positive(WEIGHT) if WEIGHT in columns else 1.0,
        events=cell.count(events) if events else 0,
    )


@dataclass(frozen=True)
class _Cells:
    """The cells of one row by column."""

    row: int
    by_column: dict[str, str]
    called: Mapping[str, str]
    """The columns as whoever wrote the table calls them."""
    delimiter: str

    @classmethod
    def of(
        cls, row: int, cells: list[str], columns: dict[str, int], called: Mapping[str, str], delimiter: str
    ) -> "_Cells":
        """Refuses a row of another length than the names; empty cells after the last one are let go."""
        width = max(columns.values()) + 1
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if len(cells) != width:
            raise CellsWrong(row=row, cells=len(cells), columns=width)
        return cls(row, {name: cells[place] for name, place in columns.items()}, called, delimiter)

    @property
    def area(self) -> str:
        return shown(self.by_column[AREA]) or "–"

    def text(self, column: str) -> str:
        text = self.by_column[column]
        if not text:
            raise CellEmpty(row=self.row, area=self.area, column=self.called[column])
        return text

    def number(self, column: str) -> float:
        """A decimal point is read, and a decimal comma where commas do not part cells; spaces part thousands."""
        text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", self.text(column)).replace("\u2212", "-")
        if self.delimiter != ",":
            text = text.replace(",", ".")
        if not NUMBER.fullmatch(text):
            raise NotANumber(**self._about(column))
        number = float(text)
        if abs(number) > MOST_PEOPLE:
            raise TooLarge(**self._about(column))
        return number

    def positive(self, column: str) -> float:
        number = self.number(column)
        if number < 0:
            raise BelowZero(**self._about(column))
        return number

    def count(self, column: str) -> int:
        if UNCLEAR.fullmatch(self.text(column)):
            raise NumberUnclear(**self._about(column))
        number = self.positive(column)
        if number != int(number):
            raise NotWhole(**self._about(column))
        return int(number)

    def _about(self, column: str) -> dict[str, object]:
        return {
            "row": self.row,
            "area": self.area,
            "column": self.called[column],
            "text": shown(self.by_column[column]),
        }
