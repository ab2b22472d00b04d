"""One host with many feeds, or a slow one, does not keep the others waiting."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from bot.domain.values import Article, FeedAnswer, ParsedFeed
from bot.jobs.engine import Engine
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.polling import Poller, PollPolicy
from bot.pipeline.reading import Reader
from bot.pipeline.sending import Outbox
from bot.store import SqlStore, open_store
from tests.timers import SetClock, until

SLOW = "slow.example.org"


class Source:
    """A source whose slow host answers when it is let, and that counts who is asked at once."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most_at_once = 0
        self.let_go = asyncio.Event()

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        host = urlsplit(url).hostname or ""
        self.asked[host] += 1
        self.at_once[host] += 1
        self.most_at_once = max(self.most_at_once, self.at_once[host])
        if host.startswith("slow"):
            await self.let_go.wait()
        self.at_once[host] -= 1
        return FeedAnswer(ParsedFeed("News", None, "en", ()), None, None, url)

    async def article(self, url: str) -> Article:
        raise AssertionError(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url)
    yield opened
    await opened.close()


def engine(store: SqlStore, source: Source, policy: PollPolicy) -> Engine:
    clock = SetClock()
    return Engine(
        store,
        clock,
        Poller(store, source, clock, policy),
        Reader(store, source, clock),
        DigestMaker(store, clock),
        Outbox(store, None, clock),  # type: ignore[arg-type]  # nothing is sent here
    )


async def add(made: Engine, *urls: str) -> None:
    """Add feeds, the first of them due the longest."""
    async with made.store.write() as unit:
        for url in urls:
            await unit.feeds.add(url, made.clock.now())


async def test_a_slow_host_holds_one_place_only(store: SqlStore) -> None:
    source = Source()
    made = engine(store, source, PollPolicy())
    slow = [f"https://slow.example.org/{number}" for number in range(60)]
    await add(made, *slow, *(f"https://{letter}.example.org/feed" for letter in "abcdefghij"))
    started = 0
    while started < 11:
        started += await made.shift.look(made.polls)
        await until(lambda expected=started: source.asked.total() == expected)  # type: ignore[misc]
    assert await made.shift.look(made.polls) == 0
    assert source.asked[SLOW] == 1
    source.let_go.set()
    await made.read_all()
    assert source.asked[SLOW] == 60
    assert source.most_at_once == 1


async def test_an_exempt_host_is_asked_for_several_at_once(store: SqlStore) -> None:
    source = Source()
    made = engine(store, source, PollPolicy(is_exempt=lambda _: True))
    await add(made, *(f"https://slow.example.org/{number}" for number in range(20)))
    assert await made.shift.look(made.polls) == 16
    assert await made.shift.look(made.polls) == 0
    await until(lambda: source.most_at_once == 16)
    source.let_go.set()
    await made.read_all()
    assert source.asked == {"slow.example.org": 20}
