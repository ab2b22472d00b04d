"""The line before Telegram: who writes next, within the pace of the bot.

Replies go before pushes, and within a class who came first; waiting lifts. The moments themselves
are given by ``ports.Slots``, one at a time, so that a reply finds at most one slot of each process
before it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from bot.domain.errors import DatabaseError
from bot.domain.pace import Answered, Limits, Shut, Slot
from bot.domain.ports import Slots, Timer
from bot.pipeline.pace import LocalSlots
from bot.pipeline.travel import Travel

log = logging.getLogger(__name__)


class Priority(IntEnum):
    """Who goes first."""

    REPLY = 0
    INSTANT = 1
    DIGEST = 2
    EDIT = 3
    BROADCAST = 4


AHEAD: Final = (1.0, 0.2, 0.03, 0.02, 0.01)
"""How many seconds ahead a class may take a slot.

It lets classes of other processes go first too: while theirs take one after the other, the next is
never as near as a lower class may take it. Of any number of processes' pushes a reply finds no more
than a fifth of a second before it.
"""
PATIENCE: Final = 10.0
"""Seconds of waiting that lift a caller by one class, so that no class starves."""
LATEST: Final = 0.05
"""Seconds after its slot at which a message may still leave; a later one takes another slot ..."""
MISSES: Final = 4
"""... but not more often than that: a machine that is always late sends all the same."""
MOMENT: Final = 2.0
"""Seconds: who may write to a chat that soon may as well wait in line."""
AWAY: Final = 1.0
"""Seconds until slots are asked for again, where nobody could give them."""
KEPT: Final = 10_000
"""Chats beyond which those are forgotten that may be written to again."""
SPARE: Final = Limits(per_second=1)
"""What a process keeps to while nobody gives slots: several together stay within Telegram's."""


class Turn(NamedTuple):
    """Leave to write now, to be handed to ``Pacer.answered`` with Telegram's answer."""

    number: int | None
    """The slot's; None where it was none of the shared ones."""
    left_at: float
    late: float
    """Seconds by which it may have come after its slot."""


