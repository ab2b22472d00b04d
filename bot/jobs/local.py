"""Hands of one process: a crew for each step, straight from the tables."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

from bot.domain.errors import DatabaseError
from bot.jobs.crew import Crew
from bot.jobs.work import GRACE, Job, Step

log = logging.getLogger(__name__)


class LocalHands:
    """Implements ``work.Hands`` in this process alone."""

    alone = True

    def __init__(self, grace: float = GRACE) -> None:
        self._grace = grace
        """Seconds that work at hand gets to end when we stop."""
        self._crews: dict[str, Crew] = {}

    async def busy(self, step: Step) -> set[str]:
        """Return the keys of a step's jobs that are worked on."""
        return self._crew(step).busy

    async def offer(self, step: Step, jobs: Sequence[Job]) -> int:
        """Start jobs while there is room, but those whose key is busy; return how many."""
        crew = self._crew(step)
        started = 0
        for job in jobs:
            if crew.free and not crew.is_busy(job.key):
                crew.start(job.key, done(step, job.item))
                started += 1
        return started

    async def one_ended(self, step: Step) -> None:
        """Wait until a job was done since the last call of this method."""
        await self._crew(step).one_ended()

    async def all_ended(self, step: Step) -> None:
        """Wait until no job of a step is left."""
        await self._crew(step).all_ended()

    @contextlib.asynccontextmanager
    async def at_work(self, steps: Sequence[Step]) -> AsyncIterator[None]:
        """End what is at hand after a block."""
        try:
            yield
        finally:
            await end_all([self._crew(step) for step in steps], self._grace)

    def _crew(self, step: Step) -> Crew:
        return self._crews.setdefault(step.kind, Crew(step.kind, step.line))


async def done(step: Step, item: str) -> None:
    """Do a job. Never raises but when cancelled: what is due is found again."""
    try:
        await step.do(item)
    except DatabaseError as error:
        log.warning("the job %s %s is left for later: %s", step.kind, item, error)
    except Exception:
        # one poison feed, story or chat stops no other; steps note what they know of themselves
        log.exception("the job %s %s failed", step.kind, item)


async def end_all(crews: Sequence[Crew], grace: float) -> None:
    """Wait for what is at work, no longer than ``grace`` seconds, and cancel the rest."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(grace):
            for crew in crews:
                await crew.all_ended()
    for crew in crews:
        await crew.cancel()
