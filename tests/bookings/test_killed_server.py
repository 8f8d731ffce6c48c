"""A real server, killed five times in the middle of two hundred joins: what was answered stays, nothing by half."""

import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bookings import labs, sessions, tickets
from bookings.rules import Draft, Session
from lab.access import SYSTEM
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings
from tests.bookings.halves import halves
from tests.conftest import PAINTING

KILLS = 5
YOUTHS = 200
AT_ONCE = 16
ANSWERS = {"near": "1780", "age": "10", "gender": "girl"}
HERE = {"accept": "text/html"}


class Tablet:
    """One youth's browser: it keeps its cookies while servers come and go, and presses again until it has a seat."""

    def __init__(self) -> None:
        self.cookies = httpx.Cookies()
        self.invited = False
        self.seat: str | None = None

    def join(self, url: str, pin: str) -> None:
        """PIN and answers through the real forms. Raises httpx.HTTPError where the server goes in the middle."""
        with httpx.Client(base_url=url, cookies=self.cookies, headers=HERE, timeout=60, verify=False) as client:
            try:
                if not self.invited:
                    self.invited = _send(client, "/join", pin=pin).headers["location"] == "/join/you"
                answer = _send(client, "/join/answers", **ANSWERS)
                if answer.headers.get("location") in ("/join/card", "/seat") and "seat" in answer.cookies:
                    self.seat = answer.cookies["seat"]
            finally:
                self.cookies = client.cookies


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """An open session with just as many seats as youths: whoever takes two keeps another out."""
    shop = open_workshop(Settings(data=tmp_path / "data"), (PAINTING,))
    lab = labs.found(shop, SYSTEM, "Verkstan", "1780", "Europe/Stockholm", {"Aulan": YOUTHS})
    room = labs.rooms(shop, lab.id)[0]
    now = datetime.now(UTC)
    draft = Draft(lab.id, room.id, "Måla", now, now + timedelta(hours=2), YOUTHS, 8, 16, ("canvas",))
    opened = sessions.open_now(shop, SYSTEM, sessions.book(shop, SYSTEM, draft).id)
    shop.close()
    return opened


def test_joins_that_were_answered_outlive_five_kills_and_the_others_are_tried_again(
    tmp_path: Path, session: Session
) -> None:
    data, chance = tmp_path / "data", random.Random(9)
    tablets = [Tablet() for _ in range(YOUTHS)]
    for kill in range(1, KILLS + 1):
        _join_until_killed(data, session.pin, tablets, goal=YOUTHS * kill // (KILLS + 1) - chance.randint(0, 9))
        with _opened(data) as shop:
            answered = _numbers(shop, tablets)
            assert set(answered) <= set(_seats(shop, session))
            assert len(answered) < YOUTHS
            assert halves(shop) == []
    with _serving(data) as (url, _process):
        _join(url, session.pin, tablets)
    with _opened(data) as shop:
        assert sorted(_numbers(shop, tablets)) == sorted(_seats(shop, session)) == list(range(1, YOUTHS + 1))
        assert halves(shop) == []


def _join_until_killed(data: Path, pin: str, tablets: list[Tablet], goal: int) -> None:
    """Let all who have no seat try, and kill the server when `goal` tablets have been answered."""
    with _serving(data) as (url, process):
        killer = threading.Thread(target=_kill_at, args=(process, tablets, goal))
        killer.start()
        _join(url, pin, tablets)
        killer.join()


def _join(url: str, pin: str, tablets: list[Tablet]) -> None:
    def attempt(tablet: Tablet) -> None:
        try:
            tablet.join(url, pin)
        except httpx.HTTPError:
            return  # the server was killed: this one has no answer, and tries again with the same invitation

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(attempt, [tablet for tablet in tablets if not tablet.seat]))


def _kill_at(process: subprocess.Popen[bytes], tablets: list[Tablet], goal: int) -> None:
    until = time.monotonic() + 120
    while sum(tablet.seat is not None for tablet in tablets) < goal and time.monotonic() < until:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)


def _send(client: httpx.Client, page: str, **fields: str) -> httpx.Response:
    """Open a page and send its form, as a browser does."""
    token = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert token, page
    return client.post(page, data={"csrf": token[1], **fields})


@contextmanager
def _serving(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bookings.joining_server", str(data), str(port)])
    url = f"http://127.0.0.1:{port}"
    try:
        _await_answer(url, process)
        yield url, process
    finally:
        process.kill()
        process.wait()


def _await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", timeout=5, verify=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError("The server did not answer.")


@contextmanager
def _opened(data: Path) -> Iterator[Workshop]:
    shop = open_workshop(Settings(data=data), (PAINTING,))
    yield shop
    shop.close()


def _numbers(shop: Workshop, tablets: list[Tablet]) -> list[int]:
    """The seats of those who were answered; each one's ticket has to hold."""
    seated = [tickets.participant(shop, tablet.seat) for tablet in tablets if tablet.seat]
    assert None not in seated
    return [one.seat for one in seated if one]


def _seats(shop: Workshop, session: Session) -> list[int]:
    with shop.database.read() as read:
        return read.column("select number from seat where session = ?", [session.id])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
