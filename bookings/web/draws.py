"""The public page of a round: what was promised before the draw, what came of it, and the files to make it again."""

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bookings import draw_files, labs, round_record, rounds
from bookings.round_record import ASKING, DRAWN, STATES, Round
from bookings.web.page import drawn, times
from lab.errors import NotFound
from lab.runtime import current

File = Callable[[Round], str]


def routes() -> list[BaseRoute]:
    """A round's page and its files; each answers 404 until its time has come."""
    return [
        Route("/draw/{round}", show, methods=["GET"]),
        *(Route(f"/draw/{{round}}/{name}", _file(name), methods=["GET"]) for name in FILES),
    ]


def show(request: Request) -> Response:
    """What can be known of a round now."""
    found = rounds.public(current(), request.path_params["round"])
    lab = labs.lab_of(current(), found.lab)
    with current().database.read() as read:
        sessions = round_record.sessions_of(read, found.id)
    published = json.loads(found.published) if found.published else None
    return drawn(
        request,
        "draw.html",
        round=found,
        state=STATES[found.state],
        lab=lab,
        sessions=sessions,
        entries=len(json.loads(found.frozen)["entries"]) if found.frozen else 0,
        published=published,
        is_asking=found.state == ASKING,
        is_drawn=found.state == DRAWN,
        **times(lab),
    )


def _file(name: str) -> Callable[[Request], Response]:
    write = FILES[name]

    def answer(request: Request) -> Response:
        found = rounds.public(current(), request.path_params["round"])
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        kind = "application/json" if name.endswith(".json") else "text/plain"
        return PlainTextResponse(write(found), headers=headers, media_type=kind)

    return answer


def _announcement(found: Round) -> str:
    if not found.frozen:
        raise NotFound()
    return json.dumps({"commitment": found.commitment, "inputs": found.inputs}, indent=1)


def _entries(found: Round) -> str:
    if not found.frozen:
        raise NotFound()
    return draw_files.entries_csv(round_record.inputs_of(found)[0])


def _policy(found: Round) -> str:
    if not found.frozen:
        raise NotFound()
    return draw_files.policy_toml(round_record.inputs_of(found)[1])


def _published(found: Round) -> str:
    if not found.published:
        raise NotFound()
    return json.dumps(json.loads(found.published), ensure_ascii=False, indent=1)


FILES: dict[str, File] = {
    "announcement.json": _announcement,
    "entries.csv": _entries,
    "policy.toml": _policy,
    "published.json": _published,
}
