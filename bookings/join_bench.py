"""`verkstad bench joins`: youths a second who sit down over HTTP, through the real pages and forms of one session."""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from bookings import labs, sessions
from bookings.rules import Draft
from lab.access import SYSTEM
from lab.bench import Server, free_port, p95, serving, settled
from lab.bench_client import Browser
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
        with serving(Server(serve, port)) as portal:
            settled(portal)
            return asyncio.run(_joins(portal, port, pin, clients, youths))


async def _joins(portal: psutil.Process, port: int, pin: str, clients: int, youths: int) -> dict[str, float]:
    turn, before, own = asyncio.Semaphore(clients), portal.cpu_times(), time.process_time()
    began = time.perf_counter()
    times = await asyncio.gather(*(_joined(Browser(port), pin, turn) for _ in range(youths)))
    took, after = time.perf_counter() - began, portal.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return {
        "joins_per_second": round(youths / took, 1), "median_ms": round(1000 * statistics.median(times), 1),
        "p95_ms": round(1000 * p95(times), 1), "portal_cpu_ms_each": round(1000 * spent / youths, 1),
        "client_cpu_ms_each": round(1000 * (time.process_time() - own) / youths, 1),
    }  # fmt: skip


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


async def _joined(browser: Browser, pin: str, turn: asyncio.Semaphore) -> float:
    """Seconds from the first page to the card."""
    async with turn:
        began = time.perf_counter()
        await _send(browser, "/join", pin=pin)
        ended_at = await _send(browser, "/join/answers", **ANSWERS)
        browser.close()
    if ended_at != "/join/card":
        raise RuntimeError(f"A youth ended at {ended_at}.")
    return time.perf_counter() - began


async def _send(browser: Browser, page: str, **fields: str) -> str:
    """Open a page and send its form, as a browser does; gives the path where that ended."""
    form = await browser.get(page)
    return (await browser.post(page, {"csrf": form.hidden("csrf"), **fields})).path
