"""Counts of what bots called, and how fast they sent."""

from __future__ import annotations

from collections import Counter

from bot.playground.emulator.errors import Json
from bot.playground.emulator.limits import FloodLimits


class Stats:
    """Calls by method and status since the start, and the pace of sending."""

    def __init__(self, limits: FloodLimits) -> None:
        self._limits = limits
        self._calls: dict[str, Counter[str]] = {}
        self._sends = 0

    def called(self, method: str, status: str) -> None:
        """Count a call; ``status`` is the HTTP status, or ``dropped`` or ``gone`` without one."""
        self._calls.setdefault(method, Counter())[status] += 1

    def sent(self) -> None:
        """Count a new message of a bot."""
        self._sends += 1

    def body(self) -> Json:
        """Return the counts as the people's side shows them.

        ``sends_per_second`` is the most that one bot sent within a second since the start,
        edits counted, as the limit of 30 counts them.
        """
        return {
            "methods": {name: dict(sorted(counts.items())) for name, counts in self._calls.items()},
            "sends": self._sends,
            "sends_per_second": self._limits.peak,
            "sends_last_second": self._limits.present(),
        }
