"""A frozen report to take along: one address for each half-year, area and format. Staff only."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lab.access import ANONYMOUS
from lab.participation.exports import files
from lab.participation.periods import Period
from lab.participation.views import View
from lab.runtime import current
from lab.web import who
from lab.web.forms import redirect

MEDIA_TYPES = {
    "html": "text/html",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    files.PARQUET: "application/vnd.apache.parquet",
    files.DCAT: "text/turtle",
}


def routes() -> list[BaseRoute]:
    """The files of a report."""
    return [Route("/report/{period}/{area}.{kind}", download, methods=["GET"])]


def download(request: Request) -> Response:
    """The file, to be kept by the reader and by no browser's memory; its name tells area and half-year only."""
    actor, shop = who.staff(request), current()
    if actor == ANONYMOUS:
        return redirect(f"/login?next={quote(str(request.url.replace(scheme='', netloc='')))}")
    area, kind = request.path_params["area"], request.path_params["kind"]
    period = Period.named(request.path_params["period"])
    view = View.asked(request.query_params)
    body = files.made(shop, actor, area, period, kind, view=view)
    plain, name = f"{area} {period.name}.{kind}", files.name_of(shop, area, period, kind, view)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(body, media_type=MEDIA_TYPES[kind], headers=headers)
