"""Telegram's flood limits: 30 a second in all, 1 a second to a person, 20 a minute to a group.

Sliding windows; nothing may exceed them, not even at the border of two clock seconds.
"""

from __future__ import annotations

from collections import deque
from math import ceil

from bot.domain.ports import Timer
from bot.playground.emulator.errors import too_many_requests

JITTER = 0.02
"""Seconds by which a client may be early: its clock and the wire are not ours."""


class Window:
    """At most ``count`` events in any ``seconds``."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._span = seconds - JITTER
        self._times: deque[float] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Return the seconds until one more event may happen; 0 where it may at once."""
        if len(self._times) < self._count:
            return 0.0
        return max(0.0, self._times[0] + self._span - now)

    def count(self, now: float) -> int:
        """Return how many events the window holds."""
        return sum(now - moment < self._span for moment in self._times)

    def note(self, now: float) -> None:
        """Count an event."""
        self._times.append(now)


class FloodLimits:
    """The windows of every bot and chat."""

    def __init__(self, timer: Timer) -> None:
        self._timer = timer
        self._bots: dict[str, Window] = {}
        self._chats: dict[tuple[str, int], Window] = {}
        self.peak = 0
        """The most that one bot sent within a second since the start."""

    def send(self, token: str, chat_id: int) -> None:
        """Count a new message of a bot in a chat. Raises BotApiError (429), and counts nothing."""
        fresh = Window(1, 1.0) if chat_id > 0 else Window(20, 60.0)
        self._take([self._all(token), self._chats.setdefault((token, chat_id), fresh)])
        self.peak = max(self.peak, self.sending(token))

    def sending(self, token: str) -> int:
        """Return a bot's messages and edits of the past second."""
        return self._all(token).count(self._timer.monotonic())

    def edit(self, token: str) -> None:
        """Count an edit, which falls under the limit in all only. Raises BotApiError (429)."""
        self._take([self._all(token)])

    def present(self) -> int:
        """Return what all bots sent in the past second."""
        return sum(self.sending(token) for token in self._bots)

    def _all(self, token: str) -> Window:
        return self._bots.setdefault(token, Window(30, 1.0))

    def _take(self, windows: list[Window]) -> None:
        now = self._timer.monotonic()
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            raise too_many_requests(max(1, ceil(wait)))
        for window in windows:
            window.note(now)
