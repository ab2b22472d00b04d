from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.errors import Step
from bot.domain.values import FeedAnswer, Found, Hints, NoticeKind, ParsedFeed
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
            last_good_at=NOW,
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
        assert await unit.feeds.all() == [replace(before, last_good_at=NOW + DAY)]


async def test_lost_validators_are_forgotten_after_a_full_answer(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer(etag=None))
        assert (await unit.feeds.all())[0].etag is None


async def test_hints_and_interval_are_kept_until_the_next_feed(store: SqlStore) -> None:
    """Hours and days stay where nothing changed (304) and go with a feed that has none."""
    hinted = replace(PARSED, hints=Hints(HOUR, frozenset({1, 2}), frozenset({6})))
    async with store.write() as unit:
        feed = await add_feed(unit)
        for told in (hinted, None):
            await unit.feeds.polled(
                feed.id, now=NOW, next_due_at=NOW, answer=answer(told), interval=HOUR
            )
            (read,) = await unit.feeds.all()
            assert (read.interval, read.skip_hours, read.skip_days) == (
                HOUR,
                frozenset({1, 2}),
                frozenset({6}),
            )
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())
        (read,) = await unit.feeds.all()
        assert (read.interval, read.skip_hours, read.skip_days) == (None, frozenset(), frozenset())


async def test_a_feed_moves_unless_another_has_or_had_the_address(store: SqlStore) -> None:
    new, gone = f"{HOME}/new.xml", f"{HOME}/gone.xml"
    async with store.write() as unit:
        feed = await add_feed(unit)
        other = await add_feed(unit, f"{HOME}/other.xml")
        await add_feed(unit, gone)
        await unit.feeds.remove(gone)
        assert await unit.feeds.moved(feed.id, other.url) is False
        assert await unit.feeds.moved(feed.id, gone) is False
        assert [one.url for one in await unit.feeds.all()] == [URL, other.url]
        assert await unit.feeds.moved(feed.id, new) is True
        assert [one.url for one in await unit.feeds.all()] == [new, other.url]
        assert (await unit.feeds.add(new, NOW))[1] is False
        assert await unit.feeds.at(URL) is await unit.feeds.at(gone) is None


async def test_a_poll_alone_does_not_move_a_feed(store: SqlStore) -> None:
    new = f"{HOME}/new.xml"
    async with store.write() as unit:
        feed = await add_feed(unit)
        led = answer(url=new)
        await unit.feeds.polled(
            feed.id, now=NOW, next_due_at=NOW, answer=led, moving_to=new, moving_seen=1
        )
        (read,) = await unit.feeds.all()
        assert (read.url, read.moving_to, read.moving_seen) == (URL, new, 1)
        await unit.feeds.failed(feed.id, next_due_at=NOW, error="down")
        (read,) = await unit.feeds.all()
        assert (read.moving_to, read.moving_seen) == (None, 0)


async def test_two_feeds_that_are_one(store: SqlStore) -> None:
    """Drafts of the one that goes are read still, and what was public stays so."""
    async with store.write() as unit:
        feed, kept = await add_feed(unit), await add_feed(unit, f"{HOME}/kept.xml")
        await unit.feeds.merged(feed.id, kept.id)
        assert await unit.feeds.all() == [kept]
        assert [one.id for one in await unit.feeds.due(NOW, 9)] == [kept.id]


async def test_failures_are_counted_in_a_row(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        for error in ("down", "HTTP 503"):
            await unit.feeds.failed(feed.id, next_due_at=NOW + HOUR, error=error)
        (failed,) = await unit.feeds.all()
        assert (failed.failures, failed.last_error, failed.failed_step) == (2, "HTTP 503", None)
        assert failed.next_due_at == NOW + HOUR


async def test_a_removed_feed_is_not_read_but_its_stories_stay(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("late"), f"{HOME}/late", False)], NOW)
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
        assert (back.first_read_at, back.etag, back.last_good_at) == (None, None, None)
        (known,) = await unit.stories.known(back.id, {"guid 1"}, set(), set())
        assert known.guid == "guid 1"


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


async def test_the_step_of_a_failure_is_kept_until_a_good_poll(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.failed(feed.id, next_due_at=NOW, error="no such host", step=Step.DNS)
        assert (await unit.feeds.all())[0].failed_step is Step.DNS
        await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())
        assert (await unit.feeds.all())[0].failed_step is None


