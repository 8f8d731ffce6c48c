"""SKR's nine groups of municipalities (Sveriges Kommuner och Regioner, 2023), taken in from its own list.

The list is not packaged here. What SKR says of its sums is: they tell whether a file is that list, whole and unchanged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab import facts
from lab.access import EVERYWHERE, Actor, require
from lab.areas import reads
from lab.areas.sheets import Row, rows
from lab.errors import NotFound, NotValid
from lab.i18n import N_, gettext, ngettext

if TYPE_CHECKING:
    from lab.runtime import Workshop

SHEET = "Bilaga1 Lista alla kommuner"
GROUP, AREA = "gruppkod", "kommunkod"
COLUMNS = {GROUP: ("group", "grupp", "kod kommungrupp"), AREA: ("code", "municipality", "kommunnr", "kommun kod")}

TAKEN_IN = "groups-taken-in"
"""A fact of the store: how many municipalities SKR's own list has given a group."""

GROUPS = {
    "A1": N_("Large cities"),
    "A2": N_("Commuting municipalities near large cities"),
    "B3": N_("Medium-sized towns"),
    "B4": N_("Commuting municipalities near medium-sized towns"),
    "B5": N_("Municipalities with little commuting near medium-sized towns"),
    "C6": N_("Small towns"),
    "C7": N_("Commuting municipalities near small towns"),
    "C8": N_("Rural municipalities"),
    "C9": N_("Rural municipalities with a visitor industry"),
}
SUMS = {"A": 46, "B": 110, "C": 134, "A1": 3, "B3": 23, "C8 + C9": 56}
"""How many municipalities SKR has put in each main group, and in those that were counted by themselves."""


class GroupUnknown(NotValid):
    message = N_("Row {row}: “{code}” is none of SKR's nine groups.")
    hint = N_("They are A1, A2, B3, B4, B5, C6, C7, C8 and C9.")


class MunicipalityUnknown(NotValid):
    message = N_("Row {row}: there is no municipality with the code “{code}”.")
    hint = N_("A municipality's code has four digits, such as 1780.")


class MunicipalityTwice(NotValid):
    message = N_("Row {row}: the municipality {code} has stood in an earlier row.")
    hint = N_("Each municipality stands in the list once.")


class MunicipalitiesMissing(NotValid):
    message = "{count} municipalities are not in the list: {names}."
    hint = N_("All 290 must be there. Nothing has been changed.")

    def told(self) -> str:
        """One is not said as many are."""
        return ngettext(
            "{count} municipality is not in the list: {names}.",
            "{count} municipalities are not in the list: {names}.",
            **self.values,
        )


class GroupSumsWrong(NotValid):
    message = N_("Group {group} has {found} municipalities in the file, and {expected} in SKR's list of 2023.")
    hint = N_("Fetch the list from skr.se again. Nothing has been changed.")


class GroupNotFound(NotFound):
    message = N_("There is no group of municipalities called “{code}”.")


@dataclass(frozen=True)
class _Grouped:
    area: str
    code: str


def groups(shop: "Workshop") -> dict[str, str]:
    """The group of each municipality by its code, such as "B3"; empty as long as no list has been taken in."""
    with shop.database.read() as read:
        return {one.area: one.code for one in read.rows(_Grouped, "select * from area_group order by area")}


def told_groups(shop: "Workshop") -> str:
    """Whose groups these are: SKR's, or those that a demo begins with until SKR's list is taken in."""
    if facts.is_demo(shop) and not facts.get(shop, TAKEN_IN):
        return gettext("In the demo a municipality's group goes by its size alone, and is not SKR's.")
    return gettext("Groups of Sveriges Kommuner och Regioner, 2023.")


def group_name(code: str) -> str:
    """What a group is called, in the reader's language."""
    if code not in GROUPS:
        raise GroupNotFound(code=code)
    return gettext(GROUPS[code])


def take_in_groups(shop: "Workshop", actor: Actor, content: bytes) -> dict[str, str]:
    """Keep SKR's list, an Excel workbook or CSV, in place of any earlier; gives each municipality's group.

    Raises what `sheets.rows` and `checked` refuse, and leaves everything as it was.
    """
    require(actor, "manage-areas", EVERYWHERE)
    names = {area.code: area.name for area in reads.municipalities(shop)}
    found = checked(rows(content, COLUMNS, (GROUP, AREA), SHEET), names)
    with shop.database.transaction() as write:
        write.execute("delete from area_group")
        write.execute(
            "insert into area_group select unnest(?::varchar[]), unnest(?::varchar[])", [[*found], [*found.values()]]
        )
        facts.put(write, TAKEN_IN, str(len(found)))
        write.record(actor.id, "import-groups", "areas", municipalities=len(found))
    return found


def checked(lines: Iterable[Row], names: Mapping[str, str]) -> dict[str, str]:
    """Each municipality's group, where the rows are SKR's whole list; `names` are all municipalities by code."""
    found: dict[str, str] = {}
    for row in lines:
        code, group = row[AREA].zfill(4), row[GROUP].upper()
        if code not in names:
            raise MunicipalityUnknown(row=row.number, code=row[AREA])
        if code in found:
            raise MunicipalityTwice(row=row.number, code=code)
        if group not in GROUPS:
            raise GroupUnknown(row=row.number, code=row[GROUP])
        found[code] = group
    check_whole(found, names)
    return found


def check_whole(found: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Raises MunicipalitiesMissing or GroupSumsWrong where the groups are not of all, or not as many as SKR says."""
    missing = [name for code, name in names.items() if code not in found]
    if missing:
        told = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise MunicipalitiesMissing(count=len(missing), names=told)
    counted = Counter(found.values())
    for group, expected in SUMS.items():
        have = sum(counted[code] for code in GROUPS if any(code.startswith(part) for part in group.split(" + ")))
        if have != expected:
            raise GroupSumsWrong(group=group, found=have, expected=expected)
