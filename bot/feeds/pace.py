"""Politeness: one request at a time to a host, and a pause between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.errors import FetchUnresolved
from bot.domain.ports import Timer

SPACING = 1.0
"""Seconds from the end of a request to a host to the next."""
_MANY = 1000


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


class Pace:
    """Keeps each host's turns apart."""

    def __init__(self, timer: Timer, spacing: float = SPACING) -> None:
        self._timer = timer
        self._spacing = spacing
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it for the block."""
        if len(self._hosts) > _MANY:
            self._forget()
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            async with state.lock:
                wait = state.free_at - self._timer.monotonic()
                if wait > 0:
                    await self._timer.sleep(wait)
                spacing = self._spacing
                try:
                    yield
                except FetchUnresolved:
                    spacing = 0.0  # no host was bothered
                    raise
                finally:
                    state.free_at = self._timer.monotonic() + spacing
        finally:
            state.waiting -= 1

    def _forget(self) -> None:
        now = self._timer.monotonic()
        for host in [h for h, s in self._hosts.items() if not s.waiting and s.free_at <= now]:
            del self._hosts[host]
