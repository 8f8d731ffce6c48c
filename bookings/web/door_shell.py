"""What a tablet keeps of the door's page, so that it can be loaded again without a network: no code, no card."""

import hashlib
import json
import re

from starlette.requests import Request
from starlette.responses import Response

from bookings.merging import TAKEN_BACK_WITHIN, merged
from bookings.web.page import drawn
from lab.i18n import gettext as _
from lab.web.fixed_files import assets

PATH = "/checkin/shell"
WORKER = "checkin-worker.js"


def shell(request: Request) -> Response:
    """The page of the door without a session, which its script fills in with what the tab still knows."""
    return drawn(request, "checkin.html", session=None, guests=(), door=merged((), ()), words=words())


def worker(request: Request) -> Response:
    """The script that keeps the shell and what it is drawn with. Another page, or language, is another version."""
    page = bytes(shell(request).body)
    kept = [PATH, *sorted(set(re.findall(r'"(/assets/[^"]+)"', page.decode())))]
    lines = f"const KEPT = {json.dumps(kept)};\nconst VERSION = {json.dumps(hashlib.sha256(page).hexdigest()[:12])};\n"
    return Response(
        lines.encode() + assets()[WORKER].body, media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


def words() -> str:
    """What the page's script says and knows, as JSON."""
    told = {
        "arrived": _("{code} has come."),
        "again": _("{code} has been checked in before."),
        "unknown": _("{code} is not on the list."),
        "noted": _("{code} is noted."),
        "undone": _("The check-in of {code} is taken back."),
        "stays": _("{code} stays checked in: it was too long ago, or somebody sits on the seats."),
        "kept": _("{count} kept on this device until the network is back."),
        "sent": _("Everything is sent."),
        "point": _("Hold the code in front of the camera."),
        "noCamera": _("The camera cannot be used here: write the code instead."),
        "come": _("Has come"),
        "expected": _("Has a place"),
        "reload": _("Works without a network too, even when the page is loaded again: what you check in is kept here."),
        "undoMilliseconds": int(TAKEN_BACK_WITHIN.total_seconds() * 1000),
    }
    return json.dumps(told, ensure_ascii=False)
