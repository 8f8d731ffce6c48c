"""Rows as files that spreadsheets open rightly in Swedish: CSV and XLSX. No text in them becomes a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be reckoned as a formula by a spreadsheet."""

Cells = Sequence[object]


def as_csv(names: Iterable[str], rows: Iterable[Cells]) -> bytes:
    """Semicolons, decimal commas and a byte order mark: what Excel in Swedish opens with a double click."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(map(written, row))
    return file.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook; its first `kept` columns are always in sight."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Cells]
    kept: int = 1


@dataclass(frozen=True)
class About:
    """The sheet that says what the others are: a title and lines."""

    name: str
    title: str
    lines: Sequence[str]


def as_xlsx(sheets: Iterable[Sheet], about: About) -> bytes:
    """A workbook with the numbers as numbers."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, bold)
    _tell(book.add_worksheet(about.name), about, bold)
    book.close()
    return file.getvalue()


def written(value: object) -> str:
    """A cell of CSV."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _fill(page: Any, sheet: Sheet, bold: Any) -> None:
    for place, name in enumerate(sheet.columns):
        page.write_string(0, place, name, bold)
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _put(page, number, place, value)
    page.freeze_panes(1, sheet.kept)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    page.autofit(200)


def _tell(page: Any, about: About, bold: Any) -> None:
    page.write_string(0, 0, about.title, bold)
    for number, line in enumerate(about.lines, 1):
        page.write_string(number, 0, line)


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    write: Callable[..., object] = sheet.write_number if isinstance(value, int | float) else sheet.write_string
    if value is not None and value != "":
        write(row, column, value if isinstance(value, int | float) else str(value))
