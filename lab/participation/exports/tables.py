"""Rows as CSV, JSON, XLSX and Parquet."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from lab import sheet_files
from lab.areas import told_source
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import sentences
from lab.participation.cells import AGE, SESSIONS_ON, WEEKDAY
from lab.participation.exports.parquet_file import columns_of
from lab.participation.exports.view_rows import AnyRow
from lab.participation.releases import DEMO, MADE_UP
from lab.sheet_files import About, Sheet

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
    "sessions": N_("Sessions"),
    "average": N_("Average per 1,000"),
    "status": N_("In words"),
    "against": N_("Compared with"),
    "other": N_("Per 1,000 there"),
    "verdict": N_("In words"),
    "lowest": N_("Lowest"),
    "quarter": N_("Middle half from"),
    "three_quarters": N_("Middle half to"),
    "highest": N_("Highest"),
    "method": N_("Method"),
    "population_date": N_("Population date"),
    "release": N_("Fingerprint"),
}
_AREAS = {"country": N_("country"), "county": N_("county"), "municipality": N_("municipality")}
WORDS: dict[str, dict[str, str]] = {
    "level": _AREAS,
    "against": {
        **_AREAS, "size": N_("municipalities of like size"), "group": N_("municipalities of the same group"),
    },
    "dimension": {
        "youths": N_("youths"), "visits": N_("visits"), "sessions": N_("sessions"),
        "older": N_("youths aged 20–25"), "gender": N_("gender"), "age": N_("age"), "weekday": N_("weekday"),
        "lab": N_("lab"), "district": N_("district"), "sessions-on": N_("sessions on a weekday"),
        "age-gender": N_("age and gender"), "standard": N_("residents, to standardise by"),
        "standardised": N_("youths, standardised for age and gender"),
    },
    "part": {
        "girl": N_("girls"), "boy": N_("boys"), "girl 6-9": N_("girls 6–9"), "girl 10-12": N_("girls 10–12"),
        "girl 13-15": N_("girls 13–15"), "girl 16-19": N_("girls 16–19"), "boy 6-9": N_("boys 6–9"),
        "boy 10-12": N_("boys 10–12"), "boy 13-15": N_("boys 13–15"), "boy 16-19": N_("boys 16–19"),
    },
    "verdict": {"more": N_("more"), "fewer": N_("fewer"), "similar": N_("no clear difference")},
    "status": {
        "within": N_("within what chance allows"),
        "lower 95": N_("lower, outside 95 %"),
        "lower 99.8": N_("lower, outside 99.8 %"),
        "higher 95": N_("higher, outside 95 %"),
        "higher 99.8": N_("higher, outside 99.8 %"),
    },
}  # fmt: skip
"""What stands in a column, for people; JSON and Parquet keep the codes."""

Told = dict[str, object]
"""A row by its columns."""


def as_json(rows: Sequence[AnyRow]) -> bytes:
    """A list of objects, one a row, with the codes that Parquet has too."""
    return (json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str) + "\n").encode()


def as_csv(rows: Sequence[AnyRow]) -> bytes:
    """What Excel in Swedish opens with a double click."""
    return told_csv(columns_of(type(rows[0])), map(asdict, rows))


def told_csv(columns: Iterable[str], rows: Iterable[Told]) -> bytes:
    """The same of any rows whose columns are among HEADERS.

    A spreadsheet takes the first zero off a code that stands alone: so it stands before the name too, as in the tables
    of Statistics Sweden.
    """
    coded = [row | {"name": f"{row['area']} {row['name']}"} for row in rows]
    return sheet_files.as_csv(_names(columns), _in_words(coded))


def as_xlsx(rows: Sequence[AnyRow]) -> bytes:
    """A sheet with the numbers as numbers, and one that says where they come from."""
    columns = list(columns_of(type(rows[0])))
    sheet = Sheet(_("Numbers"), _names(columns), _in_words(map(asdict, rows)), columns.index("name") + 1)
    return sheet_files.as_xlsx([sheet], About(_("About"), _("About the numbers"), _about(rows)))


def origin(rows: Sequence[AnyRow]) -> dict[str, str]:
    """What a Parquet file says of itself, so that it can be told from others and checked against its release."""
    one = rows[0]
    return {
        "period": one.period,
        "method": one.method,
        "population_date": one.population_date.isoformat(),
        "release": one.release,
    }


def _about(rows: Sequence[AnyRow]) -> list[str]:
    return [
        *([_(MADE_UP)] if any(row.method.endswith(DEMO) for row in rows) else []),
        *(told_source(day) for day in sorted({row.population_date for row in rows})),
        _("Every number of youths is moved by at most 2 and not shown under 5; parts need not sum to totals."),
        _("An empty number is protected."),
    ]


def _names(columns: Iterable[str]) -> list[str]:
    return [_(HEADERS[name]) for name in columns]


def _in_words(rows: Iterable[Told]) -> list[list[object]]:
    return [[_worded(name, value) for name, value in _with_part(row).items()] for row in rows]


def _with_part(row: Told) -> Told:
    """An age or a weekday in words: a spreadsheet makes a date of 10-12."""
    dimension, part = row.get("dimension"), str(row.get("part"))
    if dimension == AGE:
        return row | {"part": sentences.years(part)}
    return row | {"part": sentences.weekday(part)} if dimension in (WEEKDAY, SESSIONS_ON) else row


def _worded(name: str, value: object) -> object:
    """A code in the reader's words; yes and no; numbers as they are."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = WORDS.get(name, {})
    return _(words[value]) if isinstance(value, str) and value in words else value
