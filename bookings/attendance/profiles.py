"""The rules that can be chosen for a lab: those that Verkstad brings, and the lab's own where it has set some up."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from bookings.attendance import profile
from bookings.attendance.profile import Profile
from lab.access import Actor, require
from lab.database import retried
from lab.errors import NotFound
from lab.i18n import N_, language
from lab.runtime import Workshop

FILE = Path(__file__).with_name("profiles.toml")
OWN = "own"
"""The id of a lab's own rules."""


class ProfileUnknown(NotFound):
    message = N_("There are no rules called {name} for this lab.")
    hint = N_("Choose one of: {names}")


def packaged() -> tuple[Profile, ...]:
    """Those that Verkstad brings, in the reader's language, the state's first."""
    return tuple(_profile(id_, _told(rules)) for id_, rules in _file().items())


def of_lab(shop: Workshop, actor: Actor, lab: str) -> tuple[Profile, ...]:
    """All that a lab can choose among; its own is the first."""
    require(actor, "see-lab-numbers", f"lab:{lab}")
    with shop.database.read() as read:
        own = read.value("select rules from attendance_profile where lab = ?", [lab])
    return ((_profile(OWN, json.loads(own)), *packaged())) if own else packaged()


def one_of(shop: Workshop, actor: Actor, lab: str, name: str) -> Profile:
    """The rules with that id, or the first where none is named. Raises ProfileUnknown."""
    found = {each.id: each for each in of_lab(shop, actor, lab)}
    if name and name not in found:
        raise ProfileUnknown(name=name, names=", ".join(found))
    return found[name] if name else next(iter(found.values()))


@retried
def set_own(shop: Workshop, actor: Actor, lab: str, wanted: Profile) -> None:
    """Make these the lab's own rules. Raises what `profile.check` refuses."""
    require(actor, "manage-labs", f"lab:{lab}")
    profile.check(wanted)
    rules = asdict(replace(wanted, id=OWN, name=wanted.name.strip()))
    with shop.database.transaction() as write:
        write.execute(
            "insert into attendance_profile values (?, ?) on conflict (lab) do update set rules = excluded.rules",
            [lab, json.dumps(rules, ensure_ascii=False)],
        )
        write.record(actor.id, "set-attendance-rules", f"lab:{lab}")


@retried
def remove_own(shop: Workshop, actor: Actor, lab: str) -> None:
    """Leave the lab with the packaged rules."""
    require(actor, "manage-labs", f"lab:{lab}")
    with shop.database.transaction() as write:
        if write.value("delete from attendance_profile where lab = ? returning lab", [lab]) is None:
            raise NotFound()
        write.record(actor.id, "remove-attendance-rules", f"lab:{lab}")


@cache
def _file() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _told(rules: Mapping[str, Any]) -> dict[str, Any]:
    return {**rules, "name": rules["name"][language()], "note": rules["note"][language()]}


def _profile(id_: str, rules: Mapping[str, Any]) -> Profile:
    """Lists become tuples: a frozen object holds nothing that can be changed."""
    whole: dict[str, Any] = {name: _frozen(value) for name, value in rules.items()}
    return Profile(**(whole | {"id": id_}))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
