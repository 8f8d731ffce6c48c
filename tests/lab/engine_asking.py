"""Asking the engine process for something, in tests, and waiting for it."""

import time
from collections.abc import Callable

from lab.engine_host import EngineHost, Standing
from tests.lab.fake_engines import Answer, Wish

GRANTING = "tests.lab.fake_engines:granting"
ANOTHER = "tests.lab.fake_engines:another"
PATIENCE = 60
"""Seconds that anything may take: machines that test are often busy."""


def eventually(happened: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return True
        time.sleep(0.01)
    return False


def ask(host: EngineHost, owner: str, wish: Wish, engine: str = GRANTING) -> Answer:
    answer: Answer = host.submit("trial", engine, owner, wish).result(PATIENCE)
    return answer


def busy(host: EngineHost, seconds: float = 0.4, engine: str = GRANTING) -> None:
    """Have the process at work for a while, so that what comes next must wait."""
    host.submit("trial", engine, "busy", Wish(seconds=seconds))
    assert eventually(lambda: host.standing("busy") == Standing(0))
