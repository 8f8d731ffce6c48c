"""`verkstad areas`: what is known about municipalities, taken in from those who know it."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from lab import areas
from lab.access import SYSTEM
from lab.areas import refreshing
from lab.areas.scb import Office
from lab.areas.skr import GROUPS, group_name, take_in_groups
from lab.areas.source import PopulationSource, told_source
from lab.areas.workbook import TableNotReadable
from lab.commands import AsJson, Data, File, opened
from lab.i18n import gettext as _
from lab.participation import numbers

DAY_HELP = "The day of the figures, as 2025-12-31; the last of last year by default."

app = typer.Typer(
    no_args_is_help=True,
    help="What is known about municipalities: groups, population and districts.",
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def groups(file: File, data: Data = None, as_json: AsJson = False) -> None:
    """Take in SKR's groups of municipalities from FILE, the Excel list of skr.se or the same as CSV."""
    with opened(data) as shop:
        found = take_in_groups(shop, SYSTEM, _content(file))
    sizes = {code: sum(group == code for group in found.values()) for code in GROUPS}
    if as_json:
        print(json.dumps(sizes, indent=2))
        return
    for code, size in sizes.items():
        print(code, f"{size:3}", group_name(code), sep="  ")


@app.command()
def districts(
    file: File,
    area: Annotated[str, typer.Option(help="The municipality's four digits.")],
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help=DAY_HELP)] = None,
    source: Annotated[str, typer.Option(help="Who made the figures; the municipality by default.")] = "",
    data: Data = None,
) -> None:
    """Take in a municipality's own districts from FILE, a table in CSV or Excel."""
    with opened(data) as shop:
        when = day.date() if day else date(shop.clock().year - 1, 12, 31)
        origin = PopulationSource(when, source or areas.find(shop, area).name)
        found = areas.take_in_districts(shop, SYSTEM, area, _content(file), origin)
    for one in found:
        print(one.code, one.name, "–" if one.persons is None else numbers.whole(one.persons), sep="  ")


@app.command()
def refresh(
    year: Annotated[int | None, typer.Option(help="Residents on 31 December of YEAR; the newest by default.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask and check, but change nothing.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Bring the population up to date from Statistics Sweden (SCB), over the network."""
    with opened(data) as shop:
        found = refreshing.refresh(shop, SYSTEM, Office(shop.settings.scb_address), year, dry_run=dry_run)
    if as_json:
        print(json.dumps(asdict(found), indent=2, default=str))
        return
    before, after = numbers.whole(found.youths_before), numbers.whole(found.youths_after)
    print(told_source(found.population_date))
    print(_("Youths aged 6–19 in the country: {after}, before {before}.", after=after, before=before))
    print(_("Nothing has been changed.") if dry_run else _("The next report is made with these figures."))
    for file in found.saved:
        print(_("Statistics Sweden's answer is kept in {file}.", file=file))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TableNotReadable() from error
