"""What is counted and timed of the work, at its borders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from bot.domain.errors import FetchTimeout, Step
from bot.domain.values import Article, FeedAnswer, ParsedFeed, Sent
from bot.ops.measuring import MeasuredSource, MeasuredStore
from bot.ops.metrics import Meters
from bot.store import SqlStore, open_store
from tests.store.samples import HOME, NOW, add_feed, plan_cards, subscribe
from tests.timers import FastTimer, SetClock

ANSWER = FeedAnswer(ParsedFeed("News", None, "en", ()), None, None, f"{HOME}/feed.xml")


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(sqlite_url)
    yield opened
    await opened.close()


async def test_a_card_from_its_planning_to_its_edit(store: SqlStore) -> None:
    registry, clock = CollectorRegistry(), SetClock(NOW)
    measured = MeasuredStore(store, Meters(registry), clock)
    value = registry.get_sample_value
    async with measured.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2, 3])
    clock.advance(seconds=90)
    for note in (("sent", Sent(7)), ("later", clock.now(), "busy"), ("failed", "too long")):
        async with measured.write() as unit:
            (taken,) = await unit.deliveries.take(clock.now(), 1)
        async with measured.write() as unit:
            if note[0] == "sent":
                await unit.deliveries.sent(taken.id, Sent(7, None, "as plain text"), clock.now())
            elif note[0] == "later":
                await unit.deliveries.later(taken.id, clock.now() + timedelta(hours=1), "busy")
            else:
                await unit.deliveries.failed(taken.id, "too long")
    assert value("storywire_stories_read_total") == 3
    assert value("storywire_deliveries_planned_total", {"state": "planned"}) == 3
    for name in ("sent", "later", "failed"):
        assert value(f"storywire_messages_{name}_total", {"kind": "card"}) == 1, name
    assert value("storywire_refusals_total", {"kind": "degraded"}) == 1
    for name, labels in (("planned_to_sent", {"kind": "card"}), ("published_to_sent", {})):
        assert value(f"storywire_{name}_seconds_sum", labels) == 90, name


async def test_what_was_undone_does_not_count(store: SqlStore) -> None:
    registry = CollectorRegistry()
    measured = MeasuredStore(store, Meters(registry), SetClock(NOW))

    async def broken() -> None:
        async with measured.write() as unit:
            feed = await add_feed(unit)
            await unit.feeds.failed(feed.id, next_due_at=NOW, error="away", step=Step.DNS)
            raise RuntimeError("the process dies")

    with pytest.raises(RuntimeError):
        await broken()
    assert registry.get_sample_value("storywire_polls_total", {"outcome": "failed"}) is None


async def test_an_answer_from_its_question(store: SqlStore) -> None:
    registry, clock = CollectorRegistry(), SetClock(NOW)
    measured = MeasuredStore(store, Meters(registry), clock)
    async with measured.write() as unit:
        await unit.inbox.add([(5, 42, "{}")], NOW)
    clock.advance(seconds=2)
    async with measured.write() as unit:
        await unit.inbox.done(5)
        await unit.inbox.done(6)  # which another process took
    assert registry.get_sample_value("storywire_replies_total") == 2
    assert registry.get_sample_value("storywire_reply_seconds_count") == 1
    assert registry.get_sample_value("storywire_reply_seconds_sum") == 2


class Source:
    """A source that takes three seconds, and then may fail."""

    def __init__(self, timer: FastTimer) -> None:
        self.timer = timer

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        await self.timer.sleep(3)
        if etag:
            raise FetchTimeout("too slow")
        return ANSWER

    async def article(self, url: str) -> Article:
        await self.timer.sleep(3)
        raise FetchTimeout("too slow")


async def test_fetching_is_timed_whatever_comes_of_it() -> None:
    registry, timer = CollectorRegistry(), FastTimer()
    measured = MeasuredSource(Source(timer), Meters(registry), timer)
    assert await measured.feed(HOME) is ANSWER
    with pytest.raises(FetchTimeout):
        await measured.feed(HOME, etag="x")
    with pytest.raises(FetchTimeout):
        await measured.article(HOME)
    value = registry.get_sample_value
    assert value("storywire_poll_seconds_sum") == 6
    assert value("storywire_article_seconds_sum") == 3
    assert value("storywire_poll_failures_total", {"step": "time"}) == 1


CALLS = (
    ("200", None), ("400", "400"), ("401", "401"), ("403", "403"), ("404", "401"), ("409", "400"),
    ("429", "429"), ("500", "5xx"), ("502", "5xx"), ("timeout", "timeout"),
    ("connection", "connection"),
)  # fmt: skip


@pytest.mark.parametrize(("outcome", "kind"), CALLS)
def test_refusals_by_kind(outcome: str, kind: str | None) -> None:
    meters = Meters(CollectorRegistry())
    meters.called("sendMessage", outcome, 0.2)
    assert meters.refused() == ({kind: 1} if kind else {})
