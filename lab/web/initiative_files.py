"""The register of initiatives to take along: one address for each format. Staff only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lab.access import ANONYMOUS
from lab.initiatives import files
from lab.initiatives.coverage import Wanted
from lab.runtime import current
from lab.web import who
from lab.web.forms import redirect
from lab.web.report_files import MEDIA_TYPES


def routes() -> list[BaseRoute]:
    """The files of the register."""
    return [Route("/initiatives/register.{kind}", download, methods=["GET"])]


def download(request: Request) -> Response:
    """The initiatives that the address asks for, and no browser keeps the file."""
    actor = who.staff(request)
    if actor == ANONYMOUS:
        return redirect("/login?next=/initiatives")
    kind, asked = request.path_params["kind"], request.query_params
    wanted = Wanted(*(asked.get(name, "") for name in ("field", "target", "state", "county")))
    body = files.made(current(), actor, kind, wanted)
    headers = {
        "Content-Disposition": f'attachment; filename="ai-initiatives.{kind}"',
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)
