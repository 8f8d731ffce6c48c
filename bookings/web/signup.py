"""Signing up in public: the sessions of a lab, and the form of a card or a party. No account, plain HTML."""

import secrets
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import labs, requests, signup
from bookings.labs import Lab
from bookings.seat_terms import KINDS, PARTIES, SIZED_GENDERS, Asking
from bookings.signup import Choice
from bookings.web import answers, asked
from bookings.web.asked import Fields
from bookings.web.page import drawn, nearby, times
from bookings.web.receipt import with_receipt
from lab import places
from lab.errors import LabError
from lab.i18n import N_
from lab.runtime import current
from lab.web.forms import address, form, redirect

LEFT = {
    "line": N_("Full: you can stand in line"),
    "few": N_("Few places left"),
    "some": N_("Places left"),
    "many": N_("Plenty of places"),
    "draw": N_("Places go out by a draw"),
}
Read = Callable[[Fields], Asking]


def routes() -> list[BaseRoute]:
    """The public pages of asking for seats."""
    return [
        Route("/signup", choose_lab, methods=["GET"]),
        Route("/signup/{lab}", show_sessions, methods=["GET"]),
        Route("/signup/{lab}/card", partial(_show_form, "signup_card.html"), methods=["GET"]),
        Route("/signup/{lab}/card", ask_with_card, methods=["POST"]),
        Route("/signup/{lab}/party", partial(_show_form, "signup_party.html"), methods=["GET"]),
        Route("/signup/{lab}/party", ask_as_party, methods=["POST"]),
    ]


def choose_lab(request: Request) -> Response:
    """The labs by name; where there is one, its sessions."""
    found = places.labs(current())
    return redirect(f"/signup/{found[0].id}") if len(found) == 1 else drawn(request, "signup_labs.html", labs=found)


def show_sessions(request: Request) -> Response:
    """What can be asked for in a lab."""
    lab = labs.lab_of(current(), request.path_params["lab"])
    return drawn(request, "signup.html", lab=lab, choices=signup.choices(current(), lab.id), left=LEFT, **times(lab))


async def ask_with_card(request: Request) -> Response:
    """Ask with the words of a card."""
    fields = await form(request)
    return await _ask(request, fields, "signup_card.html", asked.with_card)


async def ask_as_party(request: Request) -> Response:
    """Ask for a family, a class or a club."""
    fields = await form(request)
    return await _ask(request, fields, "signup_party.html", asked.as_party)


def _show_form(template: str, request: Request) -> Response:
    lab = labs.lab_of(current(), request.path_params["lab"])
    choice = _choice(request, lab)
    return _form_page(request, template, lab, choice, {}) if choice else redirect(f"/signup/{lab.id}")


async def _ask(request: Request, fields: Fields, template: str, read: Read) -> Response:
    key = fields.get("key", "")[:64] or secrets.token_urlsafe(16)
    try:
        # A name that was typed is looked up; everything else is at hand.
        told = await run_in_threadpool(read, fields) if fields.get("area_text") else read(fields)
        receipt = await requests.ask_soon(current(), request.path_params["lab"], told, key, address(request))
    except LabError as error:
        return await run_in_threadpool(_asked_in_vain, request, fields, template, error)
    return with_receipt(redirect("/receipt"), receipt)


def _asked_in_vain(request: Request, fields: Fields, template: str, error: LabError) -> Response:
    lab = labs.lab_of(current(), request.path_params["lab"])
    choice = _choice(request, lab)
    return _form_page(request, template, lab, choice, fields, error) if choice else redirect(f"/signup/{lab.id}")


def _choice(request: Request, lab: Lab) -> Choice | None:
    """The group of sessions that the address names, or else the first that is open."""
    found = [one for one in signup.choices(current(), lab.id) if one.is_open]
    return next((one for one in found if one.key == request.query_params.get("of")), found[0] if found else None)


def _form_page(
    request: Request, template: str, lab: Lab, choice: Choice, fields: Fields, error: LabError | None = None
) -> Response:
    near, municipalities = nearby(lab.area)
    return drawn(
        request,
        template,
        error,
        lab=lab,
        choice=choice,
        fields=fields,
        key=fields.get("key") or secrets.token_urlsafe(16),
        question=asked.question_of(error),
        kinds={kind: KINDS[kind] for kind in PARTIES},
        bands=asked.bands(one.session for one in choice.sessions),
        genders=SIZED_GENDERS,
        near=near,
        choices=error.choices if isinstance(error, answers.AreaUnclear) else (),
        municipalities=municipalities,
        **times(lab),
    )
