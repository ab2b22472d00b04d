"""The pace at which we may write to Telegram.

Telegram allows about 30 messages a second in all, one a second to a chat and 20 a minute to a group
(telegra.ph/Hitting-limits-bot-FAQ). Callers wait in line for their turn; replies go before pushes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

from bot.domain.ports import Timer


class Priority(IntEnum):
    """Who goes first."""

    REPLY = 0
    INSTANT = 1
    DIGEST = 2
    EDIT = 3
    BROADCAST = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits, a little inside of what it enforces, for requests overtake each other."""

    per_second: float = 28.6
    """All messages of the bot: 31 take a second and 49 ms, and two may come 40 ms nearer."""
    chat_gap: float = 1.05
    """Seconds between two messages to a chat."""
    group_count: int = 20
    """Messages to a group within ``group_window``."""
    group_window: float = 61.0
    """Seconds."""
    patience: float = 10.0
    """Seconds of waiting that lift a caller by one class, so that no class starves."""
    slowing: float = 0.75
    """By what the pace is multiplied when Telegram refuses the bot as a whole ..."""
    recovery: float = 0.2
    """... and how much a second it gains each second from when Telegram takes messages again."""


_LATE = 0.005
MOMENT = 1.0
"""Seconds: who may write to a chat that soon may as well wait in line."""


@dataclass(slots=True)
class _Waiter:
    chat_id: int | None
    priority: Priority
    since: float
    turn: asyncio.Future[None]


@dataclass(slots=True)
class _Lane:
    """What we know of one chat."""

    ready_at: float = 0.0
    recent: deque[float] = field(default_factory=deque)
    """When its latest messages left, one fewer than a group may have within the window."""


class Pacer:
    """Gives turns, so that messages leave within the limits. One for each bot token."""

    def __init__(self, timer: Timer, limits: Limits | None = None) -> None:
        self._timer = timer
        self._limits = limits or Limits()
        self._waiting: list[_Waiter] = []
        self._lanes: dict[int, _Lane] = {}
        self._ready_at = 0.0
        self._refused_until = 0.0
        self._stopped_until = 0.0
        self._slowed = 0.0
        """How much under the full pace it was at ``_stopped_until``."""
        self._full: dict[int, float] = {}
        """Chats that wait for longer, and until when."""
        self._changed = asyncio.Event()
        self._guide: asyncio.Task[None] | None = None

    async def turn(self, chat_id: int | None, priority: Priority = Priority.REPLY) -> None:
        """Wait until a message to the chat may leave. A negative id is a group's."""
        future = asyncio.get_running_loop().create_future()
        waiter = _Waiter(chat_id, priority, self._timer.monotonic(), future)
        self._waiting.append(waiter)
        self._changed.set()
        if self._guide is None or self._guide.done():
            self._guide = asyncio.create_task(self._guide_all(), name="pacer")
        try:
            await future
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Note that Telegram refused a message (429) and asked to wait ``retry_after`` seconds.

        The answer does not tell whose limit it was. The chat waits; where another chat was refused
        while one still waits, or the call named no chat, it is the bot's own, and all wait.
        """
        now = self._timer.monotonic()
        until = now + retry_after
        if chat_id is None or now < self._refused_until:
            self._stop(now, until)
        if chat_id is not None:
            self._close(chat_id, self._lanes.setdefault(chat_id, _Lane()), until)
        self._refused_until = max(self._refused_until, until)

    def full(self) -> frozenset[int]:
        """Return the chats that may not be written to for longer than a moment.

        Others are better sent to meanwhile: who waits in line for these holds up a place in it.
        """
        soon = self._timer.monotonic() + MOMENT
        self._full = {chat_id: until for chat_id, until in self._full.items() if until > soon}
        return frozenset(self._full)

    def _stop(self, now: float, until: float) -> None:
        """Let all wait, and go on more slowly; of refusals that come together one counts."""
        if now >= self._stopped_until:
            self._slowed = self._limits.per_second - self._pace(now) * self._limits.slowing
        self._stopped_until = max(self._stopped_until, until)
        self._ready_at = max(self._ready_at, until)

    def _pace(self, now: float) -> float:
        """Return how many messages may leave in a second."""
        regained = max(now - self._stopped_until, 0.0) * self._limits.recovery
        return self._limits.per_second - max(self._slowed - regained, 0.0)

    async def _guide_all(self) -> None:
        while self._waiting:
            now = self._timer.monotonic()
            best = min(self._waiting, key=lambda waiter: self._order(waiter, now))
            at = self._ready(best, now)
            if at > now:
                await self._wait(at - now)
                continue
            self._waiting.remove(best)
            if not best.turn.done():
                self._leave(best, now)
                best.turn.set_result(None)

    def _order(self, waiter: _Waiter, now: float) -> tuple[float, float, float]:
        """Sort by when it could leave, then by class (lifted by waiting), then by arrival."""
        lift = (now - waiter.since) / self._limits.patience
        ready = max(self._ready(waiter, now) - max(self._ready_at, now), 0.0)
        return ready, int(waiter.priority) - int(lift), waiter.since

    def _ready(self, waiter: _Waiter, now: float) -> float:
        at = max(self._ready_at, now)
        lane = self._lanes.get(waiter.chat_id) if waiter.chat_id is not None else None
        if lane is None:
            return at
        return max(at, lane.ready_at)

    def _leave(self, waiter: _Waiter, now: float) -> None:
        # timers ring a little late: what that loses is made good, within what the limits leave
        self._ready_at = max(self._ready_at, now - _LATE) + 1 / self._pace(now)
        if waiter.chat_id is None:
            return
        if len(self._lanes) > 10_000:  # chats that may write again need no memory
            old = now - self._limits.group_window
            self._lanes = {c: lane for c, lane in self._lanes.items() if lane.ready_at > old}
        lane = self._lanes.setdefault(waiter.chat_id, _Lane())
        lane.ready_at = now + self._limits.chat_gap
        if waiter.chat_id < 0:
            lane.recent.append(now)
            if len(lane.recent) == self._limits.group_count:
                window_ends = lane.recent.popleft() + self._limits.group_window
                self._close(waiter.chat_id, lane, window_ends)

    def _close(self, chat_id: int, lane: _Lane, until: float) -> None:
        lane.ready_at = self._full[chat_id] = max(lane.ready_at, until)

    async def _wait(self, seconds: float) -> None:
        """Sleep, but no longer than until somebody new joins the line."""
        self._changed.clear()
        sleep = asyncio.ensure_future(self._timer.sleep(seconds))
        change = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({sleep, change}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            change.cancel()
