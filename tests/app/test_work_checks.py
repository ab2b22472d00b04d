"""What doctor finds of the work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import work_checks
from bot.app.clocks import SystemClock
from bot.domain.errors import StorywireError
from bot.domain.values import Found, StoryTerms, Watch
from bot.ops.settings import Settings
from bot.store import SqlStore, open_store
from tests.store.samples import HOME, NOW, add_feed, entry, plan_cards, reading, subscribe


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, storywire_data=tmp_path, database_url=database_url)


async def test_more_failures_than_are_looked_at_are_counted(
    store: SqlStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_checks, "_LOOKED_AT", 2)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2, 3, 4])
        for _ in range(4):
            (taken,) = await unit.deliveries.take(NOW, 1)
            await unit.deliveries.failed(taken.id, "a strange message")
    with pytest.raises(StorywireError, match=r"^4 could not be sent, .* a strange message; see"):
        await work_checks.messages(settings)
    async with store.write() as unit:
        await unit.chats.gone(42)
    assert await work_checks.messages(settings) == "none failed but 4 to chats that are gone"


async def test_a_queue_that_does_not_move(store: SqlStore, settings: Settings) -> None:
    now = SystemClock().now()
    assert "0 messages planned" in await work_checks.queue(settings)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2], now - timedelta(minutes=5))
    assert "2 messages planned (the oldest 5 min ago)" in await work_checks.queue(settings)
    async with store.write() as unit:
        watch = Watch("feeds", now, now, 9e9, "No feed is read.", alarmed=True)
        await unit.upkeep.set_watch(watch)
    with pytest.raises(StorywireError, match=r"No feed is read"):
        await work_checks.queue(settings)
    async with store.write() as unit:
        await unit.upkeep.set_watch(replace(watch, ended_at=now))
        await plan_cards(unit, await subscribe(unit), [3], now - timedelta(minutes=15))
    with pytest.raises(StorywireError, match=r"3 messages wait, .* 15 min ago; start"):
        await work_checks.queue(settings)


async def test_stories_that_were_given_up(store: SqlStore, settings: Settings) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        found = [Found(entry(f"guid {n}"), f"{HOME}/{n}") for n in range(3)]
        await unit.stories.found(feed, found, NOW)
        first, second, third = await unit.stories.drafts(NOW, 9)
        assert await unit.stories.read(first.id, reading(), StoryTerms())
        # found under another address, which is no fault
        assert await unit.stories.read(second.id, reading(), StoryTerms()) is None
    assert await work_checks.given_up(settings) == "none given up"
    async with store.write() as unit:
        await unit.stories.drop(third.id, "RecursionError:\nit broke")
    expected = "1 given up, the last because: RecursionError: it broke"
    assert await work_checks.given_up(settings) == expected


async def test_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "GB are free" in await work_checks.disk(settings)
    monkeypatch.setattr("bot.pipeline.watching.ENOUGH", 10**18)
    monkeypatch.setattr("bot.pipeline.watching.LOW", 1.1)
    with pytest.raises(StorywireError, match=r"MB are free .* Make room"):
        await work_checks.disk(settings)
