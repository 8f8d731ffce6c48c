"""The door, for leaders: who is expected, one tap or a scanned code for each, also where there is no network."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bookings import checkin, labs, sessions
from bookings.merging import Merged, Scan
from bookings.seat_terms import KINDS, STATES
from bookings.web.page import drawn
from bookings.web.signup import times
from lab.access import ANONYMOUS, Actor
from lab.errors import NotValid
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import current
from lab.web.forms import form, redirect
from lab.web.who import staff


class ScansUnreadable(NotValid):
    message = N_("What this device noted cannot be read.")
    hint = N_("Check them in one by one in the list.")


def routes() -> list[BaseRoute]:
    """The page of the door, and where devices send what they noted."""
    return [
        Route("/checkin/{session}", show, methods=["GET"]),
        Route("/checkin/{session}/tap", tap, methods=["POST"]),
        Route("/checkin/{session}/scans", merge, methods=["POST"]),
    ]


def show(request: Request) -> Response:
    """The list of a session."""
    actor = staff(request)
    if actor == ANONYMOUS:
        return redirect(f"/login?next={quote(request.url.path)}")
    return _page(request, actor)


async def tap(request: Request) -> Response:
    """One tap in the list, from a browser without scripts."""
    fields = await form(request)
    return await run_in_threadpool(_tapped, request, fields)


async def merge(request: Request) -> Response:
    """What a device noted, all of it; it may send the same again."""
    fields = await form(request)
    return await run_in_threadpool(_merged, request, fields)


def _tapped(request: Request, fields: Mapping[str, str]) -> Response:
    actor, session = staff(request), request.path_params["session"]
    code = _code(fields.get("code", ""))
    scan = Scan(current().clock(), f"list {actor.id}", f"{session} {code}", code)
    checkin.merge(current(), actor, session, [scan])
    return redirect(f"/checkin/{session}")


def _merged(request: Request, fields: Mapping[str, str]) -> Response:
    actor, session = staff(request), request.path_params["session"]
    found = checkin.merge(current(), actor, session, _read(fields.get("scans", "")))
    return JSONResponse(_told(found), headers={"Cache-Control": "no-store"})


def _read(text: str) -> list[Scan]:
    """Notes as a device keeps them: a list of {device, nonce, code, at}."""
    try:
        return [
            Scan(
                datetime.fromisoformat(one["at"]).astimezone(UTC),
                str(one["device"]),
                str(one["nonce"]),
                _code(str(one["code"])),
            )
            for one in json.loads(text)
        ]
    except (ValueError, OverflowError, RecursionError, KeyError, TypeError) as error:
        raise ScansUnreadable() from error


def _told(found: Merged) -> dict[str, list[str]]:
    return {
        "arrived": [scan.code for scan in found.first],
        "duplicates": [scan.code for scan in found.duplicates],
        "unknown": [scan.code for scan in found.unknown],
    }


def _code(text: str) -> str:
    return "".join(text.split()).upper()[:64]


def _page(request: Request, actor: Actor) -> Response:
    session = sessions.session(current(), actor, request.path_params["session"])
    lab = labs.lab_of(current(), session.lab)
    return drawn(
        request,
        "checkin.html",
        session=session,
        lab=lab,
        guests=checkin.guests(current(), actor, session.id),
        door=checkin.door(current(), actor, session.id),
        kinds=KINDS,
        states=STATES,
        words=json.dumps(_words(), ensure_ascii=False),
        **times(lab),
    )


def _words() -> dict[str, str]:
    """What the page's script says."""
    return {
        "arrived": _("{code} has come."),
        "again": _("{code} has been checked in before."),
        "unknown": _("{code} is not on the list."),
        "kept": _("{count} kept on this device until the network is back."),
        "sent": _("Everything is sent."),
        "point": _("Hold the code in front of the camera."),
        "noCamera": _("The camera cannot be used here: write the code instead."),
        "come": _("Has come"),
    }
