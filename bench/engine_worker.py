"""``python -m bench.engine_worker DATABASE_URL``: works on jobs that do nothing, until it is ended.

It writes a line once it works.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Collection

from bot.jobs.shared import SharedHands
from bot.jobs.work import Job, Step


async def nothing(_limit: int, _busy: Collection[str]) -> list[Job]:
    return []


async def do_nothing(_item: str) -> None:
    pass


STEP = Step("nothing", nothing, do_nothing, 1_000_000, 1.0)


async def work(database_url: str) -> None:
    hands = SharedHands(database_url)
    async with hands.at_work([STEP]):
        await hands.busy(STEP)
        print("working", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
