"""Rows as CSV, JSON, XLSX and Parquet."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from lab import sheet_files
from lab.areas import told_source
from lab.database import Database
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import sentences
from lab.participation.cells import AGE, SESSIONS_ON, WEEKDAY
from lab.participation.exports.rows import COLUMNS, Row
from lab.participation.releases import DEMO, MADE_UP

HEADERS = {
    "period": N_("Period"),
    "level": N_("Level"),
    "area": N_("Code"),
    "name": N_("Area"),
    "dimension": N_("What is counted"),
    "part": N_("Group"),
    "number": N_("Count"),
    "labs": N_("Labs"),
    "held_back": N_("Held back"),
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
    "age": N_("age"), "weekday": N_("weekday"), "lab": N_("lab"), "district": N_("district"),
    "sessions-on": N_("sessions on a weekday"), "age-gender": N_("age and gender"),
    "standard": N_("residents, to standardise by"),
    "girl": N_("girls"), "boy": N_("boys"), "girl 6-9": N_("girls 6–9"), "girl 10-12": N_("girls 10–12"),
    "girl 13-15": N_("girls 13–15"), "girl 16-19": N_("girls 16–19"), "boy 6-9": N_("boys 6–9"),
    "boy 10-12": N_("boys 10–12"), "boy 13-15": N_("boys 13–15"), "boy 16-19": N_("boys 16–19"),
}  # fmt: skip
"""What stands in a row, for people; JSON and Parquet keep the codes."""

Told = dict[str, object]
"""A row by its columns."""

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
    """What Excel in Swedish opens with a double click."""
    return told_csv(COLUMNS, map(asdict, rows))


def told_csv(columns: Iterable[str], rows: Iterable[Told]) -> bytes:
    """The same of any rows whose columns are among HEADERS."""
    return sheet_files.as_csv(_names(columns), _in_words(rows))


def as_xlsx(rows: Sequence[Row]) -> bytes:
    """A sheet with the numbers as numbers, and one that says where they come from."""
    about = [
        *([_(MADE_UP)] if any(row.method.endswith(DEMO) for row in rows) else []),
        *(told_source(day) for day in sorted({row.population_date for row in rows})),
        _("Every number of youths is moved by at most 2 and not shown under 5; parts need not sum to totals."),
        _("An empty number is protected."),
    ]
    told = (_("About the numbers"), about)
    return sheet_files.as_xlsx(_("Numbers"), _names(COLUMNS), _in_words(map(asdict, rows)), told, _("About"), kept=4)


def write_parquet(database: Database, rows: Sequence[Row], file: Path) -> None:
    """Codes and numbers for a machine, with which other labs' releases are collected."""
    columns = ", ".join(f"unnest(?::{TYPES.get(name, 'varchar')}[]) as {name}" for name in COLUMNS)
    values: list[object] = [[getattr(row, name) for row in rows] for name in COLUMNS]
    with database.read() as read:
        read.execute(COPY.format(columns=columns, file=str(file).replace("'", "''")), values)


def _names(columns: Iterable[str]) -> list[str]:
    return [_(HEADERS[name]) for name in columns]


def _in_words(rows: Iterable[Told]) -> list[list[object]]:
    return [[_worded(name, value) for name, value in (row | {"part": _part(row)}).items()] for row in rows]


def _part(row: Told) -> str:
    """An age or a weekday in words: a spreadsheet makes a date of 10-12."""
    dimension, part = row["dimension"], str(row["part"])
    if dimension == AGE:
        return sentences.years(part)
    return sentences.weekday(part) if dimension in (WEEKDAY, SESSIONS_ON) else part


def _worded(name: str, value: object) -> object:
    """A code in the reader's words; yes and no; numbers as they are."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in ("level", "dimension", "part") and isinstance(value, str) and value in WORDS:
        return _(WORDS[value])
    return value
