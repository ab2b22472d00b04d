"""A shift: while it lasts, what is due is found and handed on.

APScheduler is its clock. All truth is in the database's due times, so ticks may come twice or late
without harm, in as many processes as there are.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.errors import DatabaseError
from bot.jobs.work import Hands, Step

log = logging.getLogger(__name__)

_AWAY = 2.0
"""Seconds before a step is tried again that the database failed."""


class Shift:
    """Looks what is due of some steps, and gives it to hands."""

    def __init__(self, hands: Hands, steps: Sequence[Step]) -> None:
        self._hands = hands
        self._steps = steps
        self._bells = {step.kind: asyncio.Event() for step in steps}

    async def look(self, step: Step) -> int:
        """Have done what is due of a step, as far as there is room; return how many jobs."""
        busy = await self._hands.busy(step)
        room = step.line - len(busy)
        if room < step.least:
            return 0
        return await self._hands.offer(step, await step.find(room, busy))

    async def work_off(self, step: Step) -> int:
        """Do everything that is due of a step, to its end; return how many jobs there were."""
        total = 0
        while True:
            at_work = await self._hands.busy(step)  # may have left no room, or kept others back
            found = await self.look(step)
            await self._hands.all_ended(step)
            if not found and not at_work:
                return total
            total += found

    def ring(self, step: Step) -> None:
        """Look at once what is due of a step: something is."""
        self._bells[step.kind].set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run for as long as the block lasts, then end what is at hand."""
        scheduler = AsyncIOScheduler(
            timezone="UTC",
            executors={"default": DebugExecutor()},  # calls at once: to ring takes no time
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for step in self._steps:
            scheduler.add_job(
                self.ring, "interval", (step,), seconds=step.every, id=step.kind
            )  # fmt: skip
        async with self._hands.at_work(self._steps):
            loops = [
                asyncio.create_task(self._loop(step), name=f"due {step.kind}")
                for step in self._steps
            ]
            scheduler.start()
            try:
                yield
            finally:
                scheduler.shutdown(wait=False)
                for loop in loops:
                    loop.cancel()
                await asyncio.gather(*loops, return_exceptions=True)

    async def _loop(self, step: Step) -> None:
        """Look again and again: at once while something is found, else when there is a reason."""
        while True:
            found = 0
            try:
                found = await self.look(step)
            except DatabaseError as error:
                log.warning("what is due of %s is not known: %s", step.kind, error)
                await asyncio.sleep(_AWAY)
            except Exception:
                log.exception("what is due of %s was not found", step.kind)
                await asyncio.sleep(_AWAY)
            if step.steady or not found:
                await self._wait(step)

    async def _wait(self, step: Step) -> None:
        """Wait until the bell rings or, but for a steady step, a job was done."""
        bell = self._bells[step.kind]
        reasons: list[asyncio.Future[Any]] = [asyncio.ensure_future(bell.wait())]
        if not step.steady:
            reasons.append(asyncio.ensure_future(self._hands.one_ended(step)))
        try:
            await asyncio.wait(reasons, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for reason in reasons:
                reason.cancel()
        bell.clear()
