"""The world that tests stand in: a workshop on a store of its own, a clock that can be moved, people with each role."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lab import i18n
from lab.access import Actor, Grant, Role
from lab.exercise import Exercise
from lab.runtime import Workshop, open_workshop, use
from lab.settings import Settings

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes share the tests: a file stays whole, and so does all that drives a browser, with its one server."""
    for item in items:
        group = "browser" if BROWSER in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


class FakeClock:
    """A clock that stands still until it is moved. It starts on a Tuesday afternoon in March."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 17, 15, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


PAINTING = Exercise(
    slug="canvas",
    title="Paint a landscape",
    summary="Paint with materials and see a picture appear.",
    learns=("A picture model obeys a map.",),
    ages=(8, 19),
    minutes=20,
    icon="palette",
    engine="tests.no_such_engine:open_engine",
    ui="tests.no_such_ui:build",
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def shop(tmp_path: Path, clock: FakeClock) -> Iterator[Workshop]:
    """A workshop with an empty store, Swedish, standing at the fake clock's time."""
    i18n.speak("sv")
    opened = use(open_workshop(Settings(data=tmp_path / "data"), (PAINTING,), clock))
    yield opened
    opened.close()


@pytest.fixture
def admin() -> Actor:
    return Actor("staff:admin", "admin@example.se", (Grant(Role.ADMIN, "*"),))


@pytest.fixture
def reviewer() -> Actor:
    return Actor("staff:reviewer", "reviewer@example.se", (Grant(Role.REVIEWER, "area:1780"),))
