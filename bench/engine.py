"""Jobs that do nothing: how many a second the engines take on and do, and how soon one begins.

On PostgreSQL pgqueuer hands them out to two processes besides the one that has them done; the
baseline are the crews of one process, which a bot on SQLite has.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import NamedTuple

from bench.engine_worker import STEP
from bench.postgres import postgres
from bench.serving import ready
from bot.jobs.local import LocalHands
from bot.jobs.shared import SharedHands
from bot.jobs.work import Hands, Job, Step

PROCESSES = 2
AT_ONCE = 1_000
"""Jobs offered in one call."""
SINGLE = 200
"""Jobs of which it is measured how soon they begin."""


class Taken(NamedTuple):
    """What an engine took."""

    offered: float
    """Jobs a second that it took on."""
    done: float
    """Jobs a second from the first offer to the last end."""
    began: list[float]
    """Milliseconds until a single job began."""


def main() -> None:
    jobs = 50_000 if "--full" in sys.argv else 10_000
    local = asyncio.run(measure(LocalHands(), jobs))
    with postgres() as database_url, ExitStack() as stack:
        for _ in range(PROCESSES):
            command = [sys.executable, "-m", "bench.engine_worker", database_url]
            stack.enter_context(ready(subprocess.Popen(command, stdout=subprocess.PIPE)))
        shared = asyncio.run(measure(SharedHands(database_url), jobs))
    for name, one in (("one process", local), (f"pgqueuer, {PROCESSES + 1} processes", shared)):
        percentiles = statistics.quantiles(one.began, n=100)
        print(
            f"{name}: {one.offered:,.0f} a second taken on, {one.done:,.0f} a second done;"
            f" a single job begins after {percentiles[49]:.1f} ms (p99 {percentiles[98]:.1f})"
        )
    print(f"of the local speed: {shared.done / local.done:.3f}; Telegram takes 30 a second")


async def measure(hands: Hands, jobs: int) -> Taken:
    """Return what an engine takes for so many jobs."""
    begun = asyncio.Event()

    async def tell(_item: str) -> None:
        begun.set()

    single = Step("single", STEP.find, tell, 10, 1.0)
    async with hands.at_work([STEP, single]):
        await hands.busy(STEP)
        began = []
        for number in range(SINGLE):
            begun.clear()
            offered = time.perf_counter()
            await hands.offer(single, [Job(str(number), str(number))])
            await begun.wait()
            began.append((time.perf_counter() - offered) * 1000)
            await hands.all_ended(single)
        start = time.perf_counter()
        for first in range(0, jobs, AT_ONCE):
            numbers = [str(n) for n in range(first, first + AT_ONCE)]
            await hands.offer(STEP, [Job(n, n) for n in numbers])
        offered = time.perf_counter()
        await hands.all_ended(STEP)
        return Taken(jobs / (offered - start), jobs / (time.perf_counter() - start), began)
