"""Tables that others have made, in Excel or CSV: the rows beneath whichever of the first rows names the columns."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lab.areas.workbook import Lines, TableNotReadable, TableTooLarge
from lab.areas.workbook import lines as lines_of_workbook
from lab.errors import NotValid
from lab.i18n import N_

HEADER_WITHIN = 10
"""How far down the names of the columns may stand: offices like to put a title above them."""

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ";,\t"
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, new or old."""

MOST_BYTES, MOST_ROWS, MOST_CELLS = 10 * 1024 * 1024, 100_000, 1_000_000


class ColumnsMissing(NotValid):
    message = N_("The table lacks the columns {columns}.")
    hint = N_("One of its first rows must name them; docs/areas.md shows how.")


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, as a spreadsheet counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows(content: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str], sheet: str = "") -> list[Row]:
    """The rows of a file. `columns` gives each column's names in other people's files; those of `needed` must be there.

    `sheet` is the sheet of a workbook that is meant, its first where there is none of that name.
    Raises TableNotReadable, TableTooLarge or ColumnsMissing.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge()
    lines = lines_of_workbook(content, sheet) if content.startswith(EXCEL) else _text(content)
    known = {name.casefold(): column for column, names in columns.items() for name in (column, *names)}
    for number, line in enumerate(lines[:HEADER_WITHIN], start=1):
        header = [known.get(cell.casefold(), "") for cell in line]
        if set(needed) <= set(header):
            return list(_beneath(header, lines[number:], number + 1))
    raise ColumnsMissing(columns=", ".join(needed))


def _beneath(header: Sequence[str], lines: Lines, first: int) -> Iterator[Row]:
    for number, line in enumerate(lines, start=first):
        if any(line):
            yield Row(number, {column: cell for column, cell in zip(header, line, strict=False) if column})


def _text(content: bytes) -> Lines:
    text = _decoded(content)
    separator = max(SEPARATORS, key=text[:2_000].count)
    try:
        return list(_within_limits(csv.reader(io.StringIO(text), delimiter=separator)))
    except csv.Error as error:
        raise TableNotReadable() from error


def _within_limits(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for number, line in enumerate(lines, start=1):
        cells += len(line)
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise TableTooLarge()
        yield [cell.strip() for cell in line]


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableNotReadable()
