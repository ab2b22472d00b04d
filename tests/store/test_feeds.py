from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.values import FeedAnswer, ParsedFeed
from bot.store import SqlStore
from tests.store.samples import DAY, HOME, HOUR, NOW, add_feed, add_story, entry

URL = f"{HOME}/feed.xml"
PARSED = ParsedFeed("Example News", HOME, "en", ())


def answer(feed: ParsedFeed | None = PARSED, url: str = URL, etag: str | None = "e") -> FeedAnswer:
    return FeedAnswer(feed, etag, "Sun, 29 Mar 2026 00:00:00 GMT", url)


async def test_a_new_feed_is_due_at_once_and_added_once(store: SqlStore) -> None:
    async with store.write() as unit:
        feed, is_new = await unit.feeds.add(URL, NOW, title="News", push_backlog=True)
        again, again_new = await unit.feeds.add(URL, NOW + DAY, title="Other")
        assert (is_new, again_new) == (True, False)
        assert again == feed
        assert (feed.title, feed.push_backlog, feed.first_read_at) == ("News", True, None)
        assert await unit.feeds.due(NOW, 10) == [feed]


async def test_the_longest_due_comes_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for minutes in (2, 0, 1, 3):
            await unit.feeds.add(f"{URL}?{minutes}", NOW + timedelta(minutes=minutes))
        due = await unit.feeds.due(NOW + timedelta(minutes=2), 2)
        assert [feed.url[-1] for feed in due] == ["0", "1"]


async def test_a_poll_keeps_what_it_learned(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.failed(feed.id, next_due_at=NOW, error="down")
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW + HOUR, answer=answer())
        (read,) = await unit.feeds.all()
        assert read == replace(
            feed,
            title="Example News",
            home=HOME,
            lang="en",
            etag="e",
            last_modified="Sun, 29 Mar 2026 00:00:00 GMT",
            next_due_at=NOW + HOUR,
            first_read_at=NOW,
        )
        assert await unit.feeds.due(NOW, 10) == []


async def test_nothing_changed_changes_nothing(store: SqlStore) -> None:
    """A 304 without validators keeps those we have, and the time of the first read."""
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())
        (before,) = await unit.feeds.all()
        same = FeedAnswer(None, None, None, URL)
        await unit.feeds.polled(feed.id, now=NOW + DAY, next_due_at=NOW, answer=same)
        assert await unit.feeds.all() == [before]


async def test_lost_validators_are_forgotten_after_a_full_answer(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer(etag=None))
        assert (await unit.feeds.all())[0].etag is None


async def test_a_permanent_redirect_is_followed_unless_it_leads_to_a_known_feed(
    store: SqlStore,
) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        other = await add_feed(unit, f"{HOME}/other.xml")
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer(url=other.url))
        assert [one.url for one in await unit.feeds.all()] == [URL, other.url]
        new = f"{HOME}/new.xml"
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer(url=new))
        assert [one.url for one in await unit.feeds.all()] == [new, other.url]
        assert (await unit.feeds.add(new, NOW))[1] is False


async def test_failures_are_counted_in_a_row(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        for error in ("down", "HTTP 503"):
            await unit.feeds.failed(feed.id, next_due_at=NOW + HOUR, error=error)
        (failed,) = await unit.feeds.all()
        assert (failed.failures, failed.last_error) == (2, "HTTP 503")
        assert failed.next_due_at == NOW + HOUR


async def test_a_removed_feed_is_not_read_but_its_stories_stay(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        feed = await add_feed(unit)
        await unit.stories.found(feed, [(entry("late"), f"{HOME}/late", False)], NOW)
        assert await unit.feeds.remove(URL) is True
        assert await unit.feeds.remove(URL) is False
        assert await unit.feeds.all() == await unit.feeds.due(NOW, 10) == []
        assert await unit.stories.drafts(NOW, 10) == []
        assert await unit.stories.by_id(story.id) == story


async def test_a_feed_that_comes_back_begins_anew_and_knows_its_stories(store: SqlStore) -> None:
    async with store.write() as unit:
        await add_story(unit, 1)
        feed = await add_feed(unit)
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW + DAY, answer=answer())
        await unit.feeds.remove(URL)
        back, is_new = await unit.feeds.add(URL, NOW + HOUR)
        assert is_new
        assert (back.next_due_at, back.added_at) == (NOW + HOUR, NOW + HOUR)
        assert (back.first_read_at, back.etag) == (None, None)
        assert await unit.stories.known(back.id, {"guid 1"}, set()) == ({"guid 1"}, set())


async def test_instants_come_back_in_utc(store: SqlStore) -> None:
    tehran = NOW.astimezone(timezone(timedelta(hours=3, minutes=30)))
    async with store.write() as unit:
        feed, _ = await unit.feeds.add(URL, tehran)
        assert feed.added_at == NOW
        assert feed.added_at.utcoffset() == timedelta(0)
        assert feed.added_at.isoformat() == "2026-03-29T00:30:00+00:00"


async def test_an_instant_without_a_zone_is_refused(store: SqlStore) -> None:
    with pytest.raises(Exception, match="no time zone"):
        async with store.write() as unit:
            await unit.feeds.add(URL, datetime(2026, 3, 29))  # noqa: DTZ001  # what is refused


async def test_an_address_may_be_very_long(store: SqlStore) -> None:
    """PostgreSQL's indexes refuse values over 2,700 bytes."""
    url = f"{URL}?{'x' * 9_000}"
    async with store.write() as unit:
        assert (await unit.feeds.add(url, NOW))[0].url == url
        assert (await unit.feeds.add(url, NOW))[1] is False
        assert (await unit.feeds.add(url + "y", NOW))[1] is True
