"""`verkstad initiatives`: the register of what municipalities do with AI, read in, written out and summed up."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from lab.access import SYSTEM
from lab.backup import FileInTheWay
from lab.commands import AsJson, Data, opened
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import files, overview, register, sentences
from lab.initiatives.coverage import Coverage, Share, Wanted
from lab.participation import numbers

app = typer.Typer(no_args_is_help=True, help="What municipalities do with AI.", rich_markup_mode=None)

Field = Annotated[str, typer.Option(help="Only this field, such as school.")]
Target = Annotated[str, typer.Option(help="Only this target group, such as children.")]
State = Annotated[str, typer.Option(help="Only this state, such as running; now: trial, running and scaled.")]
County = Annotated[str, typer.Option(help="Only this county's two digits.")]


class FileNotOpened(LabError):
    message = N_("The file {file} cannot be opened: {why}")
    hint = N_("Check its name, and that you may use it.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON, as export writes it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and change nothing.")] = False,
    data: Data = None,
) -> None:
    """Read in FILE: all of its rows, or with the reasons none. The same file again changes nothing."""
    content = _content(file)
    with opened(data) as shop:
        found = register.preview(shop, SYSTEM, content)
        for refusal in found.refused:
            print(refusal.told(), file=sys.stderr)
        if found.refused:
            raise register.refused_for(found.refused)
        if not dry_run:
            found = register.import_(shop, SYSTEM, content)
    counts = len(found.added), len(found.changed), found.same
    print(_("New: {added}. Changed: {changed}. Same as before: {same}.", **dict(zip(_COUNTS, counts, strict=True))))
    if dry_run:
        print(_("Nothing was changed: this was a trial."))


_COUNTS = ("added", "changed", "same")


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="File to write.")],
    format: Annotated[str, typer.Option(help="csv, xlsx or json.")] = "csv",  # noqa: A002
    field: Field = "",
    target: Target = "",
    state: State = "",
    county: County = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file where it exists.")] = False,
    data: Data = None,
) -> None:
    """Write the register to a file that import reads."""
    if out.exists() and not force:
        raise FileInTheWay(file=out)
    with opened(data) as shop:
        content = files.made(shop, SYSTEM, format, Wanted(field, target, state, county))
    try:
        out.write_bytes(content)
    except OSError as error:
        raise FileNotOpened(file=out, why=error.strerror or error) from error
    print(_("The register is in {file}.", file=out))


@app.command()
def summary(
    field: Field = "",
    target: Target = "",
    state: State = "",
    county: County = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Tell how many municipalities have something, for children too, and how many youths live where nothing is."""
    with opened(data) as shop:
        wanted = Wanted(field, target, state, county)
        found = overview.counted(shop, SYSTEM, wanted)
    if as_json:
        print(json.dumps(as_object(found), ensure_ascii=False, indent=2))
        return
    print("{}: {}".format(_("Initiatives"), numbers.whole(found.initiatives)))
    print(sentences.headline(found, wanted, found.counties[0].name if county else _("Sweden")))
    print(sentences.youths(found, wanted))
    print(sentences.national())


def as_object(found: Coverage) -> dict[str, Any]:
    """The summary for machines, the same in every language."""
    return {
        "initiatives": found.initiatives,
        "all": _share(found.whole),
        "children": _share(found.children),
        "counties": [_share(one) for one in found.counties],
        "groups": [_share(one) for one in found.groups],
        "nothing": [place.code for place in found.nothing],
        "national": {
            "initiatives": sentences.NATIONAL_INITIATIVES,
            "reached": sentences.NATIONAL_REACHED,
            "municipalities": sentences.NATIONAL_ALL,
        },
    }


def _share(one: Share) -> dict[str, Any]:
    return {
        **{name: value for name, value in asdict(one).items() if value != ""},
        "share": round(one.share, 4),
        "youth_share": round(one.youth_share, 4),
        "youths_left": one.youths_left,
    }


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileNotOpened(file=file, why=error.strerror or error) from error
