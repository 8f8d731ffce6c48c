"""Drawing the HTML pages of this package: the error's status, and the icons."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from starlette.requests import Request
from starlette.responses import Response

from bookings.components import dates
from bookings.labs import Lab
from bookings.rules import Session
from lab import areas, i18n
from lab.areas import Area
from lab.database import Database
from lab.errors import LabError
from lab.i18n import gettext as _
from lab.runtime import current
from lab.web import forms

NEIGHBOURS = 5
"""How many municipalities nearby are offered to press."""


def drawn(request: Request, template: str, error: LabError | None = None, **context: object) -> Response:
    """A template with its `error`, whose status is the answer's."""
    status = error.status if error else 200
    return forms.render(request, template, status, error=error, icons=icons(), **context)


def nearby(area: str) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """A municipality with those around it, and all there are. Areas do not change while a store is open."""
    known = _nearby.setdefault(current().database, {})
    if area not in known:
        near = (areas.find(current(), area), *areas.nearest(current(), area, NEIGHBOURS))
        known[area] = near, tuple(areas.municipalities(current()))
    return known[area]


def times(lab: Lab) -> dict[str, Any]:
    """How a page of this lab writes times and ages."""
    return {
        "day": lambda session: dates.day(session.starts_at, lab.time_zone),
        "long_day": lambda session: dates.long_day(dates.local(session.starts_at, lab.time_zone).date()),
        "when": lambda session: dates.moment(session.starts_at, lab.time_zone),
        "hours": lambda session: dates.hours(session.starts_at, session.ends_at, lab.time_zone),
        "moment": lambda when: format_datetime(
            when.astimezone(ZoneInfo(lab.time_zone)), "EEEE d MMMM HH:mm", locale=i18n.language()
        ),
        "ages": _ages,
    }


def _ages(session: Session) -> str:
    return _("{youngest}–{oldest} years", youngest=session.youngest, oldest=session.oldest)


_nearby: WeakKeyDictionary[Database, dict[str, tuple[tuple[Area, ...], tuple[Area, ...]]]] = WeakKeyDictionary()


@cache
def icons() -> dict[str, str]:
    """Outlines of Material Symbols by name, each drawn in a square of 960."""
    found: dict[str, str] = json.loads(Path(__file__).with_name("icons.json").read_text("utf-8"))
    return found
