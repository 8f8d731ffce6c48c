"""`verkstad bench bookings`: seats confirmed a second over HTTP, on one session that many want at the same moment."""

import asyncio
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from bookings import labs, sessions, ways
from bookings.rules import Draft
from bookings.seat_terms import Way
from lab.access import SYSTEM
from lab.bench import Server, free_port, p95, serving, settled
from lab.bench_client import Browser, Page
from lab.exercise import Exercise
from lab.runtime import open_workshop
from lab.settings import Settings

CLIENTS, SEATS = 200, 20
OPENING_AT_ONCE = 10
PATIENCE = 600
MANY = 150
PRETIX_PER_MINUTE = 500
"""What pretix publishes for one event with limited places, on its full stack with payment: the stacks differ."""
EXERCISE = Exercise("canvas", "", "", (), (8, 19), 20, "", "", "")
PARTY = {"kind": "family", "near": "1780", "size-10-12-girl": "1"}


@dataclass(frozen=True)
class Answer:
    """What one client was told, and the seconds until it had read its receipt."""

    place: bool
    seconds: float


@dataclass(frozen=True)
class Rush:
    """What all were told, the seconds from the first form sent to the last receipt read, and the processor time of
    the portal and of the clients meanwhile."""

    answers: Sequence[Answer]
    seconds: float
    portal_cpu: float
    clients_cpu: float


def run() -> dict[str, object]:
    """A rush of 200 clients for 20 seats, and then how fast seats are confirmed while there are enough."""
    rush = rushed(CLIENTS, SEATS)
    enough = rushed(MANY, MANY, at_once=10)
    per_second = len(enough.answers) / enough.seconds
    times = sorted(one.seconds for one in rush.answers)
    told = Counter(one.place for one in rush.answers)
    return {
        "clients": CLIENTS, "seats": SEATS, "places": told[True], "in_line": told[False],
        "seconds": round(rush.seconds, 2), "answers_per_second": round(CLIENTS / rush.seconds, 1),
        "median_ms": round(1000 * statistics.median(times)), "p95_ms": round(1000 * p95(times)),
        "p99_ms": round(1000 * times[int(0.99 * (len(times) - 1))]), "slowest_ms": round(1000 * times[-1]),
        "portal_cpu_ms_each": round(1000 * rush.portal_cpu / CLIENTS, 1),
        "client_cpu_ms_each": round(1000 * rush.clients_cpu / CLIENTS, 1),
        "confirmed_per_second": round(per_second, 1), "confirmed_per_minute": round(60 * per_second),
        "pretix_per_minute": PRETIX_PER_MINUTE,
    }  # fmt: skip


def rushed(clients: int, seats: int, at_once: int = 0) -> Rush:
    """Each client opens the form; then all send it and read their receipt, `at_once` of them (all) at the same time."""
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        page = f"/signup/{first_come(data, seats)}/party"
        serve = [sys.executable, "-m", "lab.cli", "serve", "--data", str(data), "--port", str(port)]
        with serving(Server(serve, port)) as portal:
            settled(portal)
            return asyncio.run(_rush(portal, port, page, clients, at_once or clients))


async def _rush(portal: psutil.Process, port: int, page: str, clients: int, at_once: int) -> Rush:
    people = [Guardian(port, page, number) for number in range(clients)]
    opening = asyncio.Semaphore(OPENING_AT_ONCE)
    await asyncio.gather(*(one.open_form(opening) for one in people))
    sending, before, own = asyncio.Semaphore(at_once), portal.cpu_times(), time.process_time()
    began = time.perf_counter()
    # In a rush the clients' own turns count as waiting, too: everyone pressed at the same moment.
    pressed = began if at_once == clients else None
    answers = await asyncio.gather(*(one.send(sending, pressed) for one in people))
    after = portal.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return Rush(answers, time.perf_counter() - began, spent, time.process_time() - own)


class Guardian:
    """A client that asks for a place for one child."""

    def __init__(self, port: int, page: str, number: int) -> None:
        self._browser = Browser(port)
        self._page = page
        self._fields = {**PARTY, "contact": f"{number}-{secrets.token_hex(4)}@example.se"}

    async def open_form(self, turn: asyncio.Semaphore) -> None:
        """Read the form, for longer than the server keeps the connection."""
        async with turn:
            form = await self._browser.get(self._page)
            self._browser.close()
        wish = re.search(r'<option value="(\w{16})"', form.text)
        self._fields |= {"csrf": form.hidden("csrf"), "key": form.hidden("key"), "wish1": wish[1] if wish else ""}

    async def send(self, turn: asyncio.Semaphore, pressed: float | None) -> Answer:
        """Ask, and read the receipt."""
        async with turn:
            began = pressed or time.perf_counter()
            receipt = await asyncio.wait_for(self._browser.post(self._page, self._fields), PATIENCE)
            self._browser.close()
        return Answer(_has_place(receipt), time.perf_counter() - began)


def _has_place(receipt: Page) -> bool:
    if not receipt.path.endswith("/receipt"):
        raise RuntimeError(f"A client ended at {receipt.path}.")
    return "/receipt/confirm" in receipt.text


def first_come(data: Path, seats: int) -> str:
    """A lab with one coming session of so many seats, first come, first served; gives the lab's id."""
    shop = open_workshop(Settings(data=data), (EXERCISE,))
    lab = labs.found(shop, SYSTEM, "Bench", "1780", "Europe/Stockholm", {"Room": seats})
    starts = datetime.now(UTC) + timedelta(days=7)
    room = labs.rooms(shop, lab.id)[0].id
    draft = Draft(lab.id, room, "Bench", starts, starts + timedelta(hours=2), seats, 8, 19, (EXERCISE.slug,))
    ways.set_way(shop, SYSTEM, sessions.book(shop, SYSTEM, draft).id, Way.FIRST_COME)
    shop.close()
    (data / "verkstad.toml").write_text("signups_an_hour = 100000\n")
    return lab.id
