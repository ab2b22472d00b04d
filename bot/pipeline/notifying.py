"""Telling people of feeds that need them: marked as told only after it was."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import ChatGone, SendError, SendLater, SendRefused
from bot.domain.ports import Clock, Notices, Store
from bot.domain.values import Notice

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=5)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Notifier:
    """Tells what is due; at least once each, for what a dead process did not mark is told again."""

    store: Store
    notices: Notices
    clock: Clock

    async def is_due(self) -> bool:
        """Return whether there is a notice to be told."""
        async with self.store.read() as unit:
            return bool(await unit.feeds.notices(self.clock.now(), 1))

    async def tell_due(self) -> int:
        """Tell the notices that are due; return how many there were."""
        async with self.store.read() as unit:
            due = await unit.feeds.notices(self.clock.now(), AT_ONCE)
        for notice in due:
            await self._tell(notice)
        return len(due)

    async def _tell(self, notice: Notice) -> None:
        now = self.clock.now()
        try:
            await self.notices.tell(notice)
        except (ChatGone, SendRefused) as error:
            log.warning("nobody could be told of feed %s: %s", notice.feed.url, error)
        except SendError as error:
            wait = AGAIN
            if isinstance(error, SendLater):
                wait = max(wait, timedelta(seconds=error.retry_after))
            log.info("the notice of feed %s waits: %s", notice.feed.url, error)
            async with self.store.write() as unit:
                await unit.feeds.tell_later(notice.feed.id, notice.kind, now + wait)
            return
        async with self.store.write() as unit:
            await unit.feeds.told(notice.feed.id, notice.kind, now)
