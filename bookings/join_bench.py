"""`verkstad bench joins`: youths a second who sit down over HTTP, through the real pages and forms of one session."""

import re
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bookings import labs, sessions
from bookings.rules import Draft
from lab.access import SYSTEM
from lab.bench import Server, free_port, p95, serving
from lab.exercise import Exercise
from lab.runtime import open_workshop
from lab.settings import Settings

YOUTHS = 100
CLIENTS = (1, 10, 50)
ANSWERS = {"near": "1780", "age": "10", "gender": "unsaid"}
EXERCISE = Exercise("canvas", "", "", (), (8, 19), 20, "", "", "")


def run(youths: int = YOUTHS) -> dict[str, object]:
    """Joins a second and milliseconds for one youth from PIN to card, with 1, 10 and 50 of them at once."""
    return {f"{clients}_clients": _measure(clients, youths) for clients in CLIENTS}


def _measure(clients: int, youths: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        pin = open_session(data, youths)
        serve = [sys.executable, "-m", "lab.cli", "serve", "--data", str(data), "--port", str(port)]
        with serving(Server(serve, port)), ThreadPoolExecutor(clients) as pool:
            began = time.perf_counter()
            times = list(pool.map(lambda _: _joined(f"http://localhost:{port}", pin), range(youths)))
            took = time.perf_counter() - began
    median = round(1000 * statistics.median(times), 1)
    return {"joins_per_second": round(youths / took, 1), "median_ms": median, "p95_ms": round(1000 * p95(times), 1)}


def open_session(data: Path, seats: int) -> str:
    """A lab with one session that runs now and has so many seats; gives its PIN. Other benches use it too."""
    shop = open_workshop(Settings(data=data), (EXERCISE,))
    lab = labs.found(shop, SYSTEM, "Bench", "1780", "Europe/Stockholm", {"Room": seats})
    now = datetime.now(UTC)
    room = labs.rooms(shop, lab.id)[0].id
    draft = Draft(lab.id, room, "Bench", now, now + timedelta(hours=2), seats, 8, 19, (EXERCISE.slug,))
    opened = sessions.open_now(shop, SYSTEM, sessions.book(shop, SYSTEM, draft).id)
    shop.close()
    return opened.pin


def _joined(url: str, pin: str) -> float:
    """Seconds from the first page to the card."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    began = time.perf_counter()
    _send(browser, f"{url}/join", pin=pin)
    ended_at = _send(browser, f"{url}/join/answers", **ANSWERS)
    if not ended_at.endswith("/join/card"):
        raise RuntimeError(f"A youth ended at {ended_at}.")
    return time.perf_counter() - began


def _send(browser: OpenerDirector, page: str, **fields: str) -> str:
    """Open a page and send its form, as a browser does; gives the address where that ended."""
    with browser.open(page, timeout=120) as answer:
        found = re.search(r'name="csrf" value="([^"]+)"', answer.read().decode())
    token = found[1] if found else ""
    with browser.open(page, urlencode({"csrf": token, **fields}).encode(), timeout=120) as answer:
        return str(answer.url)
