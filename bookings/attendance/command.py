"""`verkstad attendance`: a lab's application for support by attendance, as a file."""

from pathlib import Path
from typing import Annotated

import typer

from bookings import labs
from bookings.attendance import files, profiles, sheets, sums
from bookings.labs import Lab
from lab.access import SYSTEM
from lab.commands import Data, opened
from lab.errors import NotFound
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.participation.periods import Period
from lab.runtime import Workshop

KINDS = "html, pdf, csv (sums), sessions (CSV, one by one), xlsx (both), json (both), parquet (sums) or xml (DAK)."


class LabUnknown(NotFound):
    message = N_("There is no lab called {name}.")
    hint = N_("Name one with --lab: {names}")


def attendance(
    lab: Annotated[str, typer.Option(help="The lab's name or id; not needed where there is one only.")] = "",
    period: Annotated[str, typer.Option(help="A half-year such as 2026H1; the one due next by default.")] = "",
    profile: Annotated[str, typer.Option(help="Whose rules: see docs/attendance.md; the lab's own by default.")] = "",
    format: Annotated[str, typer.Option(help=KINDS)] = "csv",  # noqa: A002
    out: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("attendance"),
    force: Annotated[bool, typer.Option("--force", help="Replace the file where it exists.")] = False,
    data: Data = None,
) -> None:
    """Write what a lab can apply for by attendance to a file, and tell how much counts."""
    with opened(data) as shop:
        place = _lab(shop, lab)
        rules = profiles.one_of(shop, SYSTEM, place.id, profile)
        half_year = Period.named(period) if period else sheets.next_due(shop, rules)
        found = sheets.sheet(shop, SYSTEM, place.id, half_year, rules.id)
        files.write(shop, SYSTEM, found, format, out, force)
    counted = sums.total(found.sums.sessions)
    print(
        _(
            "{counted} of {held} sessions count, and {visits} visits.",
            counted=counted,
            held=found.sums.held,
            visits=sums.total(found.sums.visits),
        )
    )
    print(_("It is due on {day}.", day=found.due.isoformat()))
    print(_("The attendance is in {file}.", file=out))


def _lab(shop: Workshop, asked: str) -> Lab:
    """The lab with that name or id, or the only one."""
    found = labs.all_labs(shop, SYSTEM)
    fitting = [one for one in found if asked in (one.id, one.name) or (not asked and len(found) == 1)]
    if len(fitting) != 1:
        raise LabUnknown(name=asked or "–", names=", ".join(f"{one.name} ({one.id})" for one in found))
    return fitting[0]
