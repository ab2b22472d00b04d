"""Counts of what bots called, and how fast they sent."""

from __future__ import annotations

from collections import Counter, deque

from bot.domain.ports import Timer
from bot.playground.emulator.errors import Json


class Stats:
    """Calls by method and status since the start, and sends in any second."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._calls: dict[str, Counter[str]] = {}
        self._recent: deque[float] = deque()
        self._sends = 0
        self._peak = 0

    def called(self, method: str, status: str) -> None:
        """Count a call; ``status`` is the HTTP status, or ``dropped`` or ``gone`` without one."""
        self._calls.setdefault(method, Counter())[status] += 1

    def sent(self) -> None:
        """Count a new message of a bot."""
        self._recent.append(self._timer.monotonic())
        self._sends += 1
        self._peak = max(self._peak, self._present())

    def _present(self) -> int:
        now = self._timer.monotonic()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        return len(self._recent)

    def body(self) -> Json:
        """Return the counts as the people's side shows them."""
        return {
            "methods": {name: dict(sorted(counts.items())) for name, counts in self._calls.items()},
            "sends": self._sends,
            "sends_per_second": self._present(),
            "peak_sends_per_second": self._peak,
        }
