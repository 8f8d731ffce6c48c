"""Visits for reports to count, written the only way there is."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from lab.participation import ledger
from lab.runtime import Workshop

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
