"""Turns at what one at a time may do."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turn:
    """A lock with two lines before it: who comes first of all, and the others."""

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def taken(self, *, first: bool = False) -> AsyncIterator[None]:
        """Wait for the turn and have it for the length of a block.

        Who is ``first`` waits for whoever has it and for others who are; all others go in the order
        in which they came.
        """
        await self._take(self._first if first else self._others)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was ours already
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        for line in (self._first, self._others):
            while line:
                waiting = line.popleft()
                if not waiting.done():  # else it was cancelled
                    waiting.set_result(None)
                    return
        self._taken = False
