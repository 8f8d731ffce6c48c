"""Drawing the HTML pages of this package: the error's status, and the icons."""

import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from lab.errors import LabError
from lab.web import forms

NEIGHBOURS = 5
"""How many municipalities nearby are offered to press."""


def drawn(request: Request, template: str, error: LabError | None = None, **context: object) -> Response:
    """A template with its `error`, whose status is the answer's."""
    status = error.status if error else 200
    return forms.render(request, template, status, error=error, icons=icons(), **context)


@cache
def icons() -> dict[str, str]:
    """Outlines of Material Symbols by name, each drawn in a square of 960."""
    found: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text("utf-8"))
    return found
