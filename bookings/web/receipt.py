"""The receipt of a request: how it stands, and what can be done about it. Its link opens it without an account."""

import json
from collections.abc import Callable, Iterable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import asking, parties, receipts, requests, resizing, signup, way_in
from bookings.seat_terms import SIZED_GENDERS, STATES, State
from bookings.signup import Choice
from bookings.web.asked import Fields, bands, wishes
from bookings.web.page import drawn, times
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop, current
from lab.web.forms import form, redirect, set_cookie

RECEIPT_COOKIE = "receipt"
HEADINGS = (
    (State.OFFERED, N_("There is a place for you")),
    (State.PLACED, N_("You have a place")),
    (State.ARRIVED, N_("Welcome!")),
    (State.ASKED, N_("You are in the draw")),
    (State.WAITING, N_("You stand in the line")),
)
"""What a receipt says first: the best that has come of the request."""


def routes() -> list[BaseRoute]:
    """The receipt and its forms."""
    return [
        Route("/receipt", show_receipt, methods=["GET"]),
        Route("/receipt/confirm", confirm, methods=["POST"]),
        Route("/receipt/leave", leave, methods=["POST"]),
        Route("/receipt/change", change, methods=["POST"]),
        Route("/receipt/resize", resize, methods=["POST"]),
    ]


async def show_receipt(request: Request) -> Response:
    """How a request stands. The link that was sent carries the receipt; a cookie then keeps it out of the address."""
    token = request.query_params.get("t")
    if token is not None:
        await receipts.standing_soon(current(), token)
        return with_receipt(redirect("/receipt"), token)
    standing = await receipts.standing_soon(current(), _receipt(request))
    changed_to = await signup.choices.soon(current(), standing.lab.id) if standing.changeable else ()
    return _receipt_page(request, standing, changed_to)


async def confirm(request: Request) -> Response:
    """Take an offered place, or say that one is coming."""
    await form(request)
    return await run_in_threadpool(_on_receipt, request, {}, requests.confirm)


async def leave(request: Request) -> Response:
    """Give one session back, or everything."""
    fields = await form(request)
    verb = partial(requests.leave, session=fields.get("session", "")[:40])
    return await run_in_threadpool(_on_receipt, request, fields, verb)


async def change(request: Request) -> Response:
    """Ask for other sessions."""
    fields = await form(request)
    verb = partial(requests.change, wanted=wishes(fields))
    return await run_in_threadpool(_on_receipt, request, fields, verb)


async def resize(request: Request) -> Response:
    """Be fewer, or others."""
    fields = await form(request)
    return await run_in_threadpool(_on_receipt, request, fields, partial(_resized, fields))


def _resized(fields: Fields, shop: Workshop, receipt: str) -> None:
    resizing.resize(shop, receipt, asking.read_sizes(fields))


def with_receipt(response: Response, receipt: str) -> Response:
    """Let this browser find its receipt again."""
    set_cookie(response, RECEIPT_COOKIE, receipt, parties.RECEIPT_SECONDS)
    return response


def _on_receipt(request: Request, fields: Fields, verb: Callable[..., None]) -> Response:
    try:
        verb(current(), _receipt(request))
    except LabError as error:
        standing = receipts.standing(current(), _receipt(request))
        return _receipt_page(request, standing, signup.choices(current(), standing.lab.id), error, fields)
    return redirect("/receipt")


def _receipt(request: Request) -> str:
    return request.cookies.get(RECEIPT_COOKIE, "")


def _receipt_page(
    request: Request,
    standing: receipts.Standing,
    choices: Iterable[Choice],
    error: LabError | None = None,
    fields: Fields | None = None,
) -> Response:
    key = standing.round.id if standing.round and standing.round.state != "drawn" else signup.NOW
    base = current().settings.address or str(request.base_url)
    wished = {f"wish{number}": one.session.id for number, one in enumerate(standing.sessions, 1) if one.live}
    typed, resizing_now = fields or {}, any(name.startswith("size-") for name in fields or {})
    return drawn(
        request,
        "receipt.html",
        error,
        lab=standing.lab,
        standing=standing,
        heading=_heading(standing),
        states=STATES,
        choice=signup.open_choice(choices, key),
        fields=wished if resizing_now else typed or wished,
        changing=bool(typed) and not resizing_now,
        resizing=resizing_now,
        counted=typed if resizing_now else asking.write_sizes(json.loads(standing.party.sizes)),
        bands=bands(one.session for one in standing.sessions),
        genders=SIZED_GENDERS,
        qr=way_in.qr(standing.party.code) if standing.placed else "",
        link=f"{base.rstrip('/')}/receipt?t={_receipt(request)}",
        **times(standing.lab),
    )


def _heading(standing: receipts.Standing) -> str:
    reached = {state for one in standing.sessions for state in one.states}
    return next((_(text) for state, text in HEADINGS if state in reached), _("Your request has ended"))
