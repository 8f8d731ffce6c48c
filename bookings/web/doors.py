"""The door, for leaders: who is expected, one tap or a scanned code for each, also where there is no network."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bookings import checkin, labs, sessions
from bookings.merging import TAKEN_BACK_WITHIN, Merged, Scan
from bookings.seat_terms import KINDS, STATES
from bookings.web import door_shell
from bookings.web.page import drawn, times
from lab.access import ANONYMOUS, Actor
from lab.errors import LabError, NotValid
from lab.i18n import N_
from lab.runtime import current
from lab.web.forms import form, redirect
from lab.web.who import staff


class ScansUnreadable(NotValid):
    message = N_("What this device noted cannot be read.")
    hint = N_("Check them in one by one in the list.")


class Stays(LabError):
    message = N_("{code} stays checked in.")
    hint = N_("It was too long ago, or somebody sits on the seats: check those in first who sit there.")
    status = 409


def routes() -> list[BaseRoute]:
    """The page of the door, what it is without a network, and where devices send what they noted."""
    return [
        Route(door_shell.PATH, door_shell.shell, methods=["GET"]),
        Route("/checkin/worker.js", door_shell.worker, methods=["GET"]),
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
    code, undo = _code(fields.get("code", "")), bool(fields.get("undo"))
    nonce = f"{fields.get('nonce', '')[:24]} {code}"
    scan = Scan(current().clock(), f"list {actor.id}", f"undo {nonce}" if undo else nonce, code, undo)
    found = checkin.merge(current(), actor, session, [scan])
    if found.stays:
        return _page(request, actor, Stays(code=code))
    return redirect(f"/checkin/{session}")


def _merged(request: Request, fields: Mapping[str, str]) -> Response:
    actor, session = staff(request), request.path_params["session"]
    found = checkin.merge(current(), actor, session, _read(fields.get("scans", "")))
    return JSONResponse(_told(found), headers={"Cache-Control": "no-store"})


def _read(text: str) -> list[Scan]:
    """Notes as a device keeps them: a list of {device, nonce, code, at, undo}."""
    try:
        return [
            Scan(
                datetime.fromisoformat(one["at"]).astimezone(UTC),
                str(one["device"]),
                str(one["nonce"]),
                _code(str(one["code"])),
                bool(one.get("undo")),
            )
            for one in json.loads(text)
        ]
    except (AttributeError, ValueError, OverflowError, RecursionError, KeyError, TypeError) as error:
        raise ScansUnreadable() from error


def _told(found: Merged) -> dict[str, Mapping[str, str] | list[str]]:
    return {
        "arrived": {scan.code: scan.scanned_at.isoformat() for scan in found.first},
        "duplicates": [scan.code for scan in found.duplicates],
        "unknown": [scan.code for scan in found.unknown],
        "stays": list(found.stays),
    }


def _code(text: str) -> str:
    return "".join(text.split()).upper()[:64]


def _page(request: Request, actor: Actor, error: LabError | None = None) -> Response:
    session = sessions.session(current(), actor, request.path_params["session"])
    lab = labs.lab_of(current(), session.lab)
    found = checkin.door(current(), actor, session.id)
    return drawn(
        request,
        "checkin.html",
        error,
        session=session,
        lab=lab,
        guests=checkin.guests(current(), actor, session.id),
        door=found,
        looks={scan.code: scan.scanned_at for scan in found.first},
        undo_from=current().clock() - TAKEN_BACK_WITHIN,
        kinds=KINDS,
        states=STATES,
        nonce=secrets.token_hex(8),
        words=door_shell.words(),
        **times(lab),
    )
