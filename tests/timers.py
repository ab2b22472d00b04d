"""Clocks under the test's control."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class FastTimer:
    """A timer whose sleeps end at once, having moved it forward."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        until = self._now + seconds
        await asyncio.sleep(0)  # whoever is ready goes first
        self._now = max(self._now, until)


class LeapTimer(FastTimer):
    """A timer that leaps a minute at each look, so that no limit in any window is ever reached."""

    def monotonic(self) -> float:
        self._now += 61.0
        return self._now


class SetClock:
    """A wall clock that stands until it is set."""

    def __init__(self, now: datetime = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)


async def until(look: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until a look is true; raises TimeoutError. For what tells nobody when it happens."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
