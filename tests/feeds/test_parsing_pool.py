"""Parsing beside the event loop."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FeedError, FeedWalled, Wall
from bot.domain.values import Entry, Hints, ParsedFeed
from bot.feeds.documents import parsing, records
from bot.feeds.documents.parsing_pool import ParsingPool
from tests.feeds.hostile_feeds import HEAD, TAIL
from tests.feeds.wall_pages import LANGUAGES

ITEM = (
    "<item><title>Story {n} of the day</title><link>/a/{n}?x=1&amp;y=2</link><guid>{n}</guid>"
    "<pubDate>Tue, 03 Feb 2026 14:05:06 +0000</pubDate><description><![CDATA[<p>{words}</p>]]>"
    "</description></item>"
)
URL = "https://news.example.org/feed"


def feed(size: int) -> bytes:
    """Return a feed of about so many bytes."""
    words = "Words of the story. " * 20
    count = size // (len(ITEM) + len(words))
    return HEAD + "".join(ITEM.format(n=n, words=words) for n in range(count)).encode() + TAIL


@pytest.fixture
async def pool() -> AsyncIterator[ParsingPool]:
    """Return a pool that calls anything above 1,000 bytes large."""
    pool = ParsingPool(large=1_000)
    yield pool
    await pool.aclose()


async def test_small_feeds_need_no_process(pool: ParsingPool) -> None:
    found = await pool.parse(HEAD + b"<item/>" + TAIL)
    assert len(found.entries) == 1
    assert pool.pid is None


async def test_a_large_feed_comes_back_as_it_would_be_here(pool: ParsingPool) -> None:
    data = feed(1_000_000)
    assert await pool.parse(data, url=URL) == parsing.parse(data, url=URL)
    assert pool.pid is not None


async def test_the_process_stays_for_the_next_and_goes_when_idle() -> None:
    pool = ParsingPool(large=1_000, idle=0.2)
    feeds = await asyncio.gather(*(pool.parse(feed(5_000)) for _ in range(3)))
    assert len({len(found.entries) for found in feeds}) == 1
    first = pool.pid
    assert first is not None
    await pool.parse(feed(5_000))
    assert pool.pid == first
    for _ in range(100):
        await asyncio.sleep(0.05)
        if pool.pid is None and not _alive(first):
            break
    assert pool.pid is None
    assert not _alive(first)
    await pool.parse(feed(5_000))
    await pool.aclose()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("large", [10**9, 1_000], ids=["thread", "process"])
async def test_errors_keep_their_words(large: int) -> None:
    pool = ParsingPool(large=large)
    with pytest.raises(FeedError, match="web page"):
        await pool.parse(b"<html><p>x" + b" " * 5_000)
    page = f"<html lang='{LANGUAGES[0]}'><title>Just a moment...</title><body><p>Verify you are "
    page += "human by completing the action below.</p><script src='/cdn-cgi/challenge-platform/x'>"
    with pytest.raises(FeedWalled, match=r"news\.example\.org asks for a proof") as refused:
        await pool.parse(page.encode() + b" " * 2_000, url=URL)
    assert refused.value.wall is Wall.BOTS
    assert len((await pool.parse(feed(5_000))).entries) > 1
    await pool.aclose()


async def test_what_takes_too_long_is_ended() -> None:
    pool = ParsingPool(large=1_000, seconds=0.01)
    with pytest.raises(FeedError, match="takes more than"):
        await pool.parse(feed(1_000_000))
    assert pool.pid is None
    pool = ParsingPool(large=1_000)
    assert (await pool.parse(feed(5_000))).entries
    await pool.aclose()


async def test_a_killed_process_costs_one_feed(pool: ParsingPool) -> None:
    await pool.parse(feed(5_000))
    assert pool.pid is not None
    os.kill(pool.pid, 9)
    with pytest.raises(FeedError, match="too much"):
        await pool.parse(feed(2_000_000))
    assert (await pool.parse(feed(5_000))).entries


async def test_closing_waits_for_no_feed() -> None:
    pool = ParsingPool(large=1_000)
    task = asyncio.create_task(pool.parse(feed(10_000_000)))
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    await pool.aclose()
    with pytest.raises(FeedError):
        await task
    assert time.perf_counter() - began < 2
    assert pool.pid is None


async def test_a_cancelled_feed_leaves_no_answer_to_the_next(pool: ParsingPool) -> None:
    task = asyncio.create_task(pool.parse(feed(3_000_000)))
    # from then on it is asked, and takes a while to begin; no event tells of it
    while pool.pid is None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len((await pool.parse(feed(5_000))).entries) < 20


async def test_the_loop_goes_on_meanwhile() -> None:
    """One good round of five is enough: other processes may take the core of the loop."""
    data = feed(10_000_000)
    pool = ParsingPool()
    waits: list[float] = []
    while len(waits) < 5 and min(waits, default=1) >= 0.05:
        ticking = asyncio.create_task(_longest_wait())
        await pool.parse(data, url=URL)
        ticking.cancel()
        waits.append(await ticking)
    await pool.aclose()
    assert min(waits) < 0.05


async def _longest_wait() -> float:
    """Return by how many seconds a 5 ms tick was late at most, until cancelled."""
    longest = 0.0
    last = time.perf_counter()
    try:
        while True:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            longest = max(longest, now - last - 0.005)
            last = now
    except asyncio.CancelledError:
        return longest


TEXT = st.none() | st.text(max_size=20)
WHEN = st.none() | st.datetimes(datetime(1971, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ENTRIES = st.builds(
    Entry, guid=TEXT, title=TEXT, link=TEXT, published=WHEN, updated=WHEN, author=TEXT,
    summary=TEXT, content=TEXT, lang=TEXT,
)  # fmt: skip
HINTS = st.builds(
    Hints,
    st.none() | st.integers(1, 10**6).map(lambda n: timedelta(seconds=n)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)


@given(st.builds(ParsedFeed, TEXT, TEXT, TEXT, st.lists(ENTRIES, max_size=3).map(tuple), HINTS))
def test_a_feed_comes_through_a_pipe_unchanged(found: ParsedFeed) -> None:
    assert records.read(records.written(found)) == found
