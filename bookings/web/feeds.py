"""The address that calendars fetch: no cookies, no login, nothing but the file for whoever knows it."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bookings import feeds
from lab.errors import LabError, TooManyAttempts
from lab.runtime import current
from lab.web.forms import address

OFTEN, SECONDS = 30, 60.0
REMEMBERED = 1_000


class Pace:
    """Lets each key through `most` times in `seconds`; kept in memory only, the oldest forgotten first."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until `key` may pass; 0 lets it pass now, and counts."""
        now = self._clock()
        with self._lock:
            recent = [moment for moment in self._seen.pop(key, []) if now - moment < self._seconds]
            held = self._seconds - (now - recent[0]) if len(recent) >= self._most else 0.0
            self._seen[key] = recent if held else [*recent, now]
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
            return held


def routes() -> list[BaseRoute]:
    """The one route of all feeds."""
    pace = Pace(OFTEN, SECONDS)
    return [Route("/calendar/{secret}.ics", lambda request: calendar(request, pace))]


def calendar(request: Request, pace: Pace) -> Response:
    """The file, or 304 where the asker has it already. Errors are one plain line, with no page and no cookie."""
    secret = request.path_params["secret"]
    if wait := pace.wait(secret):
        return _refused(TooManyAttempts(seconds=int(wait) + 1))
    try:
        found = feeds.file(current(), secret, address(request))
    except LabError as error:
        return _refused(error)
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": "private, no-cache"}
    if _has(request.headers.get("if-none-match", ""), found.tag):
        return Response(status_code=304, headers=headers)
    named = {"Content-Disposition": 'inline; filename="verkstad.ics"', "X-Robots-Tag": "noindex"}
    return Response(found.body, media_type="text/calendar; charset=utf-8", headers=headers | named)


def _refused(error: LabError) -> Response:
    wait = error.values.get("seconds")
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": str(wait)} if wait else {})
    return Response(f"{error.told()} {error.advised()}\n", error.status, headers, "text/plain; charset=utf-8")


def _has(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag, weak or strong (RFC 9110, 13.1.2)."""
    given = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in given or f'"{tag}"' in given
