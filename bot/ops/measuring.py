"""Measures the work at its borders, so that no step knows of it: at the network and at the store.

What a transaction told the tables is what happened, once it is committed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, cast

from prometheus_client import Histogram

from bot.domain.errors import FeedError, FetchError
from bot.domain.ports import (
    Clock,
    DeliveryTable,
    DigestTable,
    FeedSource,
    FeedTable,
    InboxTable,
    Store,
    StoryTable,
    Timer,
    Unit,
)
from bot.domain.values import (
    Article,
    Delivery,
    Digest,
    FeedAnswer,
    PlannedDelivery,
    Sent,
    Story,
)
from bot.ops.metrics import Meters

log = logging.getLogger(__name__)

_REMEMBERED: Final = 10_000
"""Messages and updates in hand whose beginnings are known."""
_LONGEST_WAY: Final = 24 * 3600
"""Seconds: what was found later than this after it came out says nothing of our speed."""

Note = Callable[..., None]
"""Is given what a method returned, then what it was asked."""


@dataclass(frozen=True, slots=True)
class MeasuredSource:
    """A FeedSource whose answers are timed."""

    source: FeedSource
    meters: Meters
    timer: Timer

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        """Fetch and parse a feed. Raises FetchError, FeedError."""
        with self._timed(self.meters.poll_seconds):
            try:
                return await self.source.feed(url, etag=etag, last_modified=last_modified)
            except (FetchError, FeedError) as error:
                self.meters.poll_failures.labels(error.step.value).inc()
                raise

    async def article(self, url: str) -> Article:
        """Fetch and extract an article. Raises FetchError, ArticleError."""
        with self._timed(self.meters.article_seconds):
            return await self.source.article(url)

    @contextmanager
    def _timed(self, histogram: Histogram) -> Iterator[None]:
        begun = self.timer.monotonic()
        try:
            yield
        finally:
            histogram.observe(self.timer.monotonic() - begun)


class MeasuredStore:
    """A Store that counts what its tables are told. Reading is left alone."""

    def __init__(self, store: Store, meters: Meters, clock: Clock) -> None:
        self._store = store
        self._notes = Notes(meters, clock)

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Begin a transaction that only reads."""
        return self._store.read()

    @asynccontextmanager
    async def write(self, *, first: bool = False) -> AsyncIterator[Unit]:
        """Begin a transaction that may write; what it did counts once it is committed."""
        done: list[Callable[[], None]] = []
        async with self._store.write(first=first) as unit:
            yield self._watched(unit, done)
        for note in done:
            try:
                note()
            except Exception:
                # the work is done: it shall not fail for what was to be counted of it
                log.exception("what a transaction did could not be counted")

    def _watched(self, unit: Unit, done: list[Callable[[], None]]) -> Unit:
        notes = self._notes
        unit.feeds = cast(FeedTable, _Table(unit.feeds, notes.feeds, done))
        unit.stories = cast(StoryTable, _Table(unit.stories, notes.stories, done))
        unit.deliveries = cast(DeliveryTable, _Table(unit.deliveries, notes.cards, done))
        unit.digests = cast(DigestTable, _Table(unit.digests, notes.digests, done))
        unit.inbox = cast(InboxTable, _Table(unit.inbox, notes.inbox, done))
        return unit


class _Table:
    """A table of which some methods are noted. Typed by its maker: it has all methods it wraps."""

    def __init__(
        self, table: object, notes: Mapping[str, Note], done: list[Callable[[], None]]
    ) -> None:
        self._table = table
        self._notes = notes
        self._done = done

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the table has
        method = getattr(self._table, name)
        note = self._notes.get(name)
        if note is None:
            return method

        async def noted(*args: object, **kwargs: object) -> object:
            answer = await method(*args, **kwargs)
            self._done.append(partial(note, answer, *args))
            return answer

        return noted


