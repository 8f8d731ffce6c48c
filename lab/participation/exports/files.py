"""A frozen report in any of its formats."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lab import areas, facts, places
from lab.access import Actor
from lab.backup import FileInTheWay
from lab.components import area_map, comparison_document, district_document, report_document
from lab.components.document import Document
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation import compare, releases, report
from lab.participation.cells import COUNTRY
from lab.participation.district_report import districts_of
from lab.participation.exports import tables
from lab.participation.exports.html_file import as_html
from lab.participation.exports.pdf_file import as_pdf
from lab.participation.exports.rows import Row, rows
from lab.participation.exports.turtle import Shelf, as_turtle
from lab.participation.group_gaps import between_groups
from lab.participation.near_and_far import near_and_far
from lab.participation.periods import Period
from lab.runtime import Workshop

DOCUMENTS: dict[str, Callable[[Document], bytes]] = {"html": as_html, "pdf": as_pdf}
TABLES: dict[str, Callable[[tuple[Row, ...]], bytes]] = {
    "csv": tables.as_csv, "xlsx": tables.as_xlsx, "json": tables.as_json,
}  # fmt: skip
PARQUET, DCAT = "parquet", "dcat"
FORMATS = (*DOCUMENTS, *TABLES, PARQUET, DCAT)


class FormatUnknown(LabError):
    message = N_("There is no format called {name}.")
    hint = N_("Choose one of: {names}")


class FileNotWritten(LabError):
    message = N_("The report could not be written to {file}: {why}")
    hint = N_("Look whether the folder exists, may be written to and has space left.")


def write(
    shop: Workshop, actor: Actor, area: str, period: Period, kind: str, file: Path, over: bool = False, at: str = ""
) -> None:
    """Write the report of `area` ("00": the whole release) as `kind` to `file`. Never larger than what is frozen."""
    if file.exists() and not over:
        raise FileInTheWay(file=file)
    put(file, made(shop, actor, area, period, kind, at))


def put(file: Path, content: bytes) -> None:
    """Write a file. Raises FileNotWritten."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise FileNotWritten(file=file, why=error.strerror or error) from error


def made(shop: Workshop, actor: Actor, area: str, period: Period, kind: str, at: str = "") -> bytes:
    """The report of `area` ("00": the whole release) as bytes, in the reader's language. Raises FormatUnknown.

    `at` is where the files of a release that is open to all lie, for their description; the portal where it is empty.
    """
    if kind not in FORMATS:
        raise FormatUnknown(name=kind, names=", ".join(FORMATS))
    if kind in DOCUMENTS:
        return DOCUMENTS[kind](read(shop, actor, area, period) if area != COUNTRY else _country(shop, actor, period))
    found = rows(shop, actor, area, period)
    if kind == PARQUET:
        return _parquet(shop, found)
    if kind == DCAT:
        shelf = Shelf.outside(at, period.name) if at else Shelf.of_portal(shop.settings.url, period.name)
        return as_turtle(releases.find(shop, period), shelf, _publisher(shop))
    return TABLES[kind](found)


def name_of(shop: Workshop, area: str, period: Period, kind: str) -> str:
    """What a file is called: place and half-year, and nothing of what is in it."""
    place = _("Sweden") if area == COUNTRY else areas.find(shop, area).name
    return f"{place} {period.name}.{kind}"


def read(shop: Workshop, actor: Actor, area: str, period: Period) -> Document:
    """A municipality's report and its comparison with the county, as one document."""
    found = report.area_report(shop, actor, area, period)
    reached = report.reach(shop, actor, period)
    county = {shape.code for shape in area_map.shapes() if shape.code.startswith(found.area.county)}
    seen = {one.area.code for one in reached}
    where = found.area.county_name if county <= seen else _("the municipalities that you may see")
    first = report_document.municipality(found, reached, county, where)
    spine = compare.spine(shop, actor, area, period, compare.COUNTY)
    funnel = compare.funnel(shop, actor, area, period, county_only=True)
    gap = between_groups(shop, actor, area, period)
    far = near_and_far(shop, actor, area, period)
    beside = comparison_document.comparison(found, funnel, spine, found.area.county_name, gap, far)
    own = district_document.blocks(found, districts_of(shop, actor, area, period))
    # The last two blocks of each are how the numbers were made: once is enough.
    return _marked(shop, replace(first, blocks=(*first.blocks[:-2], *own, *beside.blocks)))


def _country(shop: Workshop, actor: Actor, period: Period) -> Document:
    """The whole release as one document."""
    found = report.country_report(shop, actor, period)
    reached, counties = report.reach(shop, actor, period), report.counties(shop, actor, period)
    groups = comparison_document.groups(between_groups(shop, actor, COUNTRY, period))
    return _marked(shop, report_document.country(found, reached, counties, groups))


def _marked(shop: Workshop, made: Document) -> Document:
    """A document of a demo lab says so first."""
    return replace(made, summary=f"{_(releases.MADE_UP)} {made.summary}") if facts.is_demo(shop) else made


def _parquet(shop: Workshop, found: tuple[Row, ...]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.parquet"
        tables.write_parquet(shop.database, found, file)
        return file.read_bytes()


def _publisher(shop: Workshop) -> str:
    return next((place.name for place in places.labs(shop)), "Verkstad")
