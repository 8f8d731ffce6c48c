"""For the room and its leader: what hangs on the projector, and the pictures of the group on paper. Staff only."""

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import projecting, way_in
from bookings.components import dates
from lab.access import ANONYMOUS, Actor
from lab.runtime import current
from lab.web import forms, who

ON_A_PAGE = (6, 1)
"""How many pictures a printed page can have; the first unless another is asked for."""

Page = Callable[[Request, Actor, str], Response]


def routes() -> list[BaseRoute]:
    """The projector and the print sheet of a session."""
    return [
        Route("/projector/{session}", _for_staff(projector)),
        Route("/print/{session}", _for_staff(print_sheet)),
    ]


def projector(request: Request, actor: Actor, session: str) -> Response:
    """A page for the whole wall. Its script asks for it again every few seconds and changes what has changed."""
    shown = projecting.projection(current(), actor, session)
    url = way_in.join_address(address(request))
    return forms.render(
        request,
        "projector.html",
        shown=shown,
        pin=way_in.digits(shown.session.pin) if shown.free else "",
        address=way_in.spoken(url),
        qr=way_in.qr(f"{url}?pin={shown.session.pin}") if shown.free else "",
        seconds=projecting.SLIDE_SECONDS,
    )


def print_sheet(request: Request, actor: Actor, session: str) -> Response:
    """All pictures of the group on A4, each with its seat and the mark that AI made it."""
    sheet = projecting.sheet(current(), actor, session)
    asked = request.query_params.get("on_a_page", "")
    chosen = next((number for number in ON_A_PAGE if str(number) == asked), ON_A_PAGE[0])
    day = dates.long_day(dates.local(sheet.session.starts_at, sheet.zone).date())
    return forms.render(request, "print_sheet.html", sheet=sheet, day=day, on_a_page=chosen, choices=ON_A_PAGE)


def address(request: Request) -> str:
    """The address that the lab has set, or else the one at which this browser found the portal."""
    return current().settings.address or str(request.base_url)


def _for_staff(page: Page) -> Callable[[Request], Response]:
    """A page for those who are logged in; others are asked to be, and come back."""

    def show(request: Request) -> Response:
        actor = who.staff(request)
        if actor == ANONYMOUS:
            return forms.redirect(f"/login?next={quote(request.url.path)}")
        return page(request, actor, request.path_params["session"])

    return show
