"""Signing up in public: the sessions of a lab, the form of a card or a party, the receipt. No account, plain HTML."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import asking, labs, parties, receipts, requests, resizing, signup, way_in
from bookings import seat_errors as wrong
from bookings.components import dates
from bookings.labs import Lab
from bookings.rules import AgeOutside, Session
from bookings.seat_terms import AGE_BANDS, KINDS, MOST_WISHES, PARTIES, SIZED_GENDERS, STATES, Asking, Kind, State
from bookings.signup import Choice
from bookings.web import answers
from bookings.web.page import drawn, nearby
from lab import i18n, places
from lab.cards import CardUnknown
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop, current
from lab.web.forms import address, form, redirect, set_cookie

RECEIPT_COOKIE = "receipt"
LEFT = {
    "line": N_("Full: you can stand in line"),
    "few": N_("Few places left"),
    "some": N_("Places left"),
    "many": N_("Plenty of places"),
    "draw": N_("Places go out by a draw"),
}
QUESTIONS = {
    CardUnknown: "words",
    AgeOutside: "wishes",
    wrong.WishesMissing: "wishes",
    wrong.WishTwice: "wishes",
    wrong.WishesDiffer: "wishes",
    wrong.RequestsClosed: "wishes",
    wrong.ContactNotValid: "contact",
    wrong.SizesMissing: "sizes",
    wrong.SizesNotValid: "sizes",
    wrong.PartyTooLarge: "sizes",
    wrong.AgesOutside: "sizes",
}
"""The question of a form that an error is about."""

HEADINGS = (
    (State.OFFERED, N_("There is a place for you")),
    (State.PLACED, N_("You have a place")),
    (State.ARRIVED, N_("Welcome!")),
    (State.ASKED, N_("You are in the draw")),
    (State.WAITING, N_("You stand in the line")),
)
"""What a receipt says first: the best that has come of the request."""

Fields = Mapping[str, str]
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
        Route("/receipt", show_receipt, methods=["GET"]),
        Route("/receipt/confirm", confirm, methods=["POST"]),
        Route("/receipt/leave", leave, methods=["POST"]),
        Route("/receipt/change", change, methods=["POST"]),
        Route("/receipt/resize", resize, methods=["POST"]),
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
    return await _ask(request, fields, "signup_card.html", _with_card)


async def ask_as_party(request: Request) -> Response:
    """Ask for a family, a class or a club."""
    fields = await form(request)
    return await _ask(request, fields, "signup_party.html", _as_party)


async def show_receipt(request: Request) -> Response:
    """How a request stands. The link that was sent carries the receipt; a cookie then keeps it out of the address."""
    token = request.query_params.get("t")
    if token is not None:
        await receipts.standing_soon(current(), token)
        return _with_receipt(redirect("/receipt"), token)
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
    verb = partial(requests.change, wanted=_wishes(fields))
    return await run_in_threadpool(_on_receipt, request, fields, verb)


async def resize(request: Request) -> Response:
    """Be fewer, or others."""
    fields = await form(request)
    return await run_in_threadpool(_on_receipt, request, fields, partial(_resized, fields))


def _resized(fields: Fields, shop: Workshop, receipt: str) -> None:
    resizing.resize(shop, receipt, asking.read_sizes(fields))


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
    return _with_receipt(redirect("/receipt"), receipt)


def _asked_in_vain(request: Request, fields: Fields, template: str, error: LabError) -> Response:
    lab = labs.lab_of(current(), request.path_params["lab"])
    choice = _choice(request, lab)
    return _form_page(request, template, lab, choice, fields, error) if choice else redirect(f"/signup/{lab.id}")


def _on_receipt(request: Request, fields: Fields, verb: Callable[..., None]) -> Response:
    try:
        verb(current(), _receipt(request))
    except LabError as error:
        standing = receipts.standing(current(), _receipt(request))
        return _receipt_page(request, standing, signup.choices(current(), standing.lab.id), error, fields)
    return redirect("/receipt")


def _receipt(request: Request) -> str:
    return request.cookies.get(RECEIPT_COOKIE, "")


def _with_receipt(response: Response, receipt: str) -> Response:
    set_cookie(response, RECEIPT_COOKIE, receipt, parties.RECEIPT_SECONDS)
    return response


def _with_card(fields: Fields) -> Asking:
    words = " ".join(fields.get(f"word{number}", "")[:40] for number in (1, 2, 3))
    return Asking(Kind.CARD, _wishes(fields), words=words)


def _as_party(fields: Fields) -> Asking:
    kind = Kind(fields["kind"]) if fields.get("kind") in PARTIES else Kind.FAMILY
    return Asking(
        kind,
        _wishes(fields),
        contact=fields.get("contact", "")[:300],
        area=answers.area_of(current(), fields),
        sizes=asking.read_sizes(fields),
        together=not fields.get("split"),
    )


def _wishes(fields: Fields) -> tuple[str, ...]:
    chosen = (fields.get(f"wish{number}", "")[:40] for number in range(1, MOST_WISHES + 1))
    return tuple(filter(None, chosen))


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
        question=_question(error),
        kinds={kind: KINDS[kind] for kind in PARTIES},
        bands=_bands(one.session for one in choice.sessions),
        genders=SIZED_GENDERS,
        near=near,
        choices=error.choices if isinstance(error, answers.AreaUnclear) else (),
        municipalities=municipalities,
        **times(lab),
    )


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
        bands=_bands(one.session for one in standing.sessions),
        genders=SIZED_GENDERS,
        qr=way_in.qr(standing.party.code) if standing.placed else "",
        link=f"{base.rstrip('/')}/receipt?t={_receipt(request)}",
        **times(standing.lab),
    )


def _heading(standing: receipts.Standing) -> str:
    reached = {state for one in standing.sessions for state in one.states}
    return next((_(text) for state, text in HEADINGS if state in reached), _("Your request has ended"))


def times(lab: Lab) -> dict[str, Any]:
    """How a page of this lab writes times and ages."""
    return {
        "day": lambda session: dates.long_day(dates.local(session.starts_at, lab.time_zone).date()),
        "hours": lambda session: dates.hours(session.starts_at, session.ends_at, lab.time_zone),
        "moment": lambda when: format_datetime(
            when.astimezone(ZoneInfo(lab.time_zone)), "EEEE d MMMM HH:mm", locale=i18n.language()
        ),
        "ages": _ages,
    }


def _ages(session: Session) -> str:
    return _("{youngest}–{oldest} years", youngest=session.youngest, oldest=session.oldest)


def _bands(sessions: Iterable[Session]) -> list[str]:
    """The age bands that can come to any of the sessions."""
    spans = [(session.youngest, session.oldest) for session in sessions]
    return [band for band, ages in AGE_BANDS.items() if any(_overlap(ages, span) for span in spans)]


def _overlap(band: tuple[int, int], span: tuple[int, int]) -> bool:
    return band[1] >= span[0] and band[0] <= span[1]


def _question(error: LabError | None) -> str:
    if error is None:
        return ""
    found = next((question for kind, question in QUESTIONS.items() if isinstance(error, kind)), "")
    return found or ("area" if answers.question_of(error) == "area" else "")