async def test_an_ended_feed_is_listed_but_not_read(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        feed = await add_feed(unit)
        await unit.feeds.ended(feed.id, now=NOW, error="HTTP 410", step=Step.STATUS)
        assert await unit.feeds.due(NOW + DAY, 9) == []
        (ended,) = await unit.feeds.all()
        assert (ended.ended_at, ended.last_error) == (NOW, "HTTP 410")
        assert await unit.stories.by_id(story.id) == story


@pytest.mark.parametrize("how", ["ended", "removed"])
async def test_a_feed_added_again_keeps_nothing_of_its_past(store: SqlStore, how: str) -> None:
    hinted = replace(PARSED, hints=Hints(HOUR, frozenset({1}), frozenset({6})))
    async with store.write() as unit:
        new = await add_feed(unit)
        await unit.feeds.polled(
            new.id, now=NOW, next_due_at=NOW, answer=answer(hinted), interval=HOUR,
            moving_to=f"{HOME}/new", moving_seen=2,
        )  # fmt: skip
        assert await unit.feeds.set_pace(URL, HOUR)
        if how == "ended":
            await unit.feeds.ended(new.id, now=NOW, error="HTTP 410", step=Step.STATUS)
        else:
            await unit.feeds.failed(new.id, next_due_at=NOW, error="down", step=Step.DNS)
            await unit.feeds.remove(URL)
        begun = replace(new, home=HOME, lang="en")
        assert await unit.feeds.add(URL, NOW) == (begun, True)
        assert await unit.feeds.notices(NOW, 9) == []


async def test_an_administrators_pace(store: SqlStore) -> None:
    async with store.write() as unit:
        await add_feed(unit)
        assert await unit.feeds.set_pace(URL, timedelta(seconds=90)) is True
        assert (await unit.feeds.all())[0].pace == timedelta(seconds=90)
        assert await unit.feeds.set_pace(URL, None) is True
        assert (await unit.feeds.all())[0].pace is None
        assert await unit.feeds.set_pace(f"{HOME}/none.xml", HOUR) is False


@pytest.mark.parametrize(
    ("url", "left_out"),
    [
        ("https://news.example.org/feed", True),
        ("http://NEWS.example.org:8080/feed", True),
        ("https://news.example.org", False),
        ("https://news.example.org?feed", True),
        ("https://news.example.org.example.net/feed", False),
        ("https://other.example.org/https://news.example.org/", False),
        ("https://newsXexample.org/feed", False),
    ],
)
async def test_feeds_of_busy_hosts_wait(store: SqlStore, url: str, left_out: bool) -> None:
    async with store.write() as unit:
        feed, _ = await unit.feeds.add(url, NOW)
        due = await unit.feeds.due(NOW, 9, but_hosts={"news.example.org", "::1", "a_%.org"})
        assert due == ([] if left_out else [feed])


async def test_a_notice_of_failing_comes_once_and_again_after_a_good_time(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        for _ in range(2):
            for days in range(4):
                await unit.feeds.failed(
                    feed.id, next_due_at=NOW, error="down", notice_at=NOW + (3 + days) * DAY
                )
            assert await unit.feeds.notices(NOW + 2 * DAY, 9) == []
            (notice,) = await unit.feeds.notices(NOW + 3 * DAY, 9)
            assert (notice.kind, notice.feed.id, notice.chat_ids) == ("failing", feed.id, ())
            await unit.feeds.tell_later(feed.id, NoticeKind.FAILING, NOW + 4 * DAY)
            assert await unit.feeds.notices(NOW + 3 * DAY, 9) == []
            await unit.feeds.told(feed.id, NoticeKind.FAILING, NOW + 4 * DAY)
            await unit.feeds.failed(feed.id, next_due_at=NOW, error="down", notice_at=NOW + 5 * DAY)
            assert await unit.feeds.notices(NOW + 99 * DAY, 9) == []
            await unit.feeds.polled(feed.id, now=NOW, next_due_at=NOW, answer=answer())


async def test_one_failure_before_a_long_rest_of_the_bots_is_no_news(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.failed(feed.id, next_due_at=NOW, error="down", notice_at=NOW + 3 * DAY)
        assert await unit.feeds.notices(NOW + 9 * DAY, 9) == []


async def test_a_notice_of_an_end_takes_the_place_of_one_of_failing(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        for _ in range(3):
            await unit.feeds.failed(feed.id, next_due_at=NOW, error="down", notice_at=NOW)
        await unit.feeds.ended(feed.id, now=NOW, error="HTTP 410", step=Step.STATUS)
        (notice,) = await unit.feeds.notices(NOW, 9)
        assert notice.kind is NoticeKind.ENDED
        await unit.feeds.remove(URL)
        assert await unit.feeds.notices(NOW, 9) == []
