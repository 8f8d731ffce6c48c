"""`verkstad areas`: what is known about municipalities, taken in from those who know it."""

import json
from pathlib import Path

import typer

from lab.access import SYSTEM
from lab.areas.sheets import TableNotReadable
from lab.areas.skr import GROUPS, group_name, take_in_groups
from lab.commands import AsJson, Data, File, opened

app = typer.Typer(
    no_args_is_help=True,
    help="What is known about municipalities: groups, population and districts.",
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def _areas() -> None:
    """Keeps `groups` a word to be typed, also while there is no other."""


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


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise TableNotReadable() from error
