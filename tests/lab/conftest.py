"""A browser without a screen, on the routes of the ground; and passwords that cost nothing to check."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lab import logins, passwords, staff
from lab.access import SYSTEM, Grant, Role
from lab.engine_host import EngineHost
from lab.runtime import Workshop
from lab.settings import Settings
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes

hypothesis.settings.register_profile("shared-machine", deadline=None)
hypothesis.settings.load_profile("shared-machine")

Hire = Callable[..., str]
PASSWORD = "sju-sjösjuka-sjömän"
EMAIL = "eva@example.se"
ADMIN = Grant(Role.ADMIN, "*")
LEADER = Grant(Role.LEADER, "lab:one")


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with as little work as it takes, for tests of what is around it."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    monkeypatch.setattr(passwords, "_NOBODYS", hasher.hash("nobody"))


@pytest.fixture
def hire(shop: Workshop, quick_passwords: None) -> Hire:
    """Adds a staff member with PASSWORD; gives their id."""
    return lambda email, *grants: staff.create(shop, SYSTEM, email, PASSWORD, grants or [ADMIN])


def log_in(shop: Workshop, email: str = EMAIL, password: str = PASSWORD, address: str = "192.0.2.1") -> logins.Login:
    return logins.login(shop, email, password, address)


@pytest.fixture
def client(shop: Workshop) -> Iterator[TestClient]:
    """A browser that follows no redirect by itself and shows pages for people."""
    app = Starlette(routes=routes(), middleware=[Middleware(Protection)], exception_handlers=exception_handlers)
    headers = {"accept": "text/html"}
    with TestClient(app, follow_redirects=False, headers=headers, raise_server_exceptions=False) as browser:
        yield browser


def csrf(page: str) -> str:
    """The token that a page's form carries."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[EngineHost]:
    """The engine process, which the first request starts."""
    host = EngineHost(Settings(data=tmp_path, device="cpu", engine_threads=1, engine_seconds=60))
    yield host
    host.close()
