"""A lab's application as a file to take along: one address for each half-year, set of rules and format. Staff only."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import labs
from bookings.attendance import files
from lab.access import ANONYMOUS
from lab.participation.periods import Period
from lab.runtime import current
from lab.web import who
from lab.web.forms import redirect
from lab.web.report_files import MEDIA_TYPES as REPORTS

MEDIA_TYPES = REPORTS | {files.SESSIONS: "text/csv", files.XML: "application/xml"}


def routes() -> list[BaseRoute]:
    """The files of an application."""
    return [Route("/attendance/{lab}/{period}/{profile}/{kind}", download, methods=["GET"])]


def download(request: Request) -> Response:
    """The file, to be kept by the reader and by no browser's memory."""
    actor, shop, asked = who.staff(request), current(), request.path_params
    if actor == ANONYMOUS:
        return redirect(f"/login?next={quote(request.url.path)}")
    kind, period = asked["kind"], Period.named(asked["period"])
    body = files.made(shop, actor, asked["lab"], period, asked["profile"], kind)
    name = files.name_of(labs.lab_of(shop, asked["lab"]).name, period, kind)
    headers = {
        "Content-Disposition": f'attachment; filename="{files.name_of("lab", period, kind)}";'
        f" filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)
