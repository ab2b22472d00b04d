"""A bounded crew of tasks, each for one key, so that no item is worked on twice at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Hashable

log = logging.getLogger(__name__)


class Crew:
    """Runs at most ``size`` awaitables at a time, one for each key."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._size = size
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}
        self._ended = asyncio.Event()

    @property
    def busy(self) -> set[Hashable]:
        """The keys being worked on."""
        return set(self._tasks)

    @property
    def free(self) -> int:
        """How many more may start now."""
        return self._size - len(self._tasks)

    def start(self, key: Hashable, work: Awaitable[object]) -> None:
        """Start work on a key that is not busy."""
        task = asyncio.ensure_future(self._guarded(key, work))
        task.set_name(f"{self._name} {key}")
        self._tasks[key] = task

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

    async def _guarded(self, key: Hashable, work: Awaitable[object]) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            # one poison item must not stop the others; it is tried again when it is next due
            log.exception("%s %s failed", self._name, key)
        finally:
            del self._tasks[key]
            self._ended.set()
