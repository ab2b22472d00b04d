"""Polling a feed: what is new in it becomes a draft, in the transaction that notes the poll."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from bot.domain.errors import FeedError, FetchError, FetchRefused
from bot.domain.ports import Clock, FeedSource, Store
from bot.domain.values import Feed
from bot.pipeline.recognising import sort_entries

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How often feeds are read."""

    base: timedelta = timedelta(seconds=900)
    """The interval while all is well (POLL_SECONDS)."""
    lowest: timedelta = timedelta(seconds=60)
    """No public host is asked more often."""
    is_exempt: Callable[[tuple[str, int]], bool] = lambda _host_port: False
    """Whether a host and port are in ALLOW_PRIVATE_HOSTS: free of lowest interval and backoff."""

    def wait(self, feed_url: str, failures: int, asked: float | None = None) -> timedelta:
        """Return how long to wait after ``failures`` failed polls in a row.

        ``asked`` is the wait in seconds that the host asked for, if it did.
        """
        if self.is_exempt(_host_port(feed_url)):
            return self.base
        wait = max(self.base, self.lowest) * 2.0 ** min(failures, 10)
        return min(max(wait, timedelta(seconds=asked or 0)), LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Poller:
    """Polls feeds."""

    store: Store
    source: FeedSource
    clock: Clock
    policy: PollPolicy

    async def poll(self, feed: Feed) -> int:
        """Read a feed and keep its new entries as drafts; return how many there were."""
        try:
            answer = await self.source.feed(
                feed.url, etag=feed.etag, last_modified=feed.last_modified
            )
        except (FetchError, FeedError) as error:
            log.warning("feed %s could not be read: %s", feed.url, error)
            asked = error.retry_after if isinstance(error, FetchRefused) else None
            await self.set_aside(feed, str(error), asked)
            return 0
        now = self.clock.now()
        async with self.store.write() as unit:
            new = 0
            if answer.feed is not None:
                new = await unit.stories.found(feed, sort_entries(feed, answer, now), now)
            due = now + self.policy.wait(feed.url, 0)
            await unit.feeds.polled(feed.id, now=now, next_due_at=due, answer=answer)
        if new:
            log.info("feed %s brought %d new stories", feed.url, new)
        return new

    async def set_aside(self, feed: Feed, reason: str, asked: float | None = None) -> None:
        """Note that a poll failed, and wait longer than for the last; ``asked`` is in seconds."""
        due = self.clock.now() + self.policy.wait(feed.url, feed.failures + 1, asked)
        async with self.store.write() as unit:
            await unit.feeds.failed(feed.id, next_due_at=due, error=reason)


def _host_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
