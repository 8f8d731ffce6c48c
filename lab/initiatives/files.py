"""The register as files: what is written here can be read in again and is then the same."""

import json
from collections.abc import Iterable, Mapping

from lab import areas, sheet_files
from lab.access import Actor
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.initiatives import register
from lab.initiatives.coverage import EVERYTHING, Wanted, matching
from lab.initiatives.reading import (
    CODE,
    EVIDENCE,
    FIELD,
    HEADERS,
    LINK,
    MUNICIPALITY,
    NAME,
    OLDEST,
    STATE,
    TARGET,
    YOUNGEST,
)
from lab.initiatives.terms import NAMES, Draft
from lab.runtime import Workshop
from lab.sheet_files import About, Sheet

FORMATS = ("csv", "xlsx", "json")
WORDED = (FIELD, TARGET, STATE, EVIDENCE)
KEPT_IN_SIGHT = 3
NAMES_BY_CODE: dict[str, str] = {term.value: name for term, name in NAMES.items()}

Record = dict[str, str | int | None]


class FormatNotKnown(LabError):
    message = N_("Initiatives are not written as {name}.")
    hint = N_("Choose one of: {names}")


def made(shop: Workshop, actor: Actor, kind: str, wanted: Wanted = EVERYTHING) -> bytes:
    """The initiatives that are wanted, as "csv", "xlsx" or "json"; words for people in the first two, codes in JSON."""
    if kind not in FORMATS:
        raise FormatNotKnown(name=kind, names=", ".join(FORMATS))
    if wanted.county:
        areas.find(shop, wanted.county)
    found = [one.draft for one in matching(register.listed(shop, actor), wanted.checked())]
    records = list(_records(found, {area.code: area.name for area in areas.municipalities(shop)}))
    if kind == "json":
        return (json.dumps(records, ensure_ascii=False, indent=1) + "\n").encode()
    names = [_(header) for header in HEADERS.values()]
    rows = [[_worded(name, value) for name, value in record.items()] for record in records]
    if kind == "csv":
        return sheet_files.as_csv(names, rows)
    said = [_("Public facts about what municipalities do with AI. No person stands here.")]
    sheet = Sheet(_("Initiatives"), names, rows, KEPT_IN_SIGHT)
    return sheet_files.as_xlsx([sheet], About(_("About"), _("About the register"), said))


def _records(drafts: Iterable[Draft], names: Mapping[str, str]) -> Iterable[Record]:
    """Each initiative by the columns' codes, in the order of HEADERS."""
    for draft in drafts:
        youngest, oldest = draft.ages or (None, None)
        yield {
            CODE: draft.area,
            MUNICIPALITY: names[draft.area],
            NAME: draft.name,
            FIELD: draft.field.value,
            TARGET: draft.target.value,
            YOUNGEST: youngest,
            OLDEST: oldest,
            STATE: draft.state.value,
            EVIDENCE: draft.evidence.value,
            LINK: draft.link,
        }


def _worded(name: str, value: str | int | None) -> str | int | None:
    return _(NAMES_BY_CODE[value]) if name in WORDED and isinstance(value, str) else value
