from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.values import DigestPlan, Found
from bot.store import SqlStore
from tests.store.samples import (
    DAY,
    HOME,
    HOUR,
    NOW,
    SOMEONE,
    add_feed,
    add_story,
    entry,
    plan_cards,
    subscribe,
)


async def test_a_clock_set_back_pulls_far_times_near(store: SqlStore) -> None:
    """All but those that are near enough, and those of digests."""
    async with store.write() as unit:
        feed = await add_feed(unit)
        near, _ = await unit.feeds.add(f"{HOME}/near", NOW + DAY)
        await unit.feeds.failed(feed.id, next_due_at=NOW + 2 * DAY, error="down")
        one = await subscribe(unit)
        (story,) = await plan_cards(unit, one, [1], now=NOW + 2 * DAY)
        await unit.digests.compose(SOMEONE, date(2026, 3, 29), [story.id], NOW + 3 * DAY)
        await unit.stories.found(feed, [Found(entry("d"), f"{HOME}/d", False)], NOW + 2 * DAY)
        plan = DigestPlan(SOMEONE, "UTC", "08:00", (), NOW + 2 * DAY, None)
        await unit.digests.set_plan(plan)
        assert await unit.feeds.due(NOW, 9) == []

        await unit.upkeep.clock_set_back(NOW, DAY)

        assert [one.id for one in await unit.feeds.due(NOW, 9)] == [feed.id]
        assert near in await unit.feeds.all()
        assert len(await unit.stories.drafts(NOW, 9)) == 1
        assert len(await unit.digests.take(NOW, 9)) == 1
        assert len(await unit.deliveries.take(NOW, 9)) == 0  # the chat is busy
        assert await unit.deliveries.next_at() == NOW
        assert await unit.digests.plan_of(SOMEONE) == replace(plan, last_at=None)


async def test_counts(store: SqlStore) -> None:
    async with store.write() as unit:
        nothing = await unit.upkeep.counts()
        assert set(nothing.values()) == {0}
        one = await subscribe(unit)
        await subscribe(unit, topic="iran")
        await plan_cards(unit, one, [1, 2], now=NOW + HOUR)
        await unit.stories.found(await add_feed(unit), [Found(entry("d"), f"{HOME}/d", False)], NOW)
        await add_story(unit, 3)
        await unit.feeds.add(f"{HOME}/removed", NOW)
        await unit.feeds.remove(f"{HOME}/removed")
        assert await unit.upkeep.counts() == {
            "feeds": 1,
            "stories": 3,
            "drafts": 1,
            "chats": 1,
            "subscriptions": 2,
            "planned": 2,
            "failed": 0,
        }
