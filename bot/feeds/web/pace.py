"""Politeness: one request at a time to a host, a pause between them, and none while it said so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.errors import FetchRefused, FetchUnresolved, Step
from bot.domain.ports import Timer

SPACING = 1.0
"""Seconds from the end of a request to a host to the next."""
LONGEST_HOLD = 3600.0
"""Seconds; a host that asks for more is asked anew after so long, if something is due."""
_MANY = 1000


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    held_until: float = 0.0
    waiting: int = 0


class Pace:
    """Keeps each host's turns apart."""

    def __init__(self, timer: Timer, spacing: float = SPACING) -> None:
        self._timer = timer
        self._spacing = spacing
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it for the block.

        Raises FetchRefused while the host is left alone.
        """
        if len(self._hosts) > _MANY:
            self._forget()
        state = self._hosts.setdefault(host, _Host())
        state.waiting += 1
        try:
            async with state.lock:
                wait = state.free_at - self._timer.monotonic()
                if wait > 0:
                    await self._timer.sleep(wait)
                _check(state, host, self._timer.monotonic())
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

    def leave_alone(self, host: str, seconds: float) -> None:
        """Let nobody ask a host for so long, as it told one of us to (429, 503)."""
        state = self._hosts.setdefault(host, _Host())
        state.held_until = self._timer.monotonic() + min(seconds, LONGEST_HOLD)

    def _forget(self) -> None:
        now = self._timer.monotonic()
        for host, state in list(self._hosts.items()):
            if not state.waiting and max(state.free_at, state.held_until) <= now:
                del self._hosts[host]


def _check(state: _Host, host: str, now: float) -> None:
    if (left := state.held_until - now) > 0:
        raise FetchRefused(
            f"{host} asked us to wait; {left:.0f} s of it are left. It is tried again later.",
            left,
            step=Step.STATUS,
        )
