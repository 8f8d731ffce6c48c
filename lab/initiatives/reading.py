"""Files of initiatives, as CSV, XLSX or JSON: each row becomes a draft, or is refused with its number and the reason.

Codes are read and so are the words of both languages, for the columns' names and for what stands in them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from lab import i18n
from lab.areas import sheets
from lab.areas.sheets import Row
from lab.areas.workbook import TableNotReadable
from lab.errors import LabError, NotValid
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives.terms import NAMES, Draft, Evidence, Field, State, Target, ages_of, checked

CODE, MUNICIPALITY, NAME, FIELD, TARGET = "code", "municipality", "name", "field", "target"
YOUNGEST, OLDEST, STATE, EVIDENCE, LINK = "youngest", "oldest", "state", "evidence", "link"
HEADERS = {
    CODE: N_("Code"),
    MUNICIPALITY: N_("Municipality"),
    NAME: N_("Initiative"),
    FIELD: N_("Field"),
    TARGET: N_("For whom"),
    YOUNGEST: N_("Youngest age"),
    OLDEST: N_("Oldest age"),
    STATE: N_("How far it has come"),
    EVIDENCE: N_("What is known of its effect"),
    LINK: N_("Link"),
}
OTHER_NAMES = {
    CODE: ("kommunkod",), FIELD: ("område",), NAME: ("namn",), TARGET: ("målgrupp", "target group"),
    STATE: ("status", "läge"), EVIDENCE: ("evidens",), YOUNGEST: ("från ålder",), OLDEST: ("till ålder",),
}  # fmt: skip
NEEDED = (NAME, FIELD, TARGET, STATE)
MOST_ROWS = 20_000

Term = TypeVar("Term", bound=StrEnum)


class TooManyRows(NotValid):
    message = N_("The file has more than {most} rows.")
    hint = N_("Split it in two.")


class WordUnknown(NotValid):
    message = N_("“{text}” is not known under “{column}”.")
    hint = N_("It is one of: {known}.")


class MunicipalityNotKnown(NotValid):
    message = N_("There is no municipality called “{text}”.")
    hint = N_("Give its code of four digits, or its name as Statistics Sweden writes it.")


class MunicipalityUnclear(NotValid):
    message = N_("The code {code} is that of {name}, and the row says {text}.")
    hint = N_("Leave one of them out, or correct it.")


class RowTwice(NotValid):
    message = N_("The same initiative of the same municipality stands in row {first}.")
    hint = N_("Keep one of the rows.")


@dataclass(frozen=True)
class Line:
    """A row that can be kept."""

    row: int
    draft: Draft


@dataclass(frozen=True)
class Refusal:
    """A row that cannot, and why."""

    row: int
    error: LabError

    def told(self) -> str:
        """Row, reason and what to do, in the reader's language."""
        return _("Row {row}: {reason}", row=self.row, reason=f"{self.error.told()} {self.error.advised()}".strip())


def read(content: bytes, municipalities: Mapping[str, str]) -> tuple[list[Line], list[Refusal]]:
    """All rows of a file, judged by themselves and beside each other. `municipalities` are names by code."""
    rows = _rows(content)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    by_name = _by_name(municipalities)
    lines: list[Line] = []
    refused: list[Refusal] = []
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            draft = _draft(row, municipalities, by_name)
            if draft.key in first:
                raise RowTwice(first=first[draft.key])
            first[draft.key] = row.number
            lines.append(Line(row.number, draft))
        except LabError as error:
            refused.append(Refusal(row.number, error))
    return lines, refused


def _rows(content: bytes) -> list[Row]:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _of_json(content)
    return sheets.rows(content, _columns(), NEEDED)


def _of_json(content: bytes) -> list[Row]:
    try:
        found: Any = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise TableNotReadable() from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise TableNotReadable()
    return [Row(number, {name: _text(value) for name, value in one.items()}) for number, one in enumerate(found, 1)]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _draft(row: Row, municipalities: Mapping[str, str], by_name: Mapping[str, str]) -> Draft:
    return checked(
        Draft(
            area=_municipality(row, municipalities, by_name),
            name=row[NAME],
            field=_term(Field, row, FIELD),
            target=_term(Target, row, TARGET),
            state=_term(State, row, STATE),
            evidence=_term(Evidence, row, EVIDENCE) if row[EVIDENCE] else Evidence.NONE,
            ages=ages_of(row[YOUNGEST], row[OLDEST]),
            link=row[LINK],
        )
    )


def _municipality(row: Row, municipalities: Mapping[str, str], by_name: Mapping[str, str]) -> str:
    """The code of a row's municipality; a spreadsheet may have taken the first zero of it."""
    told, text = row[CODE], row[MUNICIPALITY]
    named = by_name.get(text.casefold(), "")
    code = told.zfill(4) if told else named
    if code not in municipalities:
        raise MunicipalityNotKnown(text=told or text)
    if text and named != code:
        raise MunicipalityUnclear(code=code, name=municipalities[code], text=text)
    return code


def _by_name(municipalities: Mapping[str, str]) -> dict[str, str]:
    """Codes by name as people write it: Karlstad, Karlstads kommun; Kil, Kils kommun; Borås, Borås stad."""
    endings = ("", " kommun", "s kommun", " stad", "s stad")
    return {f"{name}{ending}".casefold(): code for code, name in municipalities.items() for ending in endings}


def _term(kind: type[Term], row: Row, column: str) -> Term:
    found: Term | None = _words(kind).get(row[column].casefold())
    if found is None:
        known = ", ".join(_(NAMES[term]) for term in kind)
        raise WordUnknown(text=row[column], column=_(HEADERS[column]), known=known)
    return found


@cache
def _words(kind: type[Term]) -> Mapping[str, Term]:
    """Every way to write a term: its code and its name in each language."""
    return {text.casefold(): term for term in kind for text in (term.value, *_said(NAMES[term]))}


@cache
def _columns() -> Mapping[str, tuple[str, ...]]:
    return {name: (*_said(header), *OTHER_NAMES.get(name, ())) for name, header in HEADERS.items()}


def _said(message: str) -> Iterable[str]:
    """A text in each language."""
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            yield _(message)
