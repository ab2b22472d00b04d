"""Feeds on a real server: what it is asked, how often, and what its answers do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.checks import examine
from bot.domain.errors import Step
from bot.domain.values import Anchor, ChatKind, Feed, Mode, Notice, NoticeKind, Place
from bot.feeds.web.http import HttpSource
from bot.jobs.engine import Engine
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.notifying import Notifier
from bot.pipeline.polling import Poller, PollPolicy
from bot.pipeline.reading import Reader
from bot.pipeline.sending import Outbox
from bot.store import SqlStore, open_store
from tests.feeds.serving import RSS, Server, answer, redirect, serving
from tests.timers import FastTimer, SetClock

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass
class Newsstand:
    """A server with feeds, and an engine that reads them as if it were a public host."""

    server: Server
    store: SqlStore
    engine: Engine
    clock: SetClock
    told: list[Notice] = field(default_factory=list)

    async def add(self, path: str = "/feed") -> None:
        async with self.store.write() as unit:
            await unit.feeds.add(self.server.url(path), self.clock.now())

    async def feed(self) -> Feed:
        async with self.store.read() as unit:
            return (await unit.feeds.all())[0]

    async def poll(self, page: bytes | None = None, path: str = "/feed") -> Feed:
        """Let the page stand at the path, and the time come at which the first feed is due."""
        if page is not None:
            self.server.pages[path] = page
        self.clock.set(max(self.clock.now(), (await self.feed()).next_due_at))
        await self.engine.shift.work_off(self.engine.polls)
        return await self.feed()

    async def tell(self, notice: Notice) -> None:
        self.told.append(notice)


@pytest.fixture
async def stand(database_url: str) -> AsyncIterator[Newsstand]:
    clock = SetClock()
    store = open_store(database_url)
    async with serving() as server, HttpSource(FastTimer(), [server.host]) as source:
        policy = PollPolicy(chance=lambda: 0.5)
        engine = Engine(
            store,
            clock,
            Poller(store, source, clock, policy),
            Reader(store, source, clock),
            DigestMaker(store, clock),
            Outbox(store, None, clock),  # type: ignore[arg-type]  # nothing is sent here
        )
        stand = Newsstand(server, store, engine, clock)
        engine.notifier = Notifier(store, stand, clock)
        await stand.add()
        yield stand
    await store.close()


async def test_what_did_not_change_is_not_sent_again(stand: Newsstand) -> None:
    began = stand.clock.now()
    date = "Wed, 17 Jun 2026 08:00:00 GMT"
    await stand.poll(answer(RSS, 'ETag: "v1"', f"Last-Modified: {date}"))
    feed = await stand.poll(answer(b"", status="304 Not Modified"))
    asked = stand.server.asked[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', date)
    assert (feed.failures, feed.last_good_at) == (0, began + 15 * MINUTE)
    assert feed.next_due_at == began + 30 * MINUTE


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_a_host_that_asks_to_wait_is_waited_for(stand: Newsstand, status: str) -> None:
    began = stand.clock.now()
    feed = await stand.poll(answer(b"", "Retry-After: 9000", status=status))
    assert feed.next_due_at == began + 150 * MINUTE
    assert (feed.failed_step, feed.failures) == (Step.STATUS, 1)
    for _ in range(14):
        stand.clock.advance(minutes=10)
        assert await stand.engine.shift.look(stand.engine.polls) == 0
    feed = await stand.poll(answer(RSS))
    assert (feed.failed_step, feed.failures) == (None, 0)
    assert len(stand.server.asked) == 2


async def test_a_host_that_fails_is_asked_ever_less(stand: Newsstand) -> None:
    began = stand.clock.now()
    stand.server.pages["/feed"] = answer(b"", status="500 Internal Server Error")
    for _ in range(10 * 24 * 2):
        stand.clock.advance(minutes=30)
        await stand.engine.shift.look(stand.engine.polls)
        await stand.engine.hands.all_ended(stand.engine.polls)
        await stand.engine.shift.work_off(stand.engine.notices)
    assert len(stand.server.asked) <= 17
    ((kind, failures),) = [(n.kind, n.feed.failures) for n in stand.told]
    assert kind is NoticeKind.FAILING
    assert failures >= 3
    assert stand.clock.now() == began + 10 * DAY


async def test_a_feed_that_is_gone_is_left_alone(stand: Newsstand) -> None:
    feed = await stand.poll(answer(b"", status="410 Gone"))
    assert feed.ended_at == stand.clock.now()
    for _ in range(30):
        stand.clock.advance(days=1)
        assert await stand.engine.shift.look(stand.engine.polls) == 0
        await stand.engine.shift.work_off(stand.engine.notices)
    assert len(stand.server.asked) == 1
    assert [(n.kind, n.feed.url) for n in stand.told] == [(NoticeKind.ENDED, feed.url)]
    async with stand.store.write() as unit:
        again, new = await unit.feeds.add(feed.url, stand.clock.now())
    assert (new, again.ended_at, again.failures) == (True, None, 0)
    assert (await stand.poll(answer(RSS))).last_good_at == stand.clock.now()


async def test_doctor_tells_of_a_feed_that_is_gone_and_does_not_ask(
    stand: Newsstand,
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    feed = await stand.poll(answer(b"", status="410 Gone"))
    stand.server.pages["/good"] = answer(RSS)
    await stand.add("/good")
    stand.server.asked.clear()
    for name, value in (
        ("STORYWIRE_DATA", str(tmp_path)),
        ("DATABASE_URL", database_url),
        ("ALLOW_PRIVATE_HOSTS", stand.server.host),
    ):
        monkeypatch.setenv(name, value)
    assert await examine() is False
    said = capsys.readouterr().out
    assert f"storywire feeds remove {feed.url}" in said
    assert "1 of 2 can be read" in said
    assert [request.path for request in stand.server.asked] == ["/good"]


async def test_a_chain_of_permanent_redirects_moves_a_feed(stand: Newsstand) -> None:
    stand.server.pages["/between"] = redirect("/new", "308 Permanent Redirect")
    stand.server.pages["/new"] = answer(RSS)
    old = stand.server.url("/feed")
    for _ in range(2):
        feed = await stand.poll(redirect("/between", "301 Moved Permanently"))
        assert feed.url == old
    assert (await stand.poll()).url == stand.server.url("/new")
    stand.server.asked.clear()
    await stand.poll()
    assert [request.path for request in stand.server.asked] == ["/new"]


async def test_a_temporary_hop_moves_nothing(stand: Newsstand) -> None:
    stand.server.pages["/between"] = redirect("/new", "302 Found")
    stand.server.pages["/new"] = answer(RSS)
    for _ in range(5):
        feed = await stand.poll(redirect("/between", "301 Moved Permanently"))
    assert (feed.url, feed.moving_seen) == (stand.server.url("/feed"), 0)


async def test_a_permanent_redirect_to_a_page_that_is_no_feed_moves_nothing(
    stand: Newsstand,
) -> None:
    stand.server.pages["/front"] = answer(b"<html><body>Welcome</body></html>")
    for _ in range(5):
        feed = await stand.poll(redirect("/front", "301 Moved Permanently"))
    assert (feed.url, feed.failures) == (stand.server.url("/feed"), 5)


async def test_two_addresses_of_one_feed_are_read_once(stand: Newsstand) -> None:
    stand.server.pages["/new"] = answer(RSS)
    await stand.add("/new")
    for _ in range(3):
        await stand.poll(redirect("/new", "301 Moved Permanently"))
    stand.server.asked.clear()
    feed = await stand.poll()
    assert feed.url == stand.server.url("/new")
    assert [request.path for request in stand.server.asked] == ["/new"]


async def test_a_thousand_subscriptions_make_one_poll(stand: Newsstand) -> None:
    now = stand.clock.now()
    async with stand.store.write() as unit:
        for chat in range(1, 1001):
            await unit.chats.ensure(chat, ChatKind.PRIVATE, None, "en", now)
            topic = f"topic{chat % 50}"
            await unit.chats.subscribe(
                Place(chat), topic, topic, [Anchor(topic)], Mode.INSTANT, now
            )
    await stand.poll(answer(RSS))
    for _ in range(14):
        stand.clock.advance(minutes=1)
        await stand.engine.shift.look(stand.engine.polls)
    assert len(stand.server.asked) == 1


async def test_feeds_of_one_host_are_read_one_at_a_time(stand: Newsstand) -> None:
    at_once = most = 0

    async def slowly(_: object, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        writer.write(answer(RSS))
        at_once -= 1

    for number in range(12):
        stand.server.pages[f"/{number}"] = slowly
        await stand.add(f"/{number}")
    stand.server.pages["/feed"] = slowly
    for _ in range(13):
        assert await stand.engine.shift.look(stand.engine.polls) == 1
        await stand.engine.hands.all_ended(stand.engine.polls)
    assert (most, len(stand.server.asked)) == (1, 13)