class NotYet(Exception):
    """The chat may not be written to for longer than a push should wait in line."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not to be written to for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Waiter:
    chat_id: int | None
    priority: Priority
    since: float
    turn: asyncio.Future[Turn]
    misses: int = 0


class Pacer:
    """Gives turns, so that messages leave within the limits. One for each process.

    Without ``slots`` it keeps the pace in memory, for a bot of one process. Where slots are not to
    be had for a while, pushes wait, and replies go at ``SPARE``.
    """

    def __init__(
        self, timer: Timer, limits: Limits | None = None, slots: Slots | None = None
    ) -> None:
        self._timer = timer
        self._slots = slots or LocalSlots(timer, limits or Limits())
        self._spare = LocalSlots(timer, SPARE)
        self._travel = Travel()
        self._answered: list[Answered] = []
        self._waiting: list[_Waiter] = []
        self._leaving: _Waiter | None = None
        """Who has a slot, and waits for it to come."""
        self._shut_until = 0.0
        """When slots are worth asking for again; that is at once where somebody joins the line."""
        self._away_until = 0.0
        """Until when slots are not to be had; 0 where the last call gave an answer."""
        self._chats: dict[int, float] = {}
        """Chats that have to wait, and until when, as far as this process knows."""
        self._changed = asyncio.Event()
        self._guide: asyncio.Task[None] | None = None

    async def turn(self, chat_id: int | None, priority: Priority = Priority.REPLY) -> Turn:
        """Wait until a message to the chat may leave. A negative id is a group's.

        Raises NotYet where a push would have to wait for longer than a moment.
        """
        future: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        waiter = _Waiter(chat_id, priority, self._timer.monotonic(), future)
        self._waiting.append(waiter)
        self._send_away(chat_id)
        self._shut_until = 0.0
        self._changed.set()
        if self._guide is None or self._guide.done():
            self._guide = asyncio.create_task(self._guide_all(), name="pacer")
        try:
            return await future
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)

    def answered(self, turn: Turn, method: str) -> None:
        """Note that Telegram just answered what left at the turn, by a method of the Bot API."""
        slack = self._travel.slack(method, self._timer.monotonic() - turn.left_at, turn.late)
        if turn.number is None:
            return
        self._answered.append(Answered(turn.number, slack))
        if self._shut_until:  # what was not known may have been what all wait for
            self._shut_until = 0.0
            self._changed.set()

    async def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Note that Telegram refused a message (429), as ``Slots.refused`` has it."""
        if chat_id is not None:
            self._keep_waiting(chat_id, self._timer.monotonic() + retry_after)
        await self._spare.refused(chat_id, retry_after)
        try:
            await self._slots.refused(chat_id, retry_after)
        except DatabaseError as error:
            self._do_without(error)

    def full(self) -> frozenset[int]:
        """Return the chats that may not be written to for longer than a moment.

        Others are better sent to meanwhile. Of those that other processes filled it learns when it
        asks for them.
        """
        now = self._timer.monotonic()
        self._chats = {chat_id: until for chat_id, until in self._chats.items() if until > now}
        return frozenset(c for c, until in self._chats.items() if until > now + MOMENT)

    async def _guide_all(self) -> None:
        while self._waiting:
            now = self._timer.monotonic()
            away = now < self._away_until
            line = [w for w in self._waiting if not away or w.priority is Priority.REPLY]
            best = min(line, key=lambda waiter: self._order(waiter, now), default=None)
            at = self._ready(best, now) if best else self._away_until
            if best is None or at > now:
                await self._wait(at - now)
            elif answer := await self._ask(best, away=away):
                await self._serve(best, answer)

    def _order(self, waiter: _Waiter, now: float) -> tuple[float, int, float]:
        """Sort by when it could leave, then by class (lifted by waiting), then by arrival."""
        return self._ready(waiter, now), self._class(waiter, now), waiter.since

    def _ready(self, waiter: _Waiter, now: float) -> float:
        chat_at = self._chats.get(waiter.chat_id, 0.0) if waiter.chat_id is not None else 0.0
        return max(now, self._shut_until, chat_at)

    def _class(self, waiter: _Waiter, now: float) -> int:
        return int(waiter.priority) - int((now - waiter.since) / PATIENCE)

    def _ahead(self, waiter: _Waiter) -> float:
        return AHEAD[max(self._class(waiter, self._timer.monotonic()), 0)]

    async def _ask(self, waiter: _Waiter, *, away: bool) -> Slot | Shut | None:
        """Ask for a slot; None where none are to be had any more."""
        if away:
            spare = await self._spare.take(waiter.chat_id, self._ahead(waiter))
            return spare._replace(number=None) if isinstance(spare, Slot) else spare
        answered, self._answered = self._answered, []
        try:
            answer = await self._slots.take(waiter.chat_id, self._ahead(waiter), answered)
        except DatabaseError as error:
            self._do_without(error)
            return None
        if self._away_until:
            log.info("the pace is shared again")
            self._away_until = 0.0
        return answer

    def _do_without(self, error: DatabaseError) -> None:
        if not self._away_until:
            log.warning("only replies are sent, one a second, until this is well again: %s", error)
        self._away_until = self._timer.monotonic() + AWAY

    async def _serve(self, waiter: _Waiter, answer: Slot | Shut) -> None:
        if isinstance(answer, Slot):
            self._leaving = waiter
            if waiter.chat_id is not None:
                self._keep_waiting(waiter.chat_id, answer.chat_at)
            await self._leave(waiter, answer)
            self._leaving = None
        elif answer.chat and waiter.chat_id is not None:
            self._keep_waiting(waiter.chat_id, answer.until)
        else:
            self._shut_until = answer.until

    async def _leave(self, waiter: _Waiter, slot: Slot) -> None:
        """Give the turn when the slot comes, or take another one where it was missed."""
        wait = slot.at - self._timer.monotonic()
        if wait > 0:
            await self._timer.sleep(wait)
        now = self._timer.monotonic()
        late = max(now - slot.at, 0.0)
        if late > LATEST and waiter.misses < MISSES:
            waiter.misses += 1
            waiter.chat_id = None  # its chat waits already
        elif waiter in self._waiting and not waiter.turn.done():  # it may have given up
            self._waiting.remove(waiter)
            waiter.turn.set_result(Turn(slot.number, now, late + slot.doubt))

    def _keep_waiting(self, chat_id: int, until: float) -> None:
        """Note until when a chat has to wait."""
        if len(self._chats) > KEPT:
            self.full()
        self._chats[chat_id] = max(until, self._chats.get(chat_id, 0.0))
        self._send_away(chat_id)

    def _send_away(self, chat_id: int | None) -> None:
        """Let no push wait here for a chat that has to wait for long."""
        wait = self._chats.get(chat_id, 0.0) - self._timer.monotonic() if chat_id else 0.0
        if wait <= MOMENT:
            return
        for waiter in [w for w in self._waiting if w.chat_id == chat_id]:
            if waiter.priority is not Priority.REPLY and waiter is not self._leaving:
                self._waiting.remove(waiter)
                if not waiter.turn.done():
                    waiter.turn.set_exception(NotYet(wait))

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
