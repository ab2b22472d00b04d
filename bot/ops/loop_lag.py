"""How late the event loop is: what anybody who waits in this process waits longer by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.domain.ports import Timer

EVERY: Final = 0.25
"""Seconds between two looks."""


async def watch(timer: Timer, observe: Callable[[float], None]) -> None:
    """Tell how many seconds too late each short sleep ends, until cancelled."""
    while True:
        begun = timer.monotonic()
        await timer.sleep(EVERY)
        observe(max(timer.monotonic() - begun - EVERY, 0.0))
