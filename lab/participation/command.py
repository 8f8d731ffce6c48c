"""`verkstad release` freezes half-years that are over; `verkstad report` writes a frozen report to a file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from lab.access import SYSTEM
from lab.commands import AsJson, Data, opened
from lab.i18n import gettext as _
from lab.participation import releases
from lab.participation.cells import COUNTRY
from lab.participation.exports import collected, collected_report, files
from lab.participation.periods import Period
from lab.participation.releases import Release
from lab.participation.views import PLAIN, View
from lab.runtime import Workshop


def release(
    period: Annotated[
        str, typer.Argument(metavar="[PERIOD]", help="A half-year such as 2026H1; all due by default.")
    ] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Freeze the report of each half-year that is over, and show all that are frozen."""
    with opened(data) as shop:
        if period:
            releases.make(shop, SYSTEM, Period.named(period))
        else:
            releases.make_due(shop)
        rows = [_row(shop, each) for each in releases.released(shop)]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        print(row["period"], row["made_at"][:10], row["hash"], "" if row["whole"] else _("changed since!"), sep="  ")
    if not rows:
        print(
            _("No report has been made yet."),
            _("The first is made when the half-year is over: on 1 January or 1 July."),
        )


def report(
    period: Annotated[str, typer.Option(help="A frozen half-year, such as 2026H1; the newest by default.")] = "",
    area: Annotated[str, typer.Option(help="A municipality's four digits; 00 is the whole release.")] = COUNTRY,
    format: Annotated[str, typer.Option(help="html, pdf, csv, xlsx, json, parquet or dcat.")] = "csv",  # noqa: A002
    out: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("report"),
    view: Annotated[str, typer.Option(help="municipality, compare (beside others) or areas.")] = PLAIN.kind,
    against: Annotated[
        str, typer.Option("--with", help="Beside: county, country, size or group (SKR's).")
    ] = PLAIN.against,
    map: Annotated[str, typer.Option(help="How far the map and the areas go: county or country.")] = PLAIN.map,  # noqa: A002
    at: Annotated[str, typer.Option(help="With dcat: the address where you publish the files for all.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file where it exists.")] = False,
    data: Data = None,
) -> None:
    """Write a frozen report to a file: to read, to count with, or to list as open data."""
    with opened(data) as shop:
        newest = releases.released(shop)
        asked = period or (newest[0].period if newest else Period.of(shop.clock()).before().name)
        files.write(shop, SYSTEM, area, Period.named(asked), format, out, force, at, View(view, against, map))
    print(_("The report is in {file}.", file=out))


def collect(
    releases_: Annotated[list[Path], typer.Argument(metavar="FILES", help="Parquet releases of many labs.")],
    out: Annotated[Path | None, typer.Option("--out", help="File to write; else JSON is printed.")] = None,
    format: Annotated[str, typer.Option(help="Of the file: csv, html or pdf.")] = "csv",  # noqa: A002
) -> None:
    """Add up published releases of many labs into one national table or report. No personal data is read."""
    found = collected.collect(releases_)
    if out is None:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str))
        return
    files.put(out, collected_report.made(found, format))
    if any(one.made_up for one in found):
        print(_(releases.MADE_UP))
    print(_("The report is in {file}.", file=out))


def _row(shop: Workshop, one: Release) -> dict[str, Any]:
    return {
        "period": one.period,
        "made_at": one.made_at.isoformat(),
        "method": one.method,
        "population_date": one.population_date.isoformat(),
        "key_id": one.key_id,
        "hash": one.hash,
        "whole": releases.is_whole(shop, one),
    }