class Notes:
    """What is counted of each table's methods."""

    def __init__(self, meters: Meters, clock: Clock) -> None:
        self._meters = meters
        self._clock = clock
        self._messages: dict[tuple[str, int], Delivery | Digest] = {}
        self._arrived: dict[int, datetime] = {}
        self.feeds: Mapping[str, Note] = {
            "polled": self._polled("good"), "failed": self._polled("failed"),
            "ended": self._polled("failed"),
        }  # fmt: skip
        self.stories: Mapping[str, Note] = {
            "read": self._read, "revise": self._revised, "drop": self._dropped,
        }  # fmt: skip
        self.cards: Mapping[str, Note] = self._queue("card") | {
            "plan": self._planned, "edited": self._edit("done"),
            "edit_later": self._edit("later"), "edit_failed": self._edit("failed"),
        }  # fmt: skip
        self.digests: Mapping[str, Note] = self._queue("digest")
        self.inbox: Mapping[str, Note] = {"add": self._arrive, "done": self._answered}

    # -- feeds and stories

    def _polled(self, outcome: str) -> Note:
        return lambda *_: self._meters.polls.labels(outcome).inc()

    def _read(self, story: Story | None, *_: object) -> None:
        if story is not None:
            self._meters.stories_read.inc()
            self._meters.read_delay.observe(_seconds(story.seen_at, self._clock.now()))

    def _revised(self, changed: object, *_: object) -> None:
        if changed is not None:
            self._meters.stories_changed.inc()

    def _dropped(self, *_: object) -> None:
        self._meters.drafts_given_up.inc()

    # -- messages

    def _planned(
        self, _added: int, _story_id: int, planned: Sequence[PlannedDelivery], *_: object
    ) -> None:
        for one in planned:
            self._meters.planned.labels(one.state.value).inc()

    def _queue(self, kind: str) -> dict[str, Note]:
        return {
            "take": partial(self._taken, kind), "sent": partial(self._sent, kind),
            "failed": partial(self._failed, kind), "later": partial(self._later, kind),
        }  # fmt: skip

    def _taken(self, kind: str, taken: Sequence[Delivery | Digest], *_: object) -> None:
        for one in taken:
            _remember(self._messages, (kind, one.id), one)

    def _sent(
        self, kind: str, _: None, one_id: int, sent: Sent, now: datetime, *_more: object
    ) -> None:
        self._meters.sent.labels(kind).inc()
        if sent.degraded:
            self._meters.refusals.labels("degraded").inc()
        item = self._messages.pop((kind, one_id), None)
        if item is None:
            return
        if item.planned_at is not None:
            self._meters.planned_delay.labels(kind).observe(_seconds(item.planned_at, now))
        if isinstance(item, Delivery) and _is_dated(item.story):
            published = item.story.published or now
            self._meters.published_delay.observe(_seconds(published, now))

    def _failed(self, kind: str, _: None, one_id: int, *_more: object) -> None:
        self._messages.pop((kind, one_id), None)
        self._meters.failed.labels(kind).inc()

    def _later(self, kind: str, _: None, one_id: int, *_more: object) -> None:
        self._messages.pop((kind, one_id), None)
        self._meters.later.labels(kind).inc()

    def _edit(self, outcome: str) -> Note:
        return lambda *_: self._meters.edits.labels(outcome).inc()

    # -- updates

    def _arrive(
        self, _: None, updates: Sequence[tuple[int, int, str]], now: datetime, *_more: object
    ) -> None:
        for number, *_rest in updates:
            _remember(self._arrived, number, now)

    def _answered(self, _: None, update_id: int, *_more: object) -> None:
        self._meters.replies.inc()
        arrived = self._arrived.pop(update_id, None)
        if arrived is not None:
            self._meters.reply_delay.observe(_seconds(arrived, self._clock.now()))


def _remember(known: dict[Any, Any], key: object, value: object) -> None:
    """Keep a value, and of the others the latest only: some end in another process."""
    known[key] = value
    if len(known) > _REMEMBERED:
        del known[next(iter(known))]


def _is_dated(story: Story) -> bool:
    """Return whether a story's date says when it came out, and it was found as news."""
    if story.published is None or not story.published_has_time:
        return False
    return (story.seen_at - story.published).total_seconds() < _LONGEST_WAY


def _seconds(begun: datetime, ended: datetime) -> float:
    """Return the seconds between; a clock that was set back in between makes them none."""
    return max((ended - begun).total_seconds(), 0.0)
