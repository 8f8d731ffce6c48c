"""Rows as CSV, JSON, XLSX and Parquet."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import xlsxwriter

from lab.areas import SOURCE
from lab.database import Database
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation.exports.rows import COLUMNS, Row

HEADERS = {
    "period": N_("Period"),
    "level": N_("Level"),
    "area": N_("Code"),
    "name": N_("Area"),
    "dimension": N_("What is counted"),
    "part": N_("Group"),
    "number": N_("Number"),
    "protected": N_("Protected"),
    "population": N_("Population"),
    "rate": N_("Per 1,000"),
    "rate_lo": N_("Interval from"),
    "rate_hi": N_("Interval to"),
    "method": N_("Method"),
    "population_date": N_("Population date"),
    "release": N_("Fingerprint"),
}
WORDS = {
    "country": N_("country"), "county": N_("county"), "municipality": N_("municipality"), "youths": N_("youths"),
    "visits": N_("visits"), "sessions": N_("sessions"), "older": N_("youths aged 20–25"), "gender": N_("gender"),
    "age": N_("age"), "weekday": N_("weekday"), "lab": N_("lab"), "sessions-on": N_("sessions on a weekday"),
    "girl": N_("girls"), "boy": N_("boys"),
}  # fmt: skip
"""What stands in a row, for people; JSON and Parquet keep the codes."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be reckoned as a formula by a spreadsheet."""

COPY = """
copy (select {columns}) to '{file}' (format parquet)
"""
TYPES = {
    "protected": "boolean", "number": "integer", "population": "integer", "rate": "double", "rate_lo": "double",
    "rate_hi": "double", "population_date": "date",
}  # fmt: skip


def as_json(rows: Sequence[Row]) -> bytes:
    """A list of objects, one a row, with the codes that Parquet has too."""
    return (json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str) + "\n").encode()


def as_csv(rows: Sequence[Row]) -> bytes:
    """Semicolons, decimal commas and a byte order mark: what Excel in Swedish opens with a double click."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(_(HEADERS[name]) for name in COLUMNS)
    for row in rows:
        writer.writerow(_written(name, value) for name, value in asdict(row).items())
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """A sheet with the numbers as numbers, and one that says where they come from."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(_("Numbers")), book.add_format({"bold": True})
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, _(HEADERS[name]), bold)
    for number, row in enumerate(rows, 1):
        for place, (name, value) in enumerate(asdict(row).items()):
            _put(sheet, number, place, _worded(name, value))
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    sheet.autofit(200)
    _about(book, bold)
    book.close()
    return file.getvalue()


def write_parquet(database: Database, rows: Sequence[Row], file: Path) -> None:
    """Codes and numbers for a machine, with which other labs' releases are collected."""
    columns = ", ".join(f"unnest(?::{TYPES.get(name, 'varchar')}[]) as {name}" for name in COLUMNS)
    values: list[object] = [[getattr(row, name) for row in rows] for name in COLUMNS]
    with database.read() as read:
        read.execute(COPY.format(columns=columns, file=str(file).replace("'", "''")), values)


def _about(book: Any, bold: Any) -> None:
    sheet = book.add_worksheet(_("About"))
    lines = [
        _(SOURCE),
        _("Every number of youths is moved by at most 2 and not shown under 5; parts need not sum to totals."),
        _("An empty number is protected."),
    ]
    sheet.write_string(0, 0, _("About the numbers"), bold)
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, line)


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    write: Callable[..., object] = sheet.write_number if isinstance(value, int | float) else sheet.write_string
    if value is not None and value != "":
        write(row, column, value if isinstance(value, int | float) else str(value))


def _worded(name: str, value: object) -> object:
    """A code in the reader's words; yes and no; numbers as they are."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (
        _(WORDS[value])
        if name in ("level", "dimension", "part") and isinstance(value, str) and value in WORDS
        else value
    )


def _written(name: str, value: object) -> str:
    worded = _worded(name, value)
    if worded is None:
        return ""
    if isinstance(worded, float):
        return str(worded).replace(".", ",")
    text = str(worded)
    return f"'{text}" if text.startswith(DANGEROUS) else text
