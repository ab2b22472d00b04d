"""Two stores on one database stand for two processes: they share nothing but the database."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.domain.values import (
    Anchor,
    ChatKind,
    Delivery,
    Found,
    Mode,
    Place,
    Sent,
    StoryTerms,
    Subscription,
)
from bot.store import SqlStore, open_store
from tests.store.samples import HOME, NOW, SOMEONE, add_feed, entry, plan_cards, reading, subscribe


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Two stores on the same database."""
    both = open_store(database_url), open_store(database_url)
    yield both
    for store in both:
        await store.close()


async def test_each_card_is_taken_once_and_one_a_chat(stores: tuple[SqlStore, SqlStore]) -> None:
    taken: Counter[int] = Counter()
    busy: Counter[int] = Counter()

    async def send(store: SqlStore) -> None:
        while True:
            async with store.write() as unit:
                cards: list[Delivery] = await unit.deliveries.take(NOW, 3)
            for one in cards:
                busy[one.place.chat_id] += 1
                assert busy[one.place.chat_id] == 1
                taken[one.id] += 1
            await asyncio.sleep(0)
            for one in cards:
                busy[one.place.chat_id] -= 1
                async with store.write() as unit:
                    await unit.deliveries.sent(one.id, Sent(1), NOW)
            async with store.read() as unit:
                if await unit.deliveries.pending() == 0:
                    return

    async with stores[0].write() as unit:
        for chat_id in range(1, 11):
            numbers = [chat_id * 10 + number for number in range(4)]
            await plan_cards(unit, await subscribe(unit, Place(chat_id)), numbers)
    await asyncio.gather(*(send(store) for store in stores * 2))
    assert len(taken) == 40
    assert set(taken.values()) == {1}


async def test_what_two_find_or_make_at_once_is_there_once(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    found = [Found(entry(f"g{number}"), f"{HOME}/{number}", False) for number in range(5)]

    async def work(store: SqlStore) -> list[int]:
        async with store.write() as unit:
            feed, new_feed = await unit.feeds.add(f"{HOME}/feed", NOW)
        async with store.write() as unit:
            drafts = await unit.stories.found(feed, found, NOW)
        async with store.write() as unit:
            await unit.chats.ensure(42, ChatKind.PRIVATE, None, None, NOW)
        async with store.write() as unit:
            _, new = await unit.chats.subscribe(
                SOMEONE, "t", "t", [Anchor("t"), Anchor("u")], Mode.BOTH, NOW
            )
        async with store.write() as unit:
            made = await unit.digests.compose(SOMEONE, date(2026, 3, 29), [], NOW)
        async with store.write() as unit:
            await unit.inbox.add([(5, 7, "{}"), (6, 7, "{}")], NOW)
        return [new_feed, drafts, new, made]

    results = await asyncio.gather(*(work(store) for store in stores * 2))
    firsts = [sum(map(int, column)) for column in zip(*results, strict=True)]
    assert firsts == [1, 5, 1, 1]


async def test_two_readers_of_one_draft_make_one_story(stores: tuple[SqlStore, SqlStore]) -> None:
    async with stores[0].write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("g"), f"{HOME}/1", False)], NOW)
        (draft,) = await unit.stories.drafts(NOW, 9)

    async def read(store: SqlStore) -> bool:
        async with store.write() as unit:
            return await unit.stories.read(draft.id, reading(), StoryTerms()) is not None

    assert sorted(await asyncio.gather(*(read(store) for store in stores * 2))) == [
        False,
        False,
        False,
        True,
    ]


async def test_two_drafts_of_one_link_make_one_story(stores: tuple[SqlStore, SqlStore]) -> None:
    async with stores[0].write() as unit:
        feed = await add_feed(unit)
        found = [Found(entry(guid), f"{HOME}/{guid}", False) for guid in "abcd"]
        await unit.stories.found(feed, found, NOW)
        drafts = await unit.stories.drafts(NOW, 9)

    async def read(store: SqlStore, draft_id: int) -> bool:
        async with store.write() as unit:
            return await unit.stories.read(draft_id, reading(f"{HOME}/x"), StoryTerms()) is not None

    pairs = zip(stores * 2, drafts, strict=True)
    results = await asyncio.gather(*(read(store, draft.id) for store, draft in pairs))
    assert sum(results) == 1
    async with stores[0].read() as unit:
        assert await unit.stories.drafts(NOW, 9) == []


async def test_writers_queue_and_readers_see_what_was_committed(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)

    async def fail_once(number: int) -> None:
        async with store.write() as unit:
            await unit.feeds.failed(feed.id, next_due_at=NOW, error=str(number))

    async def look() -> int:
        async with store.read() as unit:
            return (await unit.feeds.all())[0].failures

    writes = [fail_once(number) for number in range(50)]
    looks = [look() for _ in range(50)]
    seen = (await asyncio.gather(*writes, *looks))[50:]
    assert all(isinstance(count, int) and 0 <= count <= 50 for count in seen)
    assert await look() == 50


async def test_a_reader_keeps_its_snapshot(store: SqlStore) -> None:
    async with store.read() as unit:
        assert await unit.feeds.all() == []
        async with store.write() as other:
            await add_feed(other)
        assert await unit.feeds.all() == []
    async with store.read() as unit:
        assert len(await unit.feeds.all()) == 1


async def test_a_cancelled_writer_lets_the_next_go(store: SqlStore) -> None:
    entered = asyncio.Event()

    async def hang() -> None:
        async with store.write() as unit:
            await add_feed(unit)
            entered.set()
            await asyncio.sleep(60)

    tasks = [asyncio.create_task(hang()) for _ in range(2)]
    await entered.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with store.write() as unit:
        assert await unit.feeds.all() == []
        assert (await unit.feeds.add(f"{HOME}/feed.xml", NOW))[1]


async def test_a_topic_that_is_followed_stays_anchored_whoever_leaves_it(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    """One begins to follow it while the last other leaves and its anchors are taken away."""
    anchors = [Anchor("syria"), Anchor("suriye"), Anchor("syrie")]
    terms = {anchor.term for anchor in anchors}
    first, second = stores
    async with first.write() as unit:
        one = await subscribe(unit)
        await unit.chats.ensure(43, ChatKind.PRIVATE, None, None, NOW)

    async def leave(last: Subscription) -> None:
        async with first.write() as unit:
            await unit.chats.unsubscribe(last.id, last.place)
        async with first.write() as unit:
            await unit.chats.unanchor(one.topic.id, terms)

    async def come(place: Place, better: list[Anchor]) -> None:
        async with second.write() as unit:
            await unit.chats.subscribe(place, one.topic.normal, "Syria", anchors, Mode.BOTH, NOW)
        async with second.write() as unit:
            await unit.chats.anchor(one.topic.id, better, terms)

    for number in range(6):
        better = anchors[number % 3 :]
        await asyncio.gather(come(Place(43, number), better), leave(one))
        async with second.write() as unit:
            assert await unit.chats.topics_with({better[-1].term}) == [one.topic]
            (one,) = await unit.chats.subscriptions(Place(43, number))
