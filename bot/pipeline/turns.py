"""Turns: work that goes on side by side ends in the order in which it was begun."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable

PATIENCE = 1.0
"""Seconds that work which is ready waits for what was begun before it: a slow one loses its turn,
for being quick is worth more than order."""


class Turns:
    """Keeps the order of work with the same key, within one process."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._last: dict[Hashable, asyncio.Event] = {}

    @contextlib.asynccontextmanager
    async def begun(self, key: Hashable) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """Take the next turn; give what waits until all before it have ended, or for a while."""
        before, mine = self._last.get(key), asyncio.Event()
        self._last[key] = mine

        async def come() -> None:
            if before is not None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._patience):
                        await before.wait()

        try:
            yield come
        finally:
            mine.set()
            if self._last.get(key) is mine:
                del self._last[key]
