"""Polling a feed: what is new in it becomes a draft, in the transaction that notes the poll."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.errors import FeedError, FetchError, FetchGone, Step
from bot.domain.ports import Clock, FeedSource, Store, Unit
from bot.domain.trails import followed
from bot.domain.values import Feed, FeedAnswer
from bot.pipeline import moving, rhythm
from bot.pipeline.feed_health import ALARMING
from bot.pipeline.recognising import keep, read_items
from bot.pipeline.tracing import of_feed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PollPolicy:
    """How often feeds are read."""

    base: timedelta = timedelta(seconds=900)
    """The interval where a feed does not tell its own (POLL_SECONDS)."""
    lowest: timedelta = timedelta(seconds=60)
    """No public host is asked more often for a feed."""
    is_exempt: Callable[[tuple[str, int]], bool] = lambda _host_port: False
    """Whether a host and port are in ALLOW_PRIVATE_HOSTS: read every ``base``, whatever comes."""
    chance: Callable[[], float] = random.random
    """Gives numbers from 0 up to 1, which spread the polls of feeds that were added together."""

    def host(self, feed: Feed) -> str | None:
        """Return the host that is asked for one feed at a time; None for an exempt one."""
        return None if self._is_free(feed) else _host_port(feed.url)[0]

    def interval(self, feed: Feed, answer: FeedAnswer, now: datetime) -> timedelta | None:
        """Return the feed's own interval as a good poll leaves it; None where it tells none."""
        if answer.feed is None:
            return rhythm.stretched(feed.interval)
        return rhythm.interval(answer.feed, self.base, now)

    def due_after_good(
        self, feed: Feed, answer: FeedAnswer, interval: timedelta | None, now: datetime
    ) -> datetime:
        """Return when a feed is read next after a good poll, ``interval`` being its own."""
        if self._is_free(feed):
            return now + self.base
        chance = self.chance()
        wait = max(feed.pace or interval or self.base, self.lowest)
        if feed.pace:  # its administrator knows better than its hints
            due = rhythm.next_due(feed.next_due_at, wait, now, chance)
            return max(due, now + self.lowest)
        fresh = min(answer.fresh_for or timedelta(), rhythm.LONGEST_FRESH)
        due = rhythm.next_due(feed.next_due_at, max(wait, fresh), now, chance)
        hours, days = feed.skip_hours, feed.skip_days
        if answer.feed:
            _, hours, days = answer.feed.hints
        return rhythm.outside(max(due, now + self.lowest, now + fresh), hours, days, chance)

    def due_after_failure(
        self, feed: Feed, step: Step, asked: float | None, now: datetime
    ) -> datetime:
        """Return when a feed is tried again after one more failed poll.

        ``asked`` is the wait in seconds that the host asked for, if it did; it is kept also where
        the host is exempt.
        """
        polite = now + min(timedelta(seconds=asked or 0), rhythm.LONGEST_ASKED)
        if self._is_free(feed):
            return max(now + self.base, polite)
        shortest = max(self.base, self.lowest)
        regular = max(feed.pace or feed.interval or self.base, self.lowest)
        chance = self.chance()
        wait = rhythm.backoff(regular, shortest, feed.failures + 1, step)
        due = max(now + rhythm.swayed(wait, chance), polite)
        if feed.pace:
            return due
        return rhythm.outside(due, feed.skip_hours, feed.skip_days, chance)

    def _is_free(self, feed: Feed) -> bool:
        return self.is_exempt(_host_port(feed.url))


@dataclass(frozen=True, slots=True)
class Poller:
    """Polls feeds."""

    store: Store
    source: FeedSource
    clock: Clock
    policy: PollPolicy

    @followed(of_feed)
    async def poll(self, feed: Feed) -> int:
        """Read a feed and keep its new entries as drafts; return how many there were."""
        try:
            answer = await self.source.feed(
                feed.url, etag=feed.etag, last_modified=feed.last_modified
            )
        except FetchGone as error:
            await self._end(feed, error)
            return 0
        except (FetchError, FeedError) as error:
            log.warning("feed %s could not be read: %s", feed.url, error)
            asked = error.retry_after if isinstance(error, FetchError) else None
            await self.set_aside(feed, str(error), step=error.step, asked=asked)
            return 0
        now = self.clock.now()
        items = await read_items(feed, answer, now)
        async with self.store.write() as unit:
            new = await keep(unit, feed, items, now)
            await self._note(unit, feed, answer, now)
        if new:
            log.info("feed %s brought %d new stories", feed.url, new)
        return new

    async def set_aside(
        self,
        feed: Feed,
        reason: str,
        *,
        step: Step = Step.CONTENT,
        asked: float | None = None,
    ) -> None:
        """Note that a poll failed, and wait longer than for the last; ``asked`` is in seconds."""
        now = self.clock.now()
        due = self.policy.due_after_failure(feed, step, asked, now)
        async with self.store.write() as unit:
            await unit.feeds.failed(
                feed.id, next_due_at=due, error=reason, step=step, notice_at=now + ALARMING
            )

    async def _note(self, unit: Unit, feed: Feed, answer: FeedAnswer, now: datetime) -> None:
        interval = self.policy.interval(feed, answer, now)
        move = moving.move(feed, answer)
        await unit.feeds.polled(
            feed.id,
            now=now,
            next_due_at=self.policy.due_after_good(feed, answer, interval, now),
            answer=answer,
            interval=interval,
            moving_to=move.to,
            moving_seen=move.seen,
        )
        if move.to and move.is_sure:
            await _follow(unit, feed, move.to)

    async def _end(self, feed: Feed, error: FetchGone) -> None:
        log.warning("feed %s ended: %s", feed.url, error)
        async with self.store.write() as unit:
            await unit.feeds.ended(feed.id, now=self.clock.now(), error=str(error), step=error.step)


async def _follow(unit: Unit, feed: Feed, url: str) -> None:
    """Give a feed its new address; where another feed is read there, the two are one."""
    other = await unit.feeds.at(url)
    if other is None:
        if await unit.feeds.moved(feed.id, url):
            log.info("feed %s has moved to %s for good", feed.url, url)
    elif not other.ended_at:
        await unit.feeds.merged(feed.id, other.id)
        log.info("feed %s has moved to %s, which is read already: one of them is", feed.url, url)


def _host_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
