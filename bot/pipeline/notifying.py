"""Telling people of feeds and threads that need them: marked as told only after it was."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import ChatGone, SendError, SendLater, SendRefused
from bot.domain.ports import Clock, Notices, Store, ThreadNotices
from bot.domain.values import LostThread, Notice

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=5)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Notifier:
    """Tells what is due; at least once each, for what a dead process did not mark is told again."""

    store: Store
    notices: Notices
    clock: Clock
    threads: ThreadNotices | None = None
    """Tells of lost threads; None where nobody listens."""

    async def is_due(self) -> bool:
        """Return whether there is a notice to be told."""
        async with self.store.read() as unit:
            now = self.clock.now()
            return bool(
                await unit.feeds.notices(now, 1) or await unit.chats.lost_threads(now, 1)
            )  # fmt: skip

    async def tell_due(self) -> int:
        """Tell the notices that are due; return how many there were."""
        async with self.store.read() as unit:
            due = await unit.feeds.notices(self.clock.now(), AT_ONCE)
            lost = await unit.chats.lost_threads(self.clock.now(), AT_ONCE)
        for notice in due:
            await self._tell(notice)
        for thread in lost:
            await self._tell_of(thread)
        return len(due) + len(lost)

    async def _tell(self, notice: Notice) -> None:
        now = self.clock.now()
        try:
            await self.notices.tell(notice)
        except (ChatGone, SendRefused) as error:
            log.warning("nobody could be told of feed %s: %s", notice.feed.url, error)
        except SendError as error:
            wait = _wait(error)
            log.info("the notice of feed %s waits: %s", notice.feed.url, error)
            async with self.store.write() as unit:
                await unit.feeds.tell_later(notice.feed.id, notice.kind, now + wait)
            return
        async with self.store.write() as unit:
            await unit.feeds.told(notice.feed.id, notice.kind, now)

    async def _tell_of(self, lost: LostThread) -> None:
        now = self.clock.now()
        try:
            if self.threads is not None:
                await self.threads.thread_lost(lost)
        except (ChatGone, SendRefused) as error:
            log.warning("nobody could be told of thread %s: %s", tuple(lost.place), error)
        except SendError as error:
            log.info("the notice of thread %s waits: %s", tuple(lost.place), error)
            async with self.store.write() as unit:
                await unit.chats.tell_thread_later(lost.place, now + _wait(error))
            return
        async with self.store.write() as unit:
            await unit.chats.thread_told(lost.place, now)


def _wait(error: SendError) -> timedelta:
    """Return how long nobody is told of it again."""
    asked = timedelta(seconds=error.retry_after) if isinstance(error, SendLater) else AGAIN
    return max(AGAIN, asked)
