"""The engine with a source of its own: what breaks on one item."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.values import Article, DeliveryState, FeedAnswer, ParsedFeed, Place
from bot.jobs.engine import Engine
from bot.jobs.housekeeping import FORGOTTEN, KEEP
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.polling import Poller, PollPolicy
from bot.pipeline.reading import Reader
from bot.pipeline.sending import Outbox
from bot.store import SqlStore, open_store
from tests.pipeline.test_sending import Telegram
from tests.store.samples import NOW, add_story, card, plan_cards, subscribe
from tests.timers import SetClock

POISON = "https://poison.example.org/feed"
GOOD = "https://good.example.org/feed"


class Source:
    """A source of feeds, one of which breaks its reader."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        self.asked[url] += 1
        if url == POISON:
            raise RecursionError("a fault of the parser's")
        return FeedAnswer(ParsedFeed("Good", None, "en", ()), None, None, url)

    async def article(self, url: str) -> Article:
        raise AssertionError(url)


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(sqlite_url)
    yield opened
    await opened.close()


def made(
    store: SqlStore, clock: SetClock, source: Source, telegram: Telegram | None = None
) -> Engine:
    return Engine(
        store,
        clock,
        Poller(store, source, clock, PollPolicy()),
        Reader(store, source, clock),
        DigestMaker(store, clock),
        Outbox(store, telegram or Telegram(), clock),
    )


async def test_a_feed_that_breaks_its_reader_waits_as_one_that_fails(store: SqlStore) -> None:
    clock, source = SetClock(), Source()
    engine = made(store, clock, source)
    async with store.write() as unit:
        for url in (POISON, GOOD):
            await unit.feeds.add(url, clock.now())
    for _ in range(3):
        await engine.shift.work_off(engine.polls)
        clock.advance(seconds=1)
    assert source.asked == {POISON: 1, GOOD: 1}
    async with store.read() as unit:
        poison, _ = await unit.feeds.all()
    assert (poison.failures, poison.last_error) == (1, "RecursionError: a fault of the parser's")


async def test_the_house_is_kept_until_nothing_old_is_left(store: SqlStore) -> None:
    clock = SetClock()
    engine = made(store, clock, Source())
    async with store.write() as unit:
        one = await subscribe(unit)
        numbers = range(FORGOTTEN + 5)
        stories = [await add_story(unit, number, seen=clock.now()) for number in numbers]
        for story in stories:
            await unit.deliveries.plan(story.id, [card(one)], clock.now())
    clock.advance(seconds=(KEEP - timedelta(days=1)).total_seconds())
    await engine.house.clean()
    async with store.read() as unit:
        assert (await unit.upkeep.counts())["planned"] == len(stories)
    clock.advance(seconds=timedelta(days=2).total_seconds())
    await engine.house.clean()
    async with store.read() as unit:
        counts = await unit.upkeep.counts()
        texts = [story.text for story in await unit.stories.latest(len(stories))]
    assert (counts["planned"], counts["stories"]) == (0, len(stories))
    assert texts == [""] * len(stories)


async def test_a_group_that_had_its_twenty_a_minute_holds_up_nobody(store: SqlStore) -> None:
    """It waits in the database: in line, some busy groups would take every place in it."""
    clock, telegram = SetClock(NOW), Telegram()
    engine = made(store, clock, Source(), telegram)
    engine.sends = replace(engine.sends, line=1, least=1)
    full = {-7}
    engine.full = lambda: full
    async with store.write() as unit:
        (for_both,) = await plan_cards(unit, await subscribe(unit, Place(-7)), [1])
        await unit.deliveries.plan(for_both.id, [card(await subscribe(unit, Place(8)))], NOW)
    assert await engine.shift.work_off(engine.sends) == 1
    async with store.read() as unit:
        waits = await unit.deliveries.came(Place(-7), for_both.id)
    assert waits is not None
    assert waits.state is DeliveryState.PLANNED
    full.clear()
    assert await engine.shift.work_off(engine.sends) == 1
    assert telegram.cards == [for_both.code] * 2


async def test_one_card_does_not_wait_for_all_that_many_others_have(store: SqlStore) -> None:
    """Forty chats have five cards each, all older: the one more is among the first hundred."""
    clock, telegram = SetClock(NOW), Telegram()
    engine = made(store, clock, Source(), telegram)
    engine.sends = replace(engine.sends, line=8, least=1)
    async with store.write() as unit:
        many = [await subscribe(unit, Place(chat)) for chat in range(1, 41)]
        for number in range(5):
            story = await add_story(unit, number)
            await unit.deliveries.plan(story.id, [card(one) for one in many], NOW)
        (last,) = await plan_cards(unit, await subscribe(unit, Place(99)), [9])
    while last.code not in telegram.cards:
        assert await engine.shift.look(engine.sends)
        await engine.hands.all_ended(engine.sends)
    assert len(telegram.cards) < 100
    await engine.shift.work_off(engine.sends)
    assert len(telegram.cards) == 5 * 40 + 1
