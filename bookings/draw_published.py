"""What is published of a draw, before it and after; and the check that both belong together."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from bookings import draw_files
from bookings.draw import commitment, draw, input_hash
from bookings.draw_errors import DrawAltered
from bookings.draw_files import Rules
from bookings.draw_terms import Drawn, Entry
from bookings.draw_words import told

ANNOUNCED = ("commitment", "inputs")
"""What is published before the seed is known: that of the seed, and that of entries and policy."""


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


def checked(found: dict[str, Any], announcement: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Make a published draw again; refused when anything but the words differs, also from what was announced before.

    Gives what was to be announced, so that whoever kept only a note of it can compare.
    """
    entries, rules = draw_files.published_inputs(found)
    seed = str(found["seed"])
    again = json.loads(json.dumps(published(entries, rules, seed, draw(entries, rules.seats, rules.policy, seed))))
    for name in ANNOUNCED:
        if announcement is not None and announcement.get(name) != again[name]:
            raise DrawAltered(what=name)
    for name in (*ANNOUNCED, "sessions", "hash"):
        if found.get(name) != again[name]:
            raise DrawAltered(what=name)
    if len(found["outcomes"]) != len(again["outcomes"]):
        raise DrawAltered(what="outcomes")
    for theirs, ours in zip(found["outcomes"], again["outcomes"], strict=True):
        if _without_words(theirs) != _without_words(ours):
            raise DrawAltered(what=ours["entry"])
    return {name: again[name] for name in (*ANNOUNCED, "hash")}


def _without_words(outcome: Any) -> Any:
    """The words follow from the rest, and are in the language of whoever published them."""
    return {name: value for name, value in outcome.items() if name != "words"} if isinstance(outcome, dict) else outcome
