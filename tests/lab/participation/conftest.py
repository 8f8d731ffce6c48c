"""Visits for reports to count, written the only way there is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lab.access import SYSTEM
from lab.participation import disclosure, ledger, releases
from lab.participation.periods import Period
from lab.runtime import Workshop
from tests.conftest import FakeClock

Attend = Callable[..., None]


@pytest.fixture
def attend(shop: Workshop) -> Attend:
    """Let the cards "<prefix>0", "<prefix>1", ... come to one session in Karlstad."""

    def come(
        count: int,
        prefix: str = "card",
        *,
        session: str = "s1",
        area: str = "1780",
        age: int = 11,
        gender: str = "girl",
        at: datetime | None = None,
    ) -> None:
        when = at or shop.clock()
        with shop.database.transaction() as write:
            ledger.held(write, session, "lab1", "1780", when, when + timedelta(hours=2))
            for number in range(count):
                card = f"{prefix}{number}"
                ledger.visited(write, session, card, "lab1", area, when.year - age, gender, happened_at=when)

    return come


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts are published without being moved, so that a test can say what it expects. Bounds stay as they are."""
    monkeypatch.setattr(disclosure, "NOISE", {0: 256})


@pytest.fixture
def freeze(shop: Workshop, clock: FakeClock) -> Callable[[], None]:
    """Let the running half-year end, and all that is due be released."""

    def made() -> None:
        clock.now = Period.of(clock.now).ends_at + timedelta(days=1)
        with shop.database.transaction() as write:
            if not write.value("select 1 from lab"):
                write.execute(
                    "insert into lab values ('lab1', 'Verkstaden', '1780', 'Europe/Stockholm', ?)", [write.now]
                )
        for period in releases.due(shop) or (Period.of(clock.now).before(),):
            releases.make(shop, SYSTEM, period)

    return made
