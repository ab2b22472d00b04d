"""The pace of a bot, as it is kept in memory. ``bot.store.pace`` keeps it for many processes.

Both give the same slots for the same calls; a test compares them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.pace import Answered, Limits, Shut, Slot
from bot.domain.ports import Timer

SLOWEST = 1.0
"""Messages a second that are tried however often Telegram refuses."""
ROUNDING = 1e-6
"""Seconds that do not count: who is told to come at a moment comes at it, as good as."""
KEPT = 10_000
"""Chats beyond which those are forgotten that may be written to again."""


@dataclass(slots=True)
class _Lane:
    """What we know of one chat."""

    ready_at: float = 0.0
    recent: deque[float] = field(default_factory=deque)
    """Slots of its latest messages, one fewer than a group may have within the window."""


class Pace:
    """Decides when messages leave; reads no clock. Moments are seconds since any one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._number = 0
        self._ready_at = 0.0
        self._window = [0.0] * limits.per_second
        """For each of the latest slots, when the one may leave that is a second's count later."""
        self._lanes: dict[int, _Lane] = {}
        self._refused_until = 0.0
        self._stopped_until = 0.0
        self._slowed = 0.0
        """How much under the full pace it was at ``_stopped_until``."""

    def take(self, chat_id: int | None, within: float, now: float) -> Slot | Shut:
        """As ``Slots.take``, at a moment that is no earlier than that of the last call."""
        place = self._number % self._limits.per_second
        at = max(now, self._ready_at, self._window[place])
        lane = self._lanes.get(chat_id) if chat_id is not None else None
        if lane and lane.ready_at > at:
            return Shut(lane.ready_at, chat=True)
        if at > now + within + ROUNDING:
            return Shut(at - within, chat=False)
        slot = Slot(self._number, at, 0.0, at if chat_id is None else self._send(chat_id, at))
        self._window[place] = at + 1 + self._limits.slack
        self._ready_at = at + self._gap(at)
        self._number += 1
        return slot

    def answered(self, answered: Sequence[Answered]) -> None:
        """Take into account what became known of slots, but for those of windows that are over."""
        for number, slack in answered:
            if self._number - self._limits.per_second <= number < self._number:
                self._window[number % self._limits.per_second] += slack - self._limits.slack

    def refused(self, chat_id: int | None, retry_after: float, now: float) -> None:
        """As ``Slots.refused``."""
        until = now + retry_after
        if chat_id is None or now < self._refused_until:
            self._stop(now, until)
        if chat_id is not None:
            lane = self._lanes.setdefault(chat_id, _Lane())
            lane.ready_at = max(lane.ready_at, until)
        self._refused_until = max(self._refused_until, until)

    def _stop(self, now: float, until: float) -> None:
        """Let all wait, and go on more slowly; of refusals that come together one counts."""
        if now >= self._stopped_until:
            full = self._limits.per_second
            pace = max((full - self._missing(now)) * self._limits.slowing, SLOWEST)
            self._slowed = full - pace
        self._stopped_until = max(self._stopped_until, until)
        self._ready_at = max(self._ready_at, until)

    def _missing(self, now: float) -> float:
        """Return how many messages a second it is under the full pace."""
        regained = max(now - self._stopped_until, 0.0) * self._limits.recovery
        return max(self._slowed - regained, 0.0)

    def _gap(self, now: float) -> float:
        missing = self._missing(now)
        even = self._limits.evenness if missing == 0 else 1.0
        return even / (self._limits.per_second - missing)

    def _send(self, chat_id: int, at: float) -> float:
        """Note a message to a chat; return when the next one may leave."""
        if len(self._lanes) > KEPT:
            old = at - self._limits.group_window
            self._lanes = {c: lane for c, lane in self._lanes.items() if lane.ready_at > old}
        lane = self._lanes.setdefault(chat_id, _Lane())
        lane.ready_at = at + self._limits.chat_gap
        if chat_id < 0:
            lane.recent.append(at)
            if len(lane.recent) == self._limits.group_count:
                window_ends = lane.recent.popleft() + self._limits.group_window
                lane.ready_at = max(lane.ready_at, window_ends)
        return lane.ready_at


class LocalSlots:
    """Implements ``ports.Slots`` for a bot that one process has to itself."""

    def __init__(self, timer: Timer, limits: Limits) -> None:
        self._timer = timer
        self._pace = Pace(limits)

    async def take(
        self, chat_id: int | None, within: float, answered: Sequence[Answered] = ()
    ) -> Slot | Shut:
        """Return the next slot for a message to the chat."""
        self._pace.answered(answered)
        return self._pace.take(chat_id, within, self._timer.monotonic())

    async def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Note that Telegram refused a message."""
        self._pace.refused(chat_id, retry_after, self._timer.monotonic())
