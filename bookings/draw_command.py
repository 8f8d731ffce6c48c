"""`verkstad draw`: the draw of the portal on files, so that anyone can make it again."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bookings import draw_files
from bookings.draw import draw
from bookings.draw_errors import DrawIncomplete
from bookings.draw_published import announced, checked, published
from bookings.draw_terms import Drawn
from bookings.draw_words import OUTCOMES, told
from lab.i18n import N_
from lab.i18n import gettext as _

HEADINGS = (N_("number"), N_("entry"), N_("answer"), N_("session"), N_("place"), N_("why"))


def draw_(
    entries: Annotated[Path | None, typer.Argument(metavar="ENTRIES", help="Who asks: a CSV file.")] = None,
    policy: Annotated[Path | None, typer.Option(help="Sessions, held seats and the order: a TOML file.")] = None,
    seed: Annotated[str | None, typer.Option(help="Any text; another gives another draw.")] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Print what to announce before the draw.")] = False,
    check: Annotated[Path | None, typer.Option(help="Make a published draw again and compare.")] = None,
    against: Annotated[
        Path | None, typer.Option("--announced", help="With --check: what was announced before.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON: what to publish.")] = False,
) -> None:
    """Give out the seats of a round of requests, in a way that anyone can make again."""
    if check:
        announcement = draw_files.read_announcement(against) if against else None
        _show(checked(draw_files.read_published(check), announcement), as_json)
        return
    if not (entries and policy and (seed is not None or commit)):
        raise DrawIncomplete()
    rules = draw_files.read_rules(policy)
    rows = draw_files.read_entries(entries, rules.seats)
    if commit:
        _show(announced(rows, rules, seed), as_json)
        return
    drawn = draw(rows, rules.seats, rules.policy, seed or "")
    if as_json:
        _show(published(rows, rules, seed or "", drawn), as_json)
    else:
        print(_as_text(drawn))


def _as_text(drawn: Drawn) -> str:
    """A table of what everyone got."""
    rows = [[_(heading) for heading in HEADINGS]]
    for one in drawn.outcomes:
        place = str(one.position or "")
        rows.append([str(one.number), one.entry, _(OUTCOMES[one.outcome]), one.session, place, told(one, drawn)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, f"SHA-256  {drawn.hash}"])


def _show(values: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for name, value in values.items():
        print(f"{name:10}  {value}")
