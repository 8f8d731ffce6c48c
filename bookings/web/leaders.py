"""The page behind a substitute's link: what it is about, yes or no. It needs no login, and ends by itself."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import substitutes
from bookings.components import dates
from bookings.substitutes import Asked
from lab.errors import LabError
from lab.runtime import current
from lab.web import forms
from lab.web.forms import form, redirect


def routes() -> list[BaseRoute]:
    """The page, and its answer."""
    return [
        Route("/substitute/{token}", show, methods=["GET"]),
        Route("/substitute/{token}", answer, methods=["POST"]),
    ]


def show(request: Request) -> Response:
    """The question, or how it was answered."""
    return _page(request, substitutes.asked(current(), request.path_params["token"]))


async def answer(request: Request) -> Response:
    """Yes or no; what keeps someone from leading is told on the same page."""
    fields = await form(request)
    token = request.path_params["token"]
    try:
        await run_in_threadpool(substitutes.answer, current(), token, fields.get("answer") == "yes")
    except LabError as error:
        found = await run_in_threadpool(substitutes.asked, current(), token)
        return await run_in_threadpool(_page, request, found, error)
    return redirect(request.url.path)


def _page(request: Request, found: Asked, error: LabError | None = None) -> Response:
    session, zone = found.session, found.lab.time_zone
    return forms.render(
        request,
        "substitute.html",
        error.status if error else 200,
        asked=found,
        error=error,
        day=dates.day(session.starts_at, zone),
        hours=dates.hours(session.starts_at, session.ends_at, zone),
        until_day=dates.day(found.question.expires_at, zone),
        until_time=dates.clock(found.question.expires_at, zone),
    )
