"""Who else tells an event, and what most sources tell."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.ports import Unit
from bot.domain.values import Also, DeliveryState, Mode, Story, TextFrom
from bot.store import SqlStore
from tests.store.samples import DAY, HOUR, NOW, SOMEONE, add_story, card, subscribe
from tests.store.test_edits import event_of


async def told_by(unit: Unit, number: int, publisher: str | None, **changes: object) -> Story:
    """A story of a publisher, the later the higher its number."""
    published = NOW + number * HOUR
    return await add_story(unit, number, publisher=publisher, published=published, **changes)  # type: ignore[arg-type]  # a field's own


async def test_the_others_are_one_a_source_newest_first(store: SqlStore) -> None:
    async with store.write() as unit:
        told = [
            await told_by(unit, n, who) for n, who in enumerate(["A", "B", "B", "a", None, "C"])
        ]
        alone = await told_by(unit, 9, "D")
        await event_of(unit, *told)
        await event_of(unit, alone)
        names = [Also(1006, "C"), Also(1005, "news.example.org"), Also(1003, "B")]
        assert await unit.stories.others(told[0].id) == names
        assert await unit.stories.others(told[0].id, 2) == names[:2]
        assert await unit.stories.others(told[2].id) == [*names[:2], Also(1004, "a")]
        assert await unit.stories.others(alone.id) == []
        assert await unit.stories.others(99) == []


async def test_trends_have_the_most_sources_first(store: SqlStore) -> None:
    async with store.write() as unit:
        two = [await told_by(unit, n, who) for n, who in ((5, "A"), (6, "B"))]
        three = [await told_by(unit, n, who) for n, who in ((1, "A"), (2, "B"), (3, "C"))]
        one = [await told_by(unit, n, "A") for n in (7, 8)]
        old = [await told_by(unit, n, who) for n, who in ((-30, "A"), (-31, "B"))]
        for event in (two, three, one, old):
            await event_of(unit, *event)
        first, second = await unit.stories.trends(NOW - HOUR, 9)
        assert (first.story.code, [name.code for name in first.also]) == (1005, [1004, 1003])
        assert (second.story.code, [name.code for name in second.also]) == (1002, [1001])
        assert len(await unit.stories.trends(NOW - HOUR, 1)) == 1
        assert len(await unit.stories.trends(NOW - 2 * DAY, 9)) == 3


async def test_a_story_with_its_whole_text_stands_for_a_trend(store: SqlStore) -> None:
    async with store.write() as unit:
        await event_of(
            unit, await told_by(unit, 1, "A"), await told_by(unit, 2, "B", text_from=TextFrom.FEED)
        )
        (trend,) = await unit.stories.trends(NOW, 9)
        assert (trend.story.code, trend.also) == (1001, (Also(1002, "B"),))


async def test_what_a_private_feed_tells_is_its_chats_own(store: SqlStore) -> None:
    async with store.write() as unit:
        told = [await told_by(unit, n, who) for n, who in ((1, "A"), (2, "B"))]
        await event_of(unit, *told)
        (feed,) = await unit.feeds.all()
        await subscribe(unit)
        await unit.feed_chats.set_public(feed.id, False)
        assert await unit.stories.trends(NOW, 9, 42) == []
        assert await unit.stories.others(told[0].id, seen_by=42) == []
        await unit.feed_chats.join(feed.id, 42, NOW)
        assert len(await unit.stories.trends(NOW, 9, 42)) == 1
        assert await unit.stories.others(told[0].id, seen_by=42) == [Also(1002, "B")]


@pytest.mark.parametrize("with_all", [False, True])
async def test_a_digest_names_what_else_waited_for_it(store: SqlStore, with_all: bool) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, mode=Mode.DIGEST)
        told = [await told_by(unit, n, who) for n, who in ((1, "A"), (2, "B"), (3, "C"), (4, "D"))]
        await event_of(unit, *told[:3])
        for story in (told[0], told[1], told[3]):
            held = card(one, DeliveryState.HELD, in_digest=True)
            await unit.deliveries.plan(story.id, [held], NOW)
        (last, *_, first) = await unit.digests.waiting(SOMEONE, 9)
        assert (last.story.code, last.words, last.has_card) == (1004, ("Syria",), False)
        assert first.story.event_id is not None
        shown = [told[1].id, told[3].id, *([told[0].id] if with_all else [])]
        await unit.digests.compose(SOMEONE, date(2026, 3, 29), shown, NOW)
        (digest,) = await unit.digests.take(NOW, 9)
        assert [story.id for story in digest.stories] == shown
        assert digest.also == ({} if with_all else {1002: (Also(1001, "A"),)})


async def test_a_chat_may_want_every_source(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit)
        for every in (True, False):
            await unit.chats.set_every_source(42, every)
            chat = await unit.chats.get(42)
            assert chat is not None
            assert chat.every_source is every
