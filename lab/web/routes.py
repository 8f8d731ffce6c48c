"""The routes of the ground: logging in and out, the language, health, assets and pictures."""

from collections.abc import Callable
from dataclasses import asdict

import duckdb
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from lab import __version__, gallery, i18n, logins, migrations
from lab.access import ANONYMOUS, allows_anywhere
from lab.errors import LabError, NotValid
from lab.exercise import Participant
from lab.runtime import Workshop, current
from lab.web import initiative_files, messages, report_files, who
from lab.web.fixed_files import asset_url, assets
from lab.web.forms import (
    address,
    drop_cookie,
    form,
    local_path,
    must_be_same_origin,
    redirect,
    render,
    set_cookie,
)

YEAR = 365 * 24 * 3600

SeatOf = Callable[[HTTPConnection], Participant | None]
"""The youth behind a request; the roof knows, since seats are another package's."""


def routes(seat_of: SeatOf = lambda request: None) -> list[BaseRoute]:
    """All routes of the ground. `seat_of` lets youths see their own pictures."""
    return [
        Route("/healthz", healthz),
        Route("/assets/{name}", asset),
        Route("/favicon.ico", icon),
        Route("/language/{code}", language),
        Route("/login", show_login, methods=["GET"]),
        Route("/login", log_in, methods=["POST"]),
        Route("/logout", show_logout, methods=["GET"]),
        Route("/logout", log_out, methods=["POST"]),
        Route("/logout-everywhere", log_out_everywhere, methods=["POST"]),
        Route("/password", show_password, methods=["GET"]),
        Route("/password", change_password, methods=["POST"]),
        Route("/enter", enter),
        Route("/pictures/{picture}.png", _pictures(seat_of)),
        *messages.routes(),
        *report_files.routes(),
        *initiative_files.routes(),
    ]


def healthz(request: Request) -> Response:
    """Version, store and engine as JSON; 503 when the store does not answer."""
    shop = current()
    store = _store_health(shop)
    told = {"version": __version__, "store": store, "engine": asdict(shop.engines.status())}
    return JSONResponse(told, 200 if store["ok"] else 503, {"Cache-Control": "no-store"})


def _store_health(shop: Workshop) -> dict[str, bool | int]:
    try:
        return {"ok": True, "schema": migrations.schema(shop.database)}
    except duckdb.Error:
        return {"ok": False}


def asset(request: Request) -> Response:
    """One of the fixed files, to be kept for a year when asked for by its stamp."""
    found = assets().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    stamped = request.query_params.get("v") == found.stamp
    kept = f"public, max-age={YEAR}, immutable" if stamped else "no-cache"
    return Response(
        found.body, media_type=found.media_type, headers={"Cache-Control": kept, "ETag": f'"{found.stamp}"'}
    )


def icon(request: Request) -> Response:
    """For browsers that look for it unasked."""
    return redirect(asset_url("icon.svg"))


def language(request: Request) -> Response:
    """Remember the language that the reader chose, and go back to where they were."""
    code = request.path_params["code"]
    if code not in i18n.LANGUAGES:
        raise HTTPException(404)
    response = redirect(local_path(request.query_params.get("next")))
    set_cookie(response, i18n.COOKIE, code, YEAR)
    return response


async def show_login(request: Request) -> Response:
    """The login form; those who are logged in go on at once."""
    following = local_path(request.query_params.get("next"))
    actor = await run_in_threadpool(who.staff, request)
    return redirect(following) if actor != ANONYMOUS else _login_page(request, following)


async def log_in(request: Request) -> Response:
    """Check e-mail and password; a wrong one shows the form again with what happened."""
    fields = await form(request)
    email, password = fields.get("email", ""), fields.get("password", "")
    following = local_path(fields.get("next"))
    try:
        login = await run_in_threadpool(logins.login, current(), email, password, address(request))
    except LabError as error:
        return _login_page(request, following, email, error)
    return _logged_in(login, following)


def _login_page(request: Request, following: str, email: str = "", error: LabError | None = None) -> Response:
    status = error.status if error else 200
    return render(request, "login.html", status, following=following, email=email, error=error)


def _logged_in(login: logins.Login, following: str = "/") -> Response:
    response = redirect(following)
    set_cookie(response, who.STAFF, login.token, (login.expires_at - current().clock()).total_seconds())
    return response


async def enter(request: Request) -> Response:
    """Swap the ticket that the portal gave after an OpenID login for a login of ours."""
    must_be_same_origin(request)
    login = await run_in_threadpool(logins.enter, current(), request.query_params.get("ticket", ""))
    return _logged_in(login)


async def show_logout(request: Request) -> Response:
    """Ask whether to log out here or everywhere."""
    actor = await run_in_threadpool(who.staff, request)
    return redirect("/") if actor == ANONYMOUS else render(request, "logout.html", email=actor.name)


async def log_out(request: Request) -> Response:
    await form(request)
    await run_in_threadpool(logins.logout, current(), request.cookies.get(who.STAFF))
    return _logged_out()


async def log_out_everywhere(request: Request) -> Response:
    await form(request)
    actor = await run_in_threadpool(who.staff, request)
    await run_in_threadpool(logins.logout_everywhere, current(), actor)
    return _logged_out()


def _logged_out() -> Response:
    response = redirect("/")
    drop_cookie(response, who.STAFF)
    return response


async def show_password(request: Request) -> Response:
    """The form to change one's own password."""
    actor = await run_in_threadpool(who.staff, request)
    if actor == ANONYMOUS:
        return redirect("/login?next=/password")
    return render(request, "password.html", email=actor.name, error=None)


async def change_password(request: Request) -> Response:
    """Change it; all other logins of this person end."""
    fields = await form(request)
    actor = await run_in_threadpool(who.staff, request)
    present, new = fields.get("present", ""), fields.get("new", "")
    try:
        login = await run_in_threadpool(logins.change_password, current(), actor, present, new)
    except NotValid as error:
        return render(request, "password.html", error.status, email=actor.name, error=error)
    return _logged_in(login)


def _pictures(seat_of: SeatOf) -> Callable[[Request], Response]:
    def picture(request: Request) -> Response:
        """A saved picture, for the seat that made it and staff of its lab; no browser keeps it for the next child."""
        actor = who.staff(request)
        viewer = actor if allows_anywhere(actor, "see-pictures") else seat_of(request) or actor
        png = gallery.png(current(), viewer, request.path_params["picture"])
        return Response(png, media_type="image/png", headers={"Cache-Control": "no-store"})

    return picture
