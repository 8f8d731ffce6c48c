"""The way of a youth: PIN, card or answers, the new card's words, the seat. One thing to do on each page."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import admission, joining, labs, pins
from bookings.rules import Session, SessionNotOpen
from bookings.web import answers, seats
from bookings.web.page import drawn, nearby
from bookings.web.seats import Invitation
from lab import areas, gallery
from lab.errors import LabError
from lab.exercise import Exercise, Participant
from lab.people import GENDERS
from lab.runtime import current
from lab.web.forms import address, form, redirect

Guest = Callable[[Request, Session], Response]


def routes() -> list[BaseRoute]:
    """All pages of the youths."""
    return [
        Route("/join", show_pin, methods=["GET"]),
        Route("/join", give_pin, methods=["POST"]),
        Route("/join/you", _for_guests(_before_page), methods=["GET"]),
        Route("/join/words", _for_guests(_words_page), methods=["GET"]),
        Route("/join/words", give_words, methods=["POST"]),
        Route("/join/answers", _for_guests(_answers_page), methods=["GET"]),
        Route("/join/answers", give_answers, methods=["POST"]),
        Route("/join/card", show_card, methods=["GET"]),
        Route("/join/card", card_kept, methods=["POST"]),
        Route("/seat", show_seat, methods=["GET"]),
        Route("/seat/leave", leave, methods=["POST"]),
        Route("/seat/left", show_left, methods=["GET"]),
    ]


def show_pin(request: Request) -> Response:
    """Ask for the PIN; who has a seat goes there."""
    if seats.seat_of(request):
        return redirect("/seat")
    return _pin_page(request, request.query_params.get("pin", "")[:12])


async def give_pin(request: Request) -> Response:
    """Look for the session; a right PIN invites this browser to it."""
    pin = (await form(request)).get("pin", "")[:12]
    try:
        session = await pins.find_soon(current(), pin, address(request))
    except LabError as error:
        return await run_in_threadpool(_pin_page, request, pin, error)
    response = redirect("/join/you")
    seats.invite(request, response, session.id)
    return response


async def give_words(request: Request) -> Response:
    """Join with a card."""
    fields = await form(request)
    return await run_in_threadpool(_join, request, fields, _with_words, _words_page)


async def give_answers(request: Request) -> Response:
    """Join without a card, and get one."""
    fields = await form(request)
    return await run_in_threadpool(_join, request, fields, _with_answers, _answers_page)


def show_card(request: Request) -> Response:
    """The three words of a new card, until the youth says that they are kept."""
    participant = seats.seat_of(request)
    if not participant:
        return redirect("/seat")
    words = current().shown_once.of(participant.key)
    return drawn(request, "join_card.html", words=words) if words else redirect("/seat")


async def card_kept(request: Request) -> Response:
    """The words are written down: forget them."""
    await form(request)
    participant = await run_in_threadpool(seats.seat_of, request)
    if participant:
        current().shown_once.forget(participant.key)
    return redirect("/seat")


def show_seat(request: Request) -> Response:
    """The youth's own page: what to do, what was made, and the way out."""
    participant = seats.seat_of(request)
    if participant:
        return _seat_page(request, participant)
    return drawn(request, "seat_over.html") if seats.SEAT in request.cookies else redirect("/join")


async def leave(request: Request) -> Response:
    """Give the seat back."""
    await form(request)
    participant = await run_in_threadpool(seats.seat_of, request)
    if participant:
        await run_in_threadpool(joining.leave, current(), participant)
    response = redirect("/seat/left")
    seats.forget(response)
    return response


def show_left(request: Request) -> Response:
    """Say goodbye."""
    return drawn(request, "seat_left.html")


def _for_guests(page: Guest) -> Callable[[Request], Response]:
    """A page for those whose PIN was right and who have no seat yet; others are shown where to go."""

    def show(request: Request) -> Response:
        invited = seats.invitation(request)
        if invited is None or seats.seat_of(request):
            return redirect("/join")
        try:
            return page(request, admission.admitting(current(), invited.session))
        except SessionNotOpen as error:
            return _pin_page(request, "", error)

    return show


def _join(
    request: Request,
    fields: Mapping[str, str],
    verb: Callable[[Request, Invitation, Mapping[str, str]], joining.Joined],
    page: Callable[[Request, Session, Mapping[str, str], LabError], Response],
) -> Response:
    invited = seats.invitation(request)
    if invited is None:
        return redirect("/join")
    try:
        joined = verb(request, invited, fields)
    except SessionNotOpen as error:
        return _pin_page(request, "", error)
    except LabError as error:
        return _told_again(request, invited, fields, page, error)
    response = redirect("/join/card" if joined.words else "/seat")
    seats.seat(response, joined.ticket)
    return response


def _told_again(
    request: Request,
    invited: Invitation,
    fields: Mapping[str, str],
    page: Callable[[Request, Session, Mapping[str, str], LabError], Response],
    error: LabError,
) -> Response:
    """The form once more with what was wrong in it; it is of no use where the session has closed meanwhile."""
    try:
        return page(request, admission.admitting(current(), invited.session), fields, error)
    except SessionNotOpen as closed:
        return _pin_page(request, "", closed)


def _with_words(request: Request, invited: Invitation, fields: Mapping[str, str]) -> joining.Joined:
    words = " ".join(fields.get(f"word{number}", "")[:40] for number in (1, 2, 3))
    return joining.join(current(), invited.session, invited.join_key, words=words, address=address(request))


def _with_answers(request: Request, invited: Invitation, fields: Mapping[str, str]) -> joining.Joined:
    told = answers.read(current(), fields)
    return joining.join(current(), invited.session, invited.join_key, told, address=address(request))


def _pin_page(request: Request, pin: str, error: LabError | None = None) -> Response:
    return drawn(request, "join.html", error, pin=pin)


def _before_page(request: Request, session: Session) -> Response:
    return drawn(request, "join_before.html", session=session)


def _words_page(
    request: Request, session: Session, fields: Mapping[str, str] | None = None, error: LabError | None = None
) -> Response:
    return drawn(request, "join_words.html", error, session=session, fields=fields or {})


def _answers_page(
    request: Request, session: Session, fields: Mapping[str, str] | None = None, error: LabError | None = None
) -> Response:
    if isinstance(error, answers.DistrictAsked):
        return _district_page(request, session, fields or {}, error)
    near, municipalities = nearby(labs.lab_of(current(), session.lab).area)
    return drawn(
        request,
        "join_answers.html",
        error,
        session=session,
        fields=fields or {},
        question=answers.question_of(error),
        choices=error.choices if isinstance(error, answers.AreaUnclear) else (),
        near=near,
        municipalities=municipalities,
        genders=GENDERS,
    )


def _district_page(
    request: Request, session: Session, fields: Mapping[str, str], asked: answers.DistrictAsked
) -> Response:
    """One more question; it is an error only to go on without an answer."""
    return drawn(
        request,
        "join_district.html",
        asked if fields.get("pressed") else None,
        session=session,
        fields=fields,
        area=areas.find(current(), asked.area),
        districts=asked.choices,
    )


def _seat_page(request: Request, participant: Participant) -> Response:
    return drawn(
        request,
        "seat.html",
        seat=participant.seat,
        exercises=_exercises(participant),
        pictures=gallery.of_seat(current(), participant),
        words=current().shown_once.of(participant.key),
    )


def _exercises(participant: Participant) -> list[Exercise]:
    known = {exercise.slug: exercise for exercise in current().exercises}
    return [known[slug] for slug in participant.exercises if slug in known]
