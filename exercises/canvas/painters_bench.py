"""`verkstad bench painters`: youths who all paint at once, from stroke to picture, on the real way through the portal.

A server is started, youths join its session by PIN, and each sends its map as the page does: through Gradio's server
function, one request in flight, always the newest map, never more often than the page is told. The brush moves twenty
times a second; a stroke's time runs from that movement until the picture that shows it has arrived.
"""

import json
import re
import statistics
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from exercises.canvas.label_runs import encoded
from exercises.canvas.materials import MATERIALS
from exercises.canvas.templates import SIZE, starting_maps
from lab.bench import Server, free_port, serving
from lab.commands import named

PAINTERS = "1,8,16"
SECONDS = 20.0
WARM_UP = 3.0
MOVES = 1 / 20
"""Seconds between two movements of the brush that change the map."""
PATIENCE = 600.0
SESSION = "bookings.join_bench:open_session"
"""Named by text, since exercises know nothing of bookings."""
ANSWERS = {"near": "1780", "age": "10", "gender": "unsaid"}
PAGE = "/exercises/canvas/"


class PainterTurnedAway(RuntimeError):
    """The portal answered a painter with something else than a picture."""


@dataclass
class Painted:
    """What one painter saw."""

    seconds: list[float] = field(default_factory=list)
    """From stroke to picture."""
    pictures: int = 0
    whole: int = 0
    """Of them, at full size: where many paint on a processor, a picture is smaller while the brush moves."""
    during: float = 0.0


def run(painters: str = PAINTERS, seconds: float = SECONDS, port: int = 0) -> dict[str, object]:
    """Milliseconds from stroke to picture and pictures a second for each, with so many painters at once.

    `painters` are numbers with commas between, `seconds` how long each of them is measured, `port` 0 a free one.
    """
    counts = [int(count) for count in painters.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", port or free_port()
        pin = named(SESSION)(data, max(counts))
        serve = [sys.executable, "-m", "lab.cli", "serve", "--data", str(data), "--port", str(port)]
        url = f"http://localhost:{port}"
        with serving(Server(serve, port)):
            youths = [Youth(url, pin) for _ in range(max(counts))]
            youths[0].wait_until_ready()
            figures = {f"{count}_painters": _measured(youths[:count], seconds) for count in counts}
            engine = httpx.get(f"{url}/healthz").json()["engine"]
            for youth in youths:
                youth.browser.close()
    return {"device": engine["device"], "model": engine["model"], "seconds": seconds, **figures}


class Youth:
    """A browser of a youth who has joined, as far as the portal can tell."""

    def __init__(self, url: str, pin: str) -> None:
        self.browser = httpx.Client(base_url=url, follow_redirects=True, timeout=PATIENCE)
        self._send("/join", pin=pin)
        if not self._send("/join/answers", **ANSWERS).endswith("/join/card"):
            raise PainterTurnedAway("A youth could not join.")
        self._tab = uuid.uuid4().hex[:11]
        self._component: int | None = None

    def wait_until_ready(self) -> None:
        """Until the exercise and its engine have started."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                if self.browser.get(f"{PAGE}config").status_code == 200 and self.ask("standing", {}).get("ready"):
                    return
            time.sleep(0.5)
        raise TimeoutError("The canvas did not start in time.")

    def ask(self, function: str, order: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the page's server, as Gradio's script does."""
        if self._component is None:
            self._component = self._canvas()
        body = {"session_hash": self._tab, "component_id": self._component, "fn_name": function, "data": order}
        answer = self.browser.post(f"{PAGE}gradio_api/component_server", json=body)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def paint(self, until: float) -> Painted:
        """Paint until then; what happens in the first WARM_UP seconds is not counted."""
        began, counted, done = time.monotonic(), time.monotonic() + WARM_UP, Painted()
        hand = Hand(seed=hash(self._tab) % 1000)
        while (now := time.monotonic()) < until:
            moved = began + int((now - began) / MOVES) * MOVES
            answer = self.ask(
                "paint", {"map": hand.map_after(moved - began), "style": "noon", "seed": 7, "moving": True}
            )
            arrived = time.monotonic()
            if "png" not in answer:
                raise PainterTurnedAway(json.dumps(answer)[:200])
            if now >= counted:
                done.seconds.append(arrived - moved)
                done.pictures += 1
                done.whole += bool(answer.get("whole", True))
            time.sleep(max(0.0, now + answer.get("wait", 0) / 1000 - time.monotonic()))
        done.during = time.monotonic() - counted
        return done

    def _canvas(self) -> int:
        config = self.browser.get(f"{PAGE}config").json()
        return next(int(one["id"]) for one in config["components"] if "paint" in one["props"].get("server_fns", []))

    def _send(self, page: str, **fields: str) -> str:
        """Open a page and send its form, as a browser does; gives the address where that ended."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.browser.get(page).text)
        answer = self.browser.post(page, data={"csrf": found[1] if found else "", **fields})
        return str(answer.url.path)


class Hand:
    """Draws a thick wandering line over a starting map."""

    def __init__(self, seed: int) -> None:
        self._labels = starting_maps()[0].labels.copy()
        self._chance = np.random.default_rng(seed)
        self._at = self._chance.uniform(0.2, 0.8, 2) * SIZE
        self._way = self._chance.uniform(0, 2 * np.pi)
        self._drawn = 0
        self._rows, self._columns = np.mgrid[:SIZE, :SIZE]

    def map_after(self, seconds: float) -> str:
        """The map as it is when the brush has moved for so long."""
        while self._drawn < seconds / MOVES:
            self._drawn += 1
            self._move()
        return encoded(self._labels)

    def _move(self) -> None:
        self._way += self._chance.normal(0, 0.5)
        self._at = (self._at + 6 * np.array([np.cos(self._way), np.sin(self._way)])) % SIZE
        near = (self._rows - self._at[0]) ** 2 + (self._columns - self._at[1]) ** 2 < 12**2
        self._labels[near] = self._drawn // 20 % len(MATERIALS)


def _measured(youths: list[Youth], seconds: float) -> dict[str, float]:
    with ThreadPoolExecutor(len(youths)) as pool:
        until = time.monotonic() + WARM_UP + seconds
        painted = list(pool.map(lambda youth: youth.paint(until), youths))
    times = [1000 * one for each in painted for one in each.seconds]
    if not times:
        raise PainterTurnedAway(
            f"No picture arrived within {seconds} seconds: measure longer, or on a quieter machine."
        )
    rates = [each.pictures / each.during for each in painted]
    pictures = sum(each.pictures for each in painted)
    return {
        "p50_ms": round(float(np.percentile(times, 50)), 1), "p95_ms": round(float(np.percentile(times, 95)), 1),
        "updates_per_second_each": round(statistics.mean(rates), 2), "slowest_painter": round(min(rates), 2),
        "pictures": pictures, "at_full_size": round(sum(each.whole for each in painted) / pictures, 2),
    }  # fmt: skip
