"""A bounded crew of tasks, each for one key, so that no item is worked on twice at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any

log = logging.getLogger(__name__)


class Crew:
    """Runs at most ``size`` coroutines at a time, one for each key."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self.size = size
        """How many may be at work at a time."""
        self._tasks: dict[str, asyncio.Task[object]] = {}
        self._ended = asyncio.Event()

    @property
    def busy(self) -> set[str]:
        """The keys being worked on."""
        return set(self._tasks)

    def is_busy(self, key: str) -> bool:
        """Return whether a key is being worked on."""
        return key in self._tasks

    @property
    def free(self) -> int:
        """How many more may start now."""
        return self.size - len(self._tasks)

    def start(self, key: str, work: Coroutine[Any, Any, object]) -> None:
        """Start work on a key that is not busy."""
        task = self._tasks[key] = asyncio.create_task(work, name=f"{self._name} {key}")
        # not a "finally" around the work: one cancelled before it began would never come there
        task.add_done_callback(partial(self._note_end, key))

    async def one_ended(self) -> None:
        """Wait until some work has ended since the last call of this method."""
        await self._ended.wait()
        self._ended.clear()

    async def all_ended(self) -> None:
        """Wait until no work is left."""
        while self._tasks:
            await asyncio.wait(set(self._tasks.values()))

    async def cancel(self) -> None:
        """Stop all work and wait for its end."""
        for task in self._tasks.values():
            task.cancel()
        await self.all_ended()

    def _note_end(self, key: str, task: asyncio.Task[object]) -> None:
        del self._tasks[key]
        self._ended.set()
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # one poison item must not stop the others; it is tried again when it is next due
            log.error("%s %s failed", self._name, key, exc_info=error)
