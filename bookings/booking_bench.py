"""`verkstad bench bookings`: seats confirmed a second over HTTP, on one session that many want at the same moment."""

import re
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from bookings import labs, sessions, ways
from bookings.rules import Draft
from bookings.seat_terms import Way
from lab.access import SYSTEM
from lab.bench import Server, free_port, p95, serving
from lab.exercise import Exercise
from lab.runtime import open_workshop
from lab.settings import Settings

CLIENTS, SEATS = 200, 20
PATIENCE = 600
MANY = 150
PRETIX_PER_MINUTE = 500
"""What pretix publishes for one event with limited places, on its full stack with payment: the stacks differ."""
EXERCISE = Exercise("canvas", "", "", (), (8, 19), 20, "", "", "")
PARTY = {"kind": "family", "near": "1780", "size-10-12-girl": "1"}


@dataclass(frozen=True)
class Answer:
    """What one client was told, and the seconds that sending the form took."""

    place: bool
    seconds: float


def run() -> dict[str, object]:
    """A rush of 200 clients for 20 seats, and then how fast seats are confirmed while there are enough."""
    rush, took = rushed(CLIENTS, SEATS)
    enough, seconds = rushed(MANY, MANY, at_once=10)
    per_second = len(enough) / seconds
    times = sorted(one.seconds for one in rush)
    told = Counter(one.place for one in rush)
    return {
        "clients": CLIENTS, "seats": SEATS, "places": told[True], "in_line": told[False], "seconds": round(took, 2),
        "answers_per_second": round(CLIENTS / took, 1), "median_ms": round(1000 * statistics.median(times)),
        "p95_ms": round(1000 * p95(times)), "p99_ms": round(1000 * times[int(0.99 * (len(times) - 1))]),
        "confirmed_per_second": round(per_second, 1), "confirmed_per_minute": round(60 * per_second),
        "pretix_per_minute": PRETIX_PER_MINUTE,
    }  # fmt: skip


def rushed(clients: int, seats: int, at_once: int = 0) -> tuple[Sequence[Answer], float]:
    """Each client opens the form; then all send it, `at_once` of them (all) at the same time. Gives what each was told,
    and the seconds from the first form sent to the last answer."""
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        page = f"/signup/{_first_come(data, seats)}/party"
        serve = [sys.executable, "-m", "lab.cli", "serve", "--data", str(data), "--port", str(port)]
        with serving(Server(serve, port)):
            url = f"http://localhost:{port}{page}"
            browsers = [Browser(url, number) for number in range(clients)]
            with ThreadPoolExecutor(at_once or clients) as pool:
                began = time.perf_counter()
                answers = list(pool.map(Browser.send, browsers))
                return answers, time.perf_counter() - began


class Browser:
    """A client with the form open."""

    def __init__(self, url: str, number: int) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        with self._opener.open(url, timeout=PATIENCE) as answer:
            page = answer.read().decode()
        hidden = dict(re.findall(r'name="(csrf|key)" value="([^"]+)"', page))
        wish = re.search(r'<option value="(\w{16})"', page)
        chosen = {"wish1": wish[1] if wish else "", "contact": f"{number}-{secrets.token_hex(4)}@example.se"}
        self._fields = {**hidden, **PARTY, **chosen}

    def send(self) -> Answer:
        """Ask, and read the receipt."""
        began = time.perf_counter()
        with self._opener.open(self._url, urlencode(self._fields).encode(), timeout=PATIENCE) as answer:
            page, ended_at = answer.read().decode(), str(answer.url)
        took = time.perf_counter() - began
        if not ended_at.endswith("/receipt"):
            raise RuntimeError(f"A client ended at {ended_at}.")
        return Answer("/receipt/confirm" in page, took)


def _first_come(data: Path, seats: int) -> str:
    """A lab with one coming session of so many seats; gives the lab's id."""
    shop = open_workshop(Settings(data=data), (EXERCISE,))
    lab = labs.found(shop, SYSTEM, "Bench", "1780", "Europe/Stockholm", {"Room": seats})
    starts = datetime.now(UTC) + timedelta(days=7)
    room = labs.rooms(shop, lab.id)[0].id
    draft = Draft(lab.id, room, "Bench", starts, starts + timedelta(hours=2), seats, 8, 19, (EXERCISE.slug,))
    ways.set_way(shop, SYSTEM, sessions.book(shop, SYSTEM, draft).id, Way.FIRST_COME)
    shop.close()
    (data / "verkstad.toml").write_text("signups_an_hour = 100000\n")
    return lab.id
