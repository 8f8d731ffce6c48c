"""Rows as files that spreadsheets open rightly in Swedish: CSV and XLSX. No text in them becomes a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
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


def as_xlsx(
    sheet: str, names: Sequence[str], rows: Sequence[Cells], about: tuple[str, Sequence[str]], about_sheet: str,
    kept: int = 1,
) -> bytes:  # fmt: skip
    """A sheet with the numbers as numbers, its first `kept` columns always in sight; and one with a title and lines."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    _fill(book.add_worksheet(sheet), names, rows, bold, kept)
    _tell(book.add_worksheet(about_sheet), *about, bold)
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


def _fill(sheet: Any, names: Sequence[str], rows: Sequence[Cells], bold: Any, kept: int) -> None:
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _put(sheet, number, place, value)
    sheet.freeze_panes(1, kept)
    sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    sheet.autofit(200)


def _tell(sheet: Any, title: str, lines: Sequence[str], bold: Any) -> None:
    sheet.write_string(0, 0, title, bold)
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, line)


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    write: Callable[..., object] = sheet.write_number if isinstance(value, int | float) else sheet.write_string
    if value is not None and value != "":
        write(row, column, value if isinstance(value, int | float) else str(value))
