"""Chats' own feeds, and what each chat sees."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.errors import Step
from bot.domain.ports import Unit
from bot.domain.values import ChatKind, Feed, Term
from bot.store import SqlStore
from tests.store.samples import HOME, HOUR, NOW, add_story

ALI, BEA = 1, 2


async def chat(unit: Unit, number: int) -> None:
    await unit.chats.ensure(number, ChatKind.SUPERGROUP, None, None, NOW)


async def own(unit: Unit, number: int, url: str = f"{HOME}/own.xml") -> Feed:
    """A private feed of a chat."""
    await chat(unit, number)
    feed, new = await unit.feeds.add(url, NOW)
    if new:
        await unit.feed_chats.set_public(feed.id, False)
    await unit.feed_chats.join(feed.id, number, NOW)
    return feed


async def test_a_private_feed_is_seen_by_its_chats(store: SqlStore) -> None:
    async with store.write() as unit:
        await chat(unit, BEA)
        public, _ = await unit.feeds.add(f"{HOME}/all.xml", NOW)
        mine = await own(unit, ALI)
        assert [f.id for f in await unit.feed_chats.shown_to(ALI)] == [public.id, mine.id]
        assert [f.id for f in await unit.feed_chats.shown_to(BEA)] == [public.id]
        assert [f.id for f in await unit.feed_chats.of_chat(ALI)] == [mine.id]
        assert await unit.feed_chats.chats_of(mine.id) == {ALI}
        assert await unit.feed_chats.counts() == {mine.id: 1}
        await unit.feed_chats.set_public(mine.id, True)
        assert [f.id for f in await unit.feed_chats.shown_to(BEA)] == [public.id, mine.id]


async def test_joining_and_leaving_tell_what_changed(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await own(unit, ALI)
        assert not await unit.feed_chats.join(feed.id, ALI, NOW + HOUR)
        assert await unit.feed_chats.leave(feed.id, ALI)
        assert not await unit.feed_chats.leave(feed.id, ALI)
        assert await unit.feed_chats.of_chat(ALI) == []


async def test_stories_of_a_private_feed(store: SqlStore) -> None:
    """Its chat finds them; others do only by code."""
    async with store.write() as unit:
        await chat(unit, BEA)
        feed = await own(unit, ALI, f"{HOME}/feed.xml")  # the one that add_story adds to
        story = await add_story(unit)
        since, syria = NOW - timedelta(days=1), Term("syria")
        for seen_by, expected in ((ALI, [story.id]), (BEA, []), (None, [story.id])):
            assert [s.id for s in await unit.stories.latest(5, seen_by)] == expected
            found = await unit.stories.search(syria, 5, since=since, seen_by=seen_by)
            assert [s.id for s in found] == expected
            hits = await unit.stories.hits(syria, 5, seen_by=seen_by)
            assert [hit.story_id for hit in hits] == expected
        assert await unit.stories.by_number(str(story.code))
        await unit.feeds.remove(feed.url)
        assert await unit.stories.latest(5, BEA) == []


async def test_feeds_are_found_by_id_and_by_any_of_their_addresses(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await own(unit, ALI)
        found = await unit.feed_chats.among([f"{HOME}/none.xml", feed.url])
        assert found is not None
        assert (found.id, found.public) == (feed.id, False)
        assert await unit.feed_chats.by_id(feed.id) == found
        await unit.feeds.remove(feed.url)
        assert await unit.feed_chats.among([feed.url]) is None
        assert await unit.feed_chats.by_id(feed.id) is None


async def test_a_group_that_moves_takes_its_feeds_along(store: SqlStore) -> None:
    """One that was added under both ids stays once."""
    async with store.write() as unit:
        both, only = await own(unit, ALI), await own(unit, ALI, f"{HOME}/only.xml")
        await own(unit, BEA)
        await unit.chats.moved(ALI, BEA)
        assert {f.id for f in await unit.feed_chats.of_chat(BEA)} == {both.id, only.id}
        assert await unit.feed_chats.of_chat(ALI) == []
        assert await unit.feed_chats.chats_of(both.id) == {BEA}


async def test_waking_a_feed_that_has_ended(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await own(unit, ALI)
        await unit.feeds.ended(feed.id, now=NOW, error="gone (HTTP 410)", step=Step.STATUS)
        assert await unit.feeds.due(NOW + HOUR, 5) == []
        await unit.feed_chats.wake(feed.id, NOW)
        assert [f.id for f in await unit.feeds.due(NOW, 5)] == [feed.id]
        assert await unit.feed_chats.chats_of(feed.id) == {ALI}


async def test_a_story_that_another_feed_brings_too_is_seen_by_its_chats(store: SqlStore) -> None:
    """Told once of each story; only of private feeds is it kept."""
    async with store.write() as unit:
        await chat(unit, BEA)
        private = await own(unit, ALI, f"{HOME}/feed.xml")  # the one that add_story adds to
        story = await add_story(unit)
        other = await own(unit, BEA, f"{HOME}/other.xml")
        public, _ = await unit.feeds.add(f"{HOME}/all.xml", NOW)
        assert await unit.feed_chats.audience(story.id) == frozenset({ALI})
        assert await unit.feed_chats.sighted(other.id, {story.id}, {99}) == frozenset({story.id})
        assert await unit.feed_chats.sighted(other.id, {story.id}, set()) == set()
        assert await unit.feed_chats.audience(story.id) == frozenset({ALI, BEA})
        assert [s.id for s in await unit.stories.latest(5, BEA)] == [story.id]
        assert await unit.stories.latest(5, 3) == []
        assert await unit.feed_chats.sighted(public.id, {story.id}, set()) == {story.id}
        assert await unit.feed_chats.audience(story.id) is None
        assert [s.id for s in await unit.stories.latest(5, 3)] == [story.id]
        await unit.feed_chats.set_public(private.id, True)
        assert await unit.feed_chats.sighted(public.id, {story.id}, set()) == set()
