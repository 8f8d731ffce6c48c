"""One server and one Chromium for all browser tests: a demo lab started as a user starts it, people in own contexts."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import PATIENCE, TABLET, Person, Portal, watched

REPOSITORY = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for another host is caught below, and gets no answer even where there is a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cheap tests first: everything here waits until the rest has passed."""
    own = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in own:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if item not in own] + own


def chromium() -> str | None:
    """The browser that is there, or None; CI says that there has to be one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        installed = Path(playwright.chromium.executable_path).exists()
        if not chromium() and not installed:
            if os.environ.get("VERKSTAD_BROWSER_TESTS") == "required":
                pytest.fail("Browser tests are required here, and there is no Chromium.")
            pytest.skip("NO BROWSER FOUND: install Chromium (apt install chromium) to run the browser tests.")
        launched = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        expect.set_options(timeout=PATIENCE * 1000)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo lab, started with the command that `make run` uses."""
    folder = tmp_path_factory.mktemp("portal")
    port = free_port()
    log = folder / "log.txt"
    command = [sys.executable, "-m", "lab.cli", "demo", "--data", str(folder / "data"), "--serve", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=out, stderr=subprocess.STDOUT, text=True)
    try:
        url = f"http://localhost:{port}"
        await_answer(f"{url}/healthz", process, log)
        said = log.read_text()
        pin = re.search(r"/join\D+(\d{6})\b", said)
        password = re.search(r"(verkstad-\w+)", said)
        assert pin, said
        assert password, said
        yield Portal(url, folder / "data", pin[1], password[1], process, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[str]:
    """The address of a portal whose lab is not set up yet."""
    port, log = free_port(), tmp_path / "log.txt"
    command = [sys.executable, "-m", "lab.cli", "serve", "--data", str(tmp_path / "data"), "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=out, stderr=subprocess.STDOUT, text=True)
    try:
        await_answer(f"http://localhost:{port}/healthz", process, log)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def arrive(browser: Browser, portal: Portal) -> Iterator[Callable[..., Person]]:
    """Gives a new person: `arrive(size=PHONE, dark=True, language="en", touch=True, at=another_house)`.

    None may leave the house they came to.
    """
    people: list[Person] = []

    def come(
        size: dict[str, int] = TABLET, dark: bool = False, language: str = "sv", touch: bool = False, at: str = ""
    ) -> Person:
        url = at or portal.url
        context = browser.new_context(
            viewport=size,
            locale="sv-SE" if language == "sv" else "en-GB",
            timezone_id="Europe/Stockholm",
            color_scheme="dark" if dark else "light",
            has_touch=touch,
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": "language", "value": language, "url": url}])
        person = watched(context, url)
        people.append(person)
        return person

    yield come
    for person in people:
        person.context.close()
    assert [request for person in people for request in person.strayed] == []
    assert [failure for person in people for failure in person.failures] == []


def await_answer(url: str, process: subprocess.Popen[str], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The portal ended: {log.read_text()}")
        try:
            with urlopen(url, timeout=2):
                time.sleep(0.5)
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"The portal did not answer: {log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
