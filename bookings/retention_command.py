"""`verkstad retention`: what is kept of requests for seats and will be removed; and its removal."""

import json
from collections import Counter
from typing import Annotated

import typer

from bookings import retention
from lab.access import SYSTEM
from lab.commands import Data, opened
from lab.i18n import gettext as _


def retention_(
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Remove what sessions left behind and need not be kept any longer. The portal does so by itself."""
    with opened(data) as shop:
        found = retention.due(shop, SYSTEM)
        if not dry_run:
            retention.purge(shop)
    if as_json:
        print(json.dumps([{"kind": one.kind, "id": one.id, "ended_at": str(one.ended_at)} for one in found], indent=2))
        return
    for kind, count in Counter(one.kind for one in found).items():
        print(f"{count:6}  {_(retention.KINDS[kind])}")
    print(_("Nothing was removed.") if dry_run or not found else _("They are removed."))
