"""A page for each lesson plan, made to be read on a telephone in the room and to be printed. Anyone may read it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from exercises import frameworks, lessons
from lab import i18n
from lab.web import forms


def routes() -> list[BaseRoute]:
    return [Route("/lessons/{exercise}/{name}", show)]


def show(request: Request) -> Response:
    """One lesson in the reader's language. Raises NotFound."""
    found = lessons.lesson(request.path_params["exercise"], request.path_params["name"])
    return forms.render(
        request,
        "lesson.html",
        lesson=found,
        plan=found.plan(i18n.language()),
        bands=lessons.BANDS,
        frameworks=frameworks,
    )
