"""An application as a file. The log keeps that it was taken out: whose, which half-year, by which rules."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bookings.attendance import applicants, dak, document, sheets, tables
from bookings.attendance.applicants import Association
from bookings.attendance.sheets import Sheet
from lab import facts
from lab.access import Actor
from lab.backup import FileInTheWay
from lab.database import retried
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation.exports.files import DOCUMENTS, PARQUET, FormatUnknown, put
from lab.participation.exports.parquet_file import as_parquet
from lab.participation.periods import Period
from lab.runtime import Workshop

CODE_LENGTH = 16

SUMS, SESSIONS, XML = "csv", "sessions", "xml"
TABLES: dict[str, Callable[[Sheet], bytes]] = {
    SUMS: tables.sums_csv, SESSIONS: tables.sessions_csv, "xlsx": tables.as_workbook, "json": tables.as_json,
}  # fmt: skip
FORMATS = (*DOCUMENTS, *TABLES, PARQUET, XML)


class AssociationMissing(LabError):
    message = N_("Nobody has said which association runs {lab}.")
    hint = N_("An administrator writes it on the page Attendance; the file must name who applies.")
    status = 409


class NothingCounts(LabError):
    message = N_("No session counts in this half-year.")
    hint = N_("The page Attendance tells which rule each of them does not meet.")
    status = 409


def write(shop: Workshop, actor: Actor, found: Sheet, kind: str, file: Path, over: bool = False) -> None:
    """Write an application to `file`. Raises what `made` does, FileInTheWay and FileNotWritten."""
    if file.exists() and not over:
        raise FileInTheWay(file=file)
    put(file, made(shop, actor, found.lab.id, found.period, found.profile.id, kind))


@retried
def made(shop: Workshop, actor: Actor, lab: str, period: Period, profile: str, kind: str) -> bytes:
    """An application as bytes, in the reader's language. Raises FormatUnknown, AssociationMissing or NothingCounts."""
    if kind not in FORMATS:
        raise FormatUnknown(name=kind, names=", ".join(FORMATS))
    found = _marked(shop, sheets.sheet(shop, actor, lab, period, profile))
    body = _body(shop, actor, found, kind)
    with shop.database.transaction() as write:
        rules = found.profile.id
        write.record(actor.id, "export-attendance", f"lab:{lab}", period=period.name, rules=rules, kind=kind)
    return body


def _body(shop: Workshop, actor: Actor, found: Sheet, kind: str) -> bytes:
    if kind in TABLES:
        return TABLES[kind](found)
    if kind == PARQUET:
        return as_parquet(shop.database, tables.numbers_of(found), tables.about(found))
    applies = applicants.association(shop, actor, found.lab.id)
    if kind in DOCUMENTS:
        return DOCUMENTS[kind](document.whole(shop, found, applies))
    return _xml(shop, found, applies)


def _marked(shop: Workshop, found: Sheet) -> Sheet:
    """In a demo the lab is called one wherever its name stands, so that nobody is paid for what is made up."""
    if not facts.is_demo(shop):
        return found
    return replace(found, lab=replace(found.lab, name=_("Demo: {lab}", lab=found.lab.name)))


def name_of(lab: str, period: Period, kind: str) -> str:
    """What a file is called: lab and half-year, and nothing of what is in it."""
    return f"{lab} {period.name}-sessions.csv" if kind == SESSIONS else f"{lab} {period.name}.{kind}"


def _xml(shop: Workshop, found: Sheet, association: Association | None) -> bytes:
    if association is None:
        raise AssociationMissing(lab=found.lab.name)
    if not any(one.counts for one in found.judged):
        raise NothingCounts()
    return dak.as_xml(found, association, _number(shop, found), lambda person: _code(shop, found, person))


def _number(shop: Workshop, found: Sheet) -> int:
    """The half-year and the lab's own number among all labs, the oldest first: 2026101."""
    with shop.database.read() as read:
        labs = read.column("select id from lab order by created_at, id")
    return (found.period.year * 10 + found.period.half) * 100 + labs.index(found.lab.id) + 1


def _code(shop: Workshop, found: Sheet, person: str) -> str:
    """The same person has another code in another half-year and another lab: two files cannot be put together."""
    return shop.keys.hash("attendance", f"{found.lab.id} {found.period.name} {person}")[:CODE_LENGTH]
