"""`verkstad bench portal`: what the portal costs beside an empty Streamlit page, both served and asked in the same run.

Clients speak Streamlit's own protocol (a websocket with protobuf messages), as a browser tab does, so that fifty of
them fit beside the server on a small machine. Every figure is repeated and given as a median.
"""

import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from websockets.sync.client import ClientConnection, connect

from lab import logins, staff
from lab.access import SYSTEM, Grant, Role
from lab.runtime import open_workshop
from lab.settings import Settings

PATIENCE = 120.0
SETTLING, RESTING_PERCENT = 8.0, 3.0
"""Seconds until the loading has surely begun, and the share of a core that a server at rest takes at most."""
PAGES_OPEN = 50
CLIENTS = (1, 10, 50)
RERUNS = 8
STARTS = 3


@dataclass(frozen=True)
class Server:
    """A server under test and the page that is asked for, as `cookies` sees it."""

    command: list[str]
    port: int
    page: str = ""
    cookies: Mapping[str, str] | None = None


def run(rounds: int = STARTS) -> dict[str, object]:
    """Measure the portal and its baseline; times in milliseconds, memory in MiB, ratios portal / baseline."""
    with tempfile.TemporaryDirectory() as folder:
        portal = _portal(Path(folder))
        baseline = _baseline(Path(folder))
        figures = {name: _measure(server, rounds) for name, server in (("baseline", baseline), ("portal", portal))}
    ratios = {key: round(figures["portal"][key] / figures["baseline"][key], 2) for key in figures["portal"]}
    return {"baseline_is": "an empty Streamlit page", **figures, "ratio": ratios, "rounds": rounds}


def _measure(server: Server, rounds: int) -> dict[str, float]:
    starts = [_cold_start(server) for _ in range(rounds)]
    with serving(server) as process:
        figures = {"cold_start_ms": _milliseconds(statistics.median(starts))}
        figures["memory_mib"] = _memory(process)
        for clients in CLIENTS:
            times = _reruns(server, clients)
            figures[f"rerun_{clients}_clients_median_ms"] = _milliseconds(statistics.median(times))
            figures[f"rerun_{clients}_clients_p95_ms"] = _milliseconds(p95(times))
        with _open_pages(server, PAGES_OPEN):
            figures[f"memory_with_{PAGES_OPEN}_pages_mib"] = _memory(process)
    return figures


def _cold_start(server: Server) -> float:
    """Seconds from starting the process until the page's script has run for a first visitor."""
    began = time.perf_counter()
    with serving(server), _page(server) as page:
        _rerun(page, server.page)
        return time.perf_counter() - began


def _reruns(server: Server, clients: int) -> list[float]:
    """Seconds of each rerun while `clients` tabs all rerun as fast as they are answered."""
    times: list[float] = []
    ready = threading.Barrier(clients)

    def visit() -> None:
        with _page(server) as page:
            _rerun(page, server.page)
            ready.wait(PATIENCE)
            times.extend(_timed(lambda: _rerun(page, server.page)) for _ in range(RERUNS))

    threads = [threading.Thread(target=visit) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) != clients * RERUNS:
        raise RuntimeError(f"Only {len(times)} of {clients * RERUNS} reruns were answered.")
    return times


@contextmanager
def _open_pages(server: Server, count: int) -> Iterator[None]:
    with ExitStack() as tabs:
        for _ in range(count):
            _rerun(tabs.enter_context(_page(server)), server.page)
        yield


@contextmanager
def _page(server: Server) -> Iterator[ClientConnection]:
    cookies = "; ".join(f"{name}={value}" for name, value in (server.cookies or {}).items())
    with connect(
        f"ws://localhost:{server.port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookies} if cookies else None,
        max_size=None,
        open_timeout=PATIENCE,
    ) as connection:
        yield connection


def _rerun(connection: ClientConnection, page: str) -> None:
    """Ask for the page's script to run and read until it has."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    ask = BackMsg()
    ask.rerun_script.page_name = page
    connection.send(ask.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(connection.recv(timeout=PATIENCE))
        if answer.WhichOneof("type") == "script_finished":
            if answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise RuntimeError(f"The script of page {page!r} did not finish.")
            return


@contextmanager
def serving(server: Server) -> Iterator[psutil.Process]:
    """The server's process, from when it answers until the block ends."""
    process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_health(process, server.port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def settled(process: psutil.Process) -> None:
    """Wait until a server that has just started rests: it loads the exercises' pages in the background."""
    until = time.monotonic() + PATIENCE
    time.sleep(SETTLING)
    while process.cpu_percent(interval=2.0) > RESTING_PERCENT and time.monotonic() < until:
        pass


def _await_health(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it answered.")
        try:
            with urlopen(f"http://localhost:{port}/_stcore/health", timeout=1):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError("The server did not answer in time.")


def _portal(folder: Path) -> Server:
    """Our portal on a demo store, its calendar asked for by an administrator."""
    data, port = folder / "data", free_port()
    verkstad = [sys.executable, "-m", "lab.cli"]
    subprocess.run([*verkstad, "demo", "--data", str(data)], check=True, capture_output=True)
    shop = open_workshop(Settings(data=data))
    staff.create(shop, SYSTEM, "bench@example.se", "a-long-bench-password", (Grant(Role.ADMIN, "*"),))
    token = logins.login(shop, "bench@example.se", "a-long-bench-password", "bench").token
    shop.close()
    command = [*verkstad, "serve", "--data", str(data), "--port", str(port)]
    return Server(command, port, "calendar", {"staff": token})


def _baseline(folder: Path) -> Server:
    script, port = folder / "empty.py", free_port()
    script.write_text('import streamlit as st\nst.title("Hej")\n', "utf-8")
    flags = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    return Server([sys.executable, "-m", "streamlit", "run", str(script), *flags], port)


def _memory(process: psutil.Process) -> float:
    """Resident memory of the server and its children, MiB."""
    family = [process, *process.children(recursive=True)]
    return round(float(sum(one.memory_info().rss for one in family)) / 2**20, 1)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def p95(times: list[float]) -> float:
    """The 95th percentile of `times`, or the one there is."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
