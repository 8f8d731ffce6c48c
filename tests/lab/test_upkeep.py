"""The portal keeps its promises by itself."""

import asyncio
import logging

import pytest

from lab.runtime import Workshop
from lab.upkeep import kept_up


def done_for_a_moment(shop: Workshop, *chores: object) -> None:
    async def run() -> None:
        async with kept_up(shop, chores, every=0.01):  # type: ignore[arg-type]
            await asyncio.sleep(0.3)

    asyncio.run(run())


def test_chores_are_done_at_once_and_again(shop: Workshop) -> None:
    seen: list[Workshop] = []
    done_for_a_moment(shop, seen.append)
    assert len(seen) > 1
    assert seen[0] is shop


def test_a_chore_that_fails_keeps_no_other_from_its_turn(shop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(shop: Workshop) -> None:
        raise RuntimeError("no disk")

    seen: list[Workshop] = []
    with caplog.at_level(logging.ERROR):
        done_for_a_moment(shop, breaks, seen.append)
    assert len(seen) > 1
    assert "The chore breaks failed" in caplog.text
