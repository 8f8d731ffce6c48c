"""`verkstad draw`: the draw of the portal on files, so that anyone can make it again."""

import json
import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from bookings import draw_files
from bookings.draw import commitment, draw, input_hash
from bookings.draw_errors import DrawAltered, DrawIncomplete
from bookings.draw_files import Rules
from bookings.draw_terms import Drawn, Entry
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
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON: what to publish.")] = False,
) -> None:
    """Give out the seats of a round of requests, in a way that anyone can make again."""
    if check:
        _show(checked(draw_files.read_published(check)), as_json)
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


def announced(entries: tuple[Entry, ...], rules: Rules, seed: str | None) -> dict[str, str]:
    """What to publish before the draw, and the seed to keep secret until then; one is made where none is given."""
    secret = seed if seed is not None else secrets.token_hex(16)
    inputs = input_hash(entries, rules.seats, rules.policy)
    return {"commitment": commitment(secret), "inputs": inputs, "seed": secret}


def published(entries: tuple[Entry, ...], rules: Rules, seed: str, drawn: Drawn) -> dict[str, Any]:
    """Everything that is needed to make the draw again, and what came of it."""
    outcomes = [
        {
            "entry": one.entry, "outcome": one.outcome, "session": one.session, "position": one.position,
            "number": one.number, "reason": one.reason, "passed_by": one.passed_by, "places": one.places,
            "words": told(one, drawn),
        }
        for one in drawn.outcomes
    ]  # fmt: skip
    sessions = {
        name: {"seats": one.seats, "taken": one.taken, "held": one.held, "returned": one.returned}
        for name, one in drawn.sessions.items()
    }
    return {
        "outcomes": outcomes, "hash": drawn.hash, "sessions": sessions, "seed": seed, "commitment": commitment(seed),
        "inputs": input_hash(entries, rules.seats, rules.policy), "policy": draw_files.as_table(rules),
        "entries": [draw_files.as_record(one) for one in entries],
    }  # fmt: skip


def checked(found: dict[str, Any]) -> dict[str, str]:
    """Make a published draw again; refused when anything but the words differs. Gives what was to be announced."""
    entries, rules = draw_files.published_inputs(found)
    seed = str(found["seed"])
    again = json.loads(json.dumps(published(entries, rules, seed, draw(entries, rules.seats, rules.policy, seed))))
    for name in ("commitment", "inputs", "sessions", "hash"):
        if found.get(name) != again[name]:
            raise DrawAltered(what=name)
    if len(found["outcomes"]) != len(again["outcomes"]):
        raise DrawAltered(what="outcomes")
    for theirs, ours in zip(found["outcomes"], again["outcomes"], strict=True):
        if _without_words(theirs) != _without_words(ours):
            raise DrawAltered(what=ours["entry"])
    return {name: again[name] for name in ("commitment", "inputs", "hash")}


def _without_words(outcome: Any) -> Any:
    """The words follow from the rest, and are in the language of whoever published them."""
    return {name: value for name, value in outcome.items() if name != "words"} if isinstance(outcome, dict) else outcome


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
