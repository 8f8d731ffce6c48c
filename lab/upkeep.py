"""What a running portal does by itself, so that nothing is kept or left open longer than was promised."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from lab.runtime import Workshop

MINUTE, HOUR = 60.0, 3600.0
LOG = logging.getLogger("verkstad.upkeep")

Chore = Callable[[Workshop], object]


@asynccontextmanager
async def kept_up(shop: Workshop, chores: Sequence[Chore], every: float = HOUR) -> AsyncIterator[None]:
    """Do the chores now and again `every` seconds, in the background, as long as the block lasts."""
    task = asyncio.create_task(_repeat(shop, chores, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(shop: Workshop, chores: Sequence[Chore], every: float) -> None:
    while True:
        for chore in chores:
            await asyncio.to_thread(_do, shop, chore)
        await asyncio.sleep(every)


def _do(shop: Workshop, chore: Chore) -> None:
    """One that fails is told of in the log, keeps no other from its turn, and is tried again in the next round."""
    try:
        chore(shop)
    except Exception:
        LOG.exception("The chore %s failed", chore.__name__)
