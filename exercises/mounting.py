"""Opens exercises to the web, each under /exercises/<slug>/: who may come in, and an app built when it is needed.

Importing Gradio takes seconds, so an exercise is built in a thread by the first one who comes (or by `warm`), and who
comes meanwhile sees a page that waits by itself. Starlette starts no app that is mounted: each room starts its own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from exercises import notices
from lab import i18n
from lab.exercise import Exercise, Participant, Workbench

if TYPE_CHECKING:
    from fastapi import FastAPI

PUBLIC = ("/assets/", "/static/", "/theme.css", "/favicon.ico")
"""Gradio's own files: the same for everyone, and asked for by the dozen."""
SENT_FILES = ("/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/stream", "/upload")
"""Where Gradio would take files and pictures from a camera: no exercise here asks for any."""

Build = Callable[[Exercise, Workbench], "FastAPI"]
log = logging.getLogger(__name__)


class Room:
    """One exercise on the web: guards the door, and builds what is inside when it is first opened."""

    def __init__(self, exercise: Exercise, workbench: Workbench, build: Build) -> None:
        self.exercise = exercise
        self._workbench = workbench
        self._build = build
        self._app: ASGIApp | None = None
        self._life: asyncio.Task[None] | None = None
        self._leaving = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        if not _is_public(request):
            send = _kept_nowhere(send)
            i18n.speak(self._workbench.language(request))
            if not await self._welcomes(request):
                await self._turned_away(request)(scope, receive, send)
                return
        if self._app is None:
            self.open()
            await self._not_yet(request)(scope, receive, send)
        elif _path(request).startswith(SENT_FILES):
            await JSONResponse({"detail": "No files"}, 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def open(self) -> None:
        """Start building, unless that is under way or done."""
        if self._life is None or (self._life.done() and self._app is None):
            self._life = asyncio.create_task(self._live())

    async def close(self) -> None:
        """End the app, if it was ever started."""
        self._leaving.set()
        if self._life:
            await asyncio.gather(self._life, return_exceptions=True)

    async def _live(self) -> None:
        """Enters and leaves the app's lifespan in one task, as its task groups demand."""
        try:
            app = await asyncio.to_thread(self._build, self.exercise, self._workbench)
        except Exception:
            log.exception("The exercise %s could not be opened", self.exercise.slug)
            raise
        async with app.router.lifespan_context(app):
            self._app = app
            self._workbench.engines.warm(self.exercise.engine)
            await self._leaving.wait()
        self._app = None

    async def _welcomes(self, request: Request) -> bool:
        participant: Participant | None = await run_in_threadpool(self._workbench.who, request)
        return participant is not None and self.exercise.slug in participant.exercises

    def _turned_away(self, request: Request) -> Response:
        if _wants_page(request):
            return notices.not_joined()
        return JSONResponse({"detail": "Not joined"}, 401)

    def _not_yet(self, request: Request) -> Response:
        if _wants_page(request):
            return notices.opening(self.exercise)
        return JSONResponse({"detail": "Opening"}, 503, {"Retry-After": "2"})


class Rooms:
    """All exercises of a workshop. The roof mounts `routes` and keeps `lifespan` open while it serves."""

    def __init__(self, exercises: Sequence[Exercise], workbench: Workbench, build: Build | None = None) -> None:
        self._rooms = [Room(exercise, workbench, build or build_app) for exercise in exercises]

    @property
    def routes(self) -> list[BaseRoute]:
        """Two for each exercise: its address, and the same one typed without the last slash."""
        return [route for room in self._rooms for route in (_with_slash(room), Mount(_address(room), app=room))]

    def warm(self) -> None:
        """Start building all of them, then their engines, in the background; call it from the server's event loop."""
        for room in self._rooms:
            room.open()

    @asynccontextmanager
    async def lifespan(self, warm_after: float | None = 3.0) -> AsyncIterator[None]:
        """Builds every room `warm_after` seconds from now (never where None), and closes those that were built.

        Not at once: the first page of a portal that has just started comes before an exercise nobody has asked for.
        """
        waiting = asyncio.create_task(self._warm_later(warm_after)) if warm_after is not None else None
        try:
            yield
        finally:
            if waiting:
                waiting.cancel()
                with suppress(asyncio.CancelledError):
                    await waiting
            for room in self._rooms:
                await room.close()

    async def _warm_later(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.warm()


def build_app(exercise: Exercise, workbench: Workbench) -> "FastAPI":
    """The exercise's Gradio app, keeping nothing in the browser, calling nobody, and closed to those without a seat."""
    from exercises import appearance

    module, _, function = exercise.ui.partition(":")
    return appearance.app(getattr(import_module(module), function)(workbench), _name(workbench))


def _name(workbench: Workbench) -> Callable[[Any], str | None]:
    """Gradio's own door: it stands behind the room's, and learns a participant's key as user name."""

    def name(request: Any) -> str | None:
        participant = workbench.who(request)
        return participant.key if participant else None

    return name


def _address(room: Room) -> str:
    return f"/exercises/{room.exercise.slug}"


def _with_slash(room: Room) -> Route:
    def redirect(request: Request) -> Response:
        return RedirectResponse(f"{_address(room)}/")

    return Route(_address(room), redirect)


def _path(request: Request) -> str:
    """What is asked for within the exercise."""
    return str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))


def _is_public(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and _path(request).startswith(PUBLIC)


def _kept_nowhere(send: Send) -> Send:
    """What one child sees is in no browser's cache when the next one takes the tablet."""

    async def send_unkept(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["cache-control"] = "no-store"
        await send(message)

    return send_unkept


def _wants_page(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "text/html")
