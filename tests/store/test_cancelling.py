"""A task that is cancelled in the middle of a transaction holds up nobody else."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

from bot.store import open_store

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)


async def test_a_cancelled_write_gives_its_turn_free(database_url: str) -> None:
    store = open_store(database_url)

    async def keep(number: int) -> None:
        async with store.write() as unit:
            await unit.inbox.add([(number, 7, "{}")], NOW)
            await unit.inbox.pending(9)

    await keep(0)
    chance = random.Random(20260617)
    for number in range(1, 60):
        cancelled = asyncio.create_task(keep(number))
        await asyncio.sleep(chance.random() * 0.006)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        async with asyncio.timeout(3):  # SQLite would wait 5 s for its lock, and then give up
            await keep(1000 + number)
    async with store.read() as unit:
        kept = await unit.inbox.pending(9_999)
    assert kept >= 1 + 59
    await store.close()
