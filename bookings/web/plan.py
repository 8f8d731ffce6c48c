"""The calendar on paper: the sessions of some days as a table, filtered as on the screen. Staff only."""

from datetime import date, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import labs, openings, sessions
from bookings.components import dates, session_words
from bookings.components.session_filter import Filter
from bookings.labs import Lab
from bookings.opening_rules import closed_reason
from lab.access import ANONYMOUS, Actor
from lab.runtime import current
from lab.web import forms, who

MOST_DAYS = 100


def routes() -> list[BaseRoute]:
    """The printed calendar."""
    return [Route("/calendar/print", show)]


def show(request: Request) -> Response:
    """The days from `first`, as many as `days`; each that is closed says why."""
    actor = who.staff(request)
    if actor == ANONYMOUS:
        return forms.redirect(f"/login?next={quote(request.url.path)}")
    lab = _lab(request, actor)
    first = dates.day_asked(request.query_params.get("first", ""), current().clock().date())
    days = _days(request)
    chosen = _filter(request)
    end = first + timedelta(days=days)
    shown = [one for one in sessions.between(current(), actor, lab.id, first, end) if chosen.keeps(one)]
    timetable = openings.hours(current(), actor, lab.id)
    closed = [(day, why) for day in _each(first, days) if (why := closed_reason(timetable, day))]
    return forms.render(
        request,
        "plan_sheet.html",
        lab=lab,
        span=f"{dates.day_month_year(first)} – {dates.day_month_year(end - timedelta(days=1))}",
        sessions=shown,
        closed=closed,
        rooms={room.id: room.name for room in labs.rooms(current(), lab.id)},
        exercises=current().exercises,
        dates=dates,
        words=session_words,
    )


def _lab(request: Request, actor: Actor) -> Lab:
    """The lab in the address, or the first that the actor has."""
    asked = request.query_params.get("lab", "")
    own = labs.all_labs(current(), actor)
    return labs.lab(current(), actor, asked) if asked or not own else own[0]


def _each(first: date, days: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(days)]


def _days(request: Request) -> int:
    asked = request.query_params.get("days", "")
    return min(max(int(asked), 1), MOST_DAYS) if asked.isdecimal() and len(asked) < 4 else dates.DAYS_IN_WEEK


def _filter(request: Request) -> Filter:
    rooms, exercises, statuses = (tuple(request.query_params.getlist(name)) for name in ("room", "exercise", "status"))
    return Filter(rooms, exercises, statuses)
