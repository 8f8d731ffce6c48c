"""A frozen report in any of its formats."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lab import areas, facts, places
from lab.access import Actor
from lab.backup import FileInTheWay
from lab.components.document import Document
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import releases, report, views
from lab.participation.cells import COUNTRY
from lab.participation.exports import documents, tables
from lab.participation.exports.html_file import as_html
from lab.participation.exports.parquet_file import as_parquet
from lab.participation.exports.pdf_file import as_pdf
from lab.participation.exports.turtle import Shelf, as_turtle
from lab.participation.exports.view_rows import AnyRow, of_view
from lab.participation.periods import Period
from lab.participation.report import AreaReport
from lab.participation.views import PLAIN, View
from lab.runtime import Workshop

DOCUMENTS: dict[str, Callable[[Document], bytes]] = {"html": as_html, "pdf": as_pdf}
TABLES: dict[str, Callable[[Sequence[AnyRow]], bytes]] = {
    "csv": tables.as_csv, "xlsx": tables.as_xlsx, "json": tables.as_json,
}  # fmt: skip
PARQUET, DCAT = "parquet", "dcat"
FORMATS = (*DOCUMENTS, *TABLES, PARQUET, DCAT)

READ: dict[str, Callable[[Workshop, Actor, AreaReport, View], Document]] = {
    views.MUNICIPALITY: documents.together, views.COMPARE: documents.comparison, views.AREAS: documents.all_areas,
}  # fmt: skip
NAMES = {views.COMPARE: N_("beside others"), views.AREAS: N_("all areas")}
"""Of views other than the municipality's own, in the names of files."""


class FormatUnknown(LabError):
    message = N_("There is no format called {name}.")
    hint = N_("Choose one of: {names}")


class FileNotWritten(LabError):
    message = N_("The file {file} could not be written: {why}")
    hint = N_("Look whether the folder exists, may be written to and has space left.")


def write(
    shop: Workshop, actor: Actor, area: str, period: Period, kind: str, file: Path, over: bool = False, at: str = "",
    view: View = PLAIN,
) -> None:  # fmt: skip
    """Write what `made` makes to `file`. Never larger than what is frozen."""
    if file.exists() and not over:
        raise FileInTheWay(file=file)
    put(file, made(shop, actor, area, period, kind, at, view))


def put(file: Path, content: bytes) -> None:
    """Write a file. Raises FileNotWritten."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise FileNotWritten(file=file, why=error.strerror or error) from error


def made(shop: Workshop, actor: Actor, area: str, period: Period, kind: str, at: str = "", view: View = PLAIN) -> bytes:
    """A view of `area` ("00": the whole release) as bytes, in the reader's language.

    `at` is where the files of a release that is open to all lie, for their description; the portal where it is empty.
    Raises FormatUnknown or ChoiceUnknown.
    """
    if kind not in FORMATS:
        raise FormatUnknown(name=kind, names=", ".join(FORMATS))
    if kind in DOCUMENTS:
        return DOCUMENTS[kind](read(shop, actor, area, period, view))
    found = of_view(shop, actor, area, period, view)
    if kind == PARQUET:
        return as_parquet(shop.database, found, tables.origin(found))
    if kind == DCAT:
        shelf = Shelf.outside(at, period.name) if at else Shelf.of_portal(shop.settings.url, period.name)
        return as_turtle(releases.find(shop, period), shelf, _publisher(shop))
    return TABLES[kind](found)


def name_of(shop: Workshop, area: str, period: Period, kind: str, view: View = PLAIN) -> str:
    """What a file is called: place, half-year and view, and nothing of what is in it."""
    place = _("Sweden") if area == COUNTRY else areas.find(shop, area).name
    said = _(NAMES[view.kind]) if view.kind in NAMES else ""
    return f"{place} {period.name}{said and ' '}{said}.{kind}"


def read(shop: Workshop, actor: Actor, area: str, period: Period, view: View = PLAIN) -> Document:
    """A view as a document; of a municipality's report with its comparison, of "00" the whole release."""
    if area == COUNTRY and view.kind == views.MUNICIPALITY:
        return _marked(shop, documents.country(shop, actor, period))
    views.check(view.kind, READ)
    return _marked(shop, READ[view.kind](shop, actor, report.area_report(shop, actor, area, period), view))


def _marked(shop: Workshop, made: Document) -> Document:
    """A document of a demo lab says so first."""
    return replace(made, summary=f"{_(releases.MADE_UP)} {made.summary}") if facts.is_demo(shop) else made


def _publisher(shop: Workshop) -> str:
    return next((place.name for place in places.labs(shop)), "Verkstad")
