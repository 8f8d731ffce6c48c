"""Around every request: what browsers are told, how much may be sent, the reader's language, and one error page.

Plain ASGI, so that websockets and streams pass through untouched.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lab import i18n
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import current
from lab.web.forms import TooLarge, comes_from_here, render

logger = logging.getLogger(__name__)

HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
FRAMES = "frame-ancestors 'self'"

STATUSES = {
    401: (N_("Nobody is logged in here."), N_("Log in, or join a session with its PIN, and try again.")),
    403: (N_("You may not do this here."), ""),
    404: (N_("There is no page here."), N_("Check the address, or go to the start.")),
    405: (N_("That does not work here."), N_("Go to the start and try again.")),
}
"""What a person is told where the web's own rules end a request."""

UNEXPECTED = (N_("Something broke on our side."), N_("Try again. If it happens again, tell a leader this number:"))


class Protection:
    """Middleware for the whole house."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        keep_queries_out_of_logs()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not comes_from_here(HTTPConnection(scope)):
            # Before Streamlit sees it, which would ask the internet for this machine's address to compare.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        i18n.speak(language_of(HTTPConnection(scope)))
        body = _Body(receive, current().settings.upload_megabytes)
        answer = _Answer(send, body)
        try:
            body.weigh(Headers(scope=scope).get("content-length", "0"))
            await self.app(scope, body.receive, answer.send)
        except Exception as error:
            if answer.started:
                raise
            cause = body.refusal() if body.too_large else error
            await answer.instead(told(Request(scope), cause), scope, receive)
        if body.too_large and not answer.started:
            await answer.instead(told(Request(scope), body.refusal()), scope, receive)


class _Body:
    """Counts what is sent, whatever its sender promised."""

    def __init__(self, receive: Receive, megabytes: int) -> None:
        self._receive = receive
        self._megabytes = megabytes
        self._left = megabytes * 1024 * 1024
        self.too_large = False

    def refusal(self) -> TooLarge:
        return TooLarge(megabytes=self._megabytes)

    def weigh(self, promised: str) -> None:
        if int(promised) > self._left:
            self.too_large = True
            raise self.refusal()

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_large = True
            raise self.refusal()
        return message


class _Answer:
    """Adds our headers; holds an answer back once the body was too large, whatever the app made of that."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send = send
        self._body = body
        self.started = False

    async def send(self, message: Message) -> None:
        if self._body.too_large and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started = True
            _protect(MutableHeaders(scope=message))
        await self._send(message)

    async def instead(self, response: Response, scope: Scope, receive: Receive) -> None:
        """Send `response` in place of what the app would have answered."""
        self._body.too_large = False
        await response(scope, receive, self.send)


def _protect(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if FRAMES not in headers.get("content-security-policy", ""):
        headers.append("content-security-policy", FRAMES)


def language_of(request: HTTPConnection) -> str:
    """The language that the reader chose, or else the lab's."""
    chosen = request.cookies.get(i18n.COOKIE, "")
    return chosen if chosen in i18n.LANGUAGES else current().settings.language


def told(request: Request, error: Exception) -> Response:
    """The one error page: what happened and what to do. The unexpected goes to the log under the number shown."""
    if isinstance(error, LabError):
        return _page(request, error.status, error.told(), error.advised())
    if isinstance(error, HTTPException):
        message, hint = STATUSES.get(
            error.status_code, (N_("This did not work."), N_("Go to the start and try again."))
        )
        response = _page(request, error.status_code, _(message), _(hint) if hint else "")
        response.headers.update(error.headers or {})
        return response
    number = secrets.token_hex(4)
    logger.error("Error %s at %s %s", number, request.method, request.url.path, exc_info=error)
    message, hint = UNEXPECTED
    return _page(request, 500, _(message), _(hint), number)


def _page(request: Request, status: int, message: str, hint: str, number: str = "") -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": message, "hint": hint, "number": number}, status)
    # Not asked whether this is a demo: the store may be what broke.
    return render(request, "error.html", status, message=message, hint=hint, number=number, demo=False)


async def _told(request: Request, error: Exception) -> Response:
    return told(request, error)


exception_handlers: Mapping[Any, Callable[[Any, Any], Any]] = {LabError: _told, HTTPException: _told}
"""For Starlette and st.App: the errors that routes raise."""


class _WithoutQuery(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(arg.split("?")[0] if isinstance(arg, str) else arg for arg in record.args)
        return True


def keep_queries_out_of_logs() -> None:
    """The access log keeps paths only: a query may hold a PIN or a ticket."""
    access = logging.getLogger("uvicorn.access")
    if not any(isinstance(present, _WithoutQuery) for present in access.filters):
        access.addFilter(_WithoutQuery())
