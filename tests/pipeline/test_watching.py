"""Watching over the bot as a whole: what counts as trouble, and that each is told of once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import ChatGone, SendUnsure, Step
from bot.domain.values import (
    Alarm,
    FeedAnswer,
    Queue,
    Room,
    Sent,
    Standing,
    Subject,
    Watch,
)
from bot.pipeline import watching
from bot.pipeline.watching import PATIENCE, Here, Watcher
from bot.store import SqlStore, open_store
from tests.store.samples import NOW, add_feed, plan_cards, subscribe
from tests.timers import SetClock

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NONE = Queue(0, None)
ANSWER = FeedAnswer(None, None, None, "https://news.example.org/feed.xml")
SENT = Sent(7)
WELL = Standing(
    feeds=3, feeds_failing=0, feed_due_at=NOW + MINUTE, last_poll_at=NOW, last_sent_at=NOW,
    send_due_at=None, planned_at=None, drafts=NONE, plannings=NONE, inbox=NONE, kept_since=None,
)  # fmt: skip
LONG_AGO = NOW - 3 * 60 * MINUTE
CASES: tuple[tuple[Standing, set[str]], ...] = (
    (WELL, set()),
    # feeds: all fail; or nobody reads what is due
    (WELL._replace(last_poll_at=LONG_AGO), set()),
    (WELL._replace(last_poll_at=LONG_AGO, feeds_failing=1), set()),
    (WELL._replace(last_poll_at=LONG_AGO, feeds_failing=2), {"feeds"}),
    (WELL._replace(last_poll_at=None, feeds=1, feeds_failing=1), {"feeds"}),
    (WELL._replace(last_poll_at=LONG_AGO, feeds=20, feeds_failing=4), set()),
    (WELL._replace(last_poll_at=LONG_AGO, feeds=20, feeds_failing=5), {"feeds"}),
    (WELL._replace(last_poll_at=NOW - MINUTE, feeds_failing=3), set()),
    (WELL._replace(last_poll_at=LONG_AGO, feed_due_at=NOW - MINUTE), set()),
    (WELL._replace(last_poll_at=LONG_AGO, feed_due_at=NOW - 6 * MINUTE), {"feeds"}),
    (WELL._replace(last_poll_at=None, feed_due_at=None, feeds=0), set()),
    # sending: something waits and nothing goes
    (WELL._replace(last_sent_at=LONG_AGO), set()),
    (WELL._replace(last_sent_at=LONG_AGO, send_due_at=NOW), {"sending"}),
    (WELL._replace(last_sent_at=None, send_due_at=NOW + 4 * MINUTE), {"sending"}),
    (WELL._replace(last_sent_at=LONG_AGO, send_due_at=NOW + 60 * MINUTE), set()),
    (WELL._replace(last_sent_at=NOW - MINUTE, send_due_at=LONG_AGO), set()),
    # what is kept
    (WELL._replace(kept_since=NOW - 31 * DAY), set()),
    (WELL._replace(kept_since=NOW - 33 * DAY), {"retention"}),
)
ROOMS = (
    (Room(2 * 10**9, 10**12), False),
    (Room(10**9, 10**12), True),
    (Room(6 * 10**8, 10**10), False),
    (Room(4 * 10**8, 10**10), True),
)


@pytest.mark.parametrize(("standing", "wrong"), CASES)
def test_what_is_trouble(standing: Standing, wrong: set[str]) -> None:
    found = watching.troubles(standing, Here(), {}, NOW)
    assert {name for name, trouble in found.items() if trouble} == wrong


@pytest.mark.parametrize(("room", "low"), ROOMS)
def test_a_disk_that_is_nearly_full(room: Room, low: bool) -> None:
    found = watching.troubles(WELL, Here("one", room), {}, NOW)
    assert bool(found["disk one"]) is low


def test_what_was_sent_since_the_last_look_counts_however_long_ago_that_was() -> None:
    sent = WELL._replace(last_sent_at=NOW - 10 * MINUTE, send_due_at=NOW)
    for minutes, silent in ((5, True), (15, False)):
        looked = Watch("sending", NOW - minutes * MINUTE, NOW)
        found = watching.troubles(
            sent, Here(why_unsent="the token is wrong"), {"sending": looked}, NOW
        )
        assert bool(found["sending"]) is silent
        assert found["sending"].endswith("The token is wrong.") is silent


Looks = Sequence[tuple[bool, int]]
LOOKS = st.lists(st.tuples(st.booleans(), st.integers(1, 900)), max_size=60)


@given(LOOKS)
def test_trouble_and_its_end_are_told_in_turns(looks: Looks) -> None:
    watch, now, told = None, NOW, []
    for wrong, seconds in looks:
        now += timedelta(seconds=seconds)
        watch = watching.looked(watch, "sending", "stuck" if wrong else "", now)
        if watch and watching.is_to_be_told(watch, now):
            alarm = Alarm(Subject.SENDING, watch.since, "", watch.ended_at, watch.told)
            told.append(alarm.ended_at is not None)
            watch = watching.told(watch, alarm)
    assert all(before != after for before, after in pairwise(told))
    assert not told or told[0] is False


@given(st.integers(1, 10_000_000))
def test_a_pause_of_the_machine_is_no_trouble(seconds: int) -> None:
    watch = watching.looked(None, "sending", "stuck", NOW)
    watch = watching.looked(watch, "sending", "stuck", NOW + timedelta(seconds=seconds))
    assert watch is not None
    assert not watch.alarmed


class Chat:
    """Hears alarms, or fails."""

    def __init__(self) -> None:
        self.heard: list[Alarm] = []
        self.fault: Exception | None = None

    async def alarm(self, alarm: Alarm) -> None:
        await asyncio.sleep(0.01)  # another process may look meanwhile
        if self.fault:
            raise self.fault
        self.heard.append(alarm)

    @property
    def said(self) -> list[tuple[str, bool, bool]]:
        return [(one.subject.value, one.ended_at is not None, one.told) for one in self.heard]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url)
    yield opened
    await opened.close()


async def look(store: SqlStore, chat: Chat, clock: SetClock, minutes: int, every: int = 1) -> None:
    """Two processes look every so many minutes; each look is another start of theirs."""
    for _ in range(0, minutes, every):
        clock.advance(minutes=every)
        await asyncio.gather(*(Watcher(store, chat, clock).watch_due() for _ in range(2)))


async def test_sending_that_is_silent_is_told_once_by_all_processes(store: SqlStore) -> None:
    clock, chat = SetClock(NOW), Chat()
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
        await unit.feeds.polled(1, now=NOW, next_due_at=NOW + DAY, answer=ANSWER)
    await look(store, chat, clock, 9)
    assert chat.said == []
    await look(store, chat, clock, 9)
    assert chat.said == [("sending", False, False)]
    assert "planned" in chat.heard[0].detail
    async with store.write() as unit:
        (taken,) = await unit.deliveries.take(clock.now(), 1)
        await unit.deliveries.sent(taken.id, SENT, clock.now())
    await look(store, chat, clock, 9)
    assert chat.said[1:] == [("sending", True, True)]
    async with store.read() as unit:
        assert await unit.upkeep.watches() == []


async def test_what_could_not_be_told_is_told_when_it_is_well(store: SqlStore) -> None:
    clock, chat = SetClock(NOW), Chat()
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.feeds.failed(
            feed.id, next_due_at=NOW, error="no network", step=Step.CONNECTION
        )  # fmt: skip
    chat.fault = SendUnsure("no network")
    await look(store, chat, clock, 80, every=10)
    chat.fault = None
    async with store.write() as unit:
        now = clock.now()
        await unit.feeds.polled(feed.id, now=now, next_due_at=now + DAY, answer=ANSWER)
    await look(store, chat, clock, 10)
    assert chat.said == [("feeds", True, False)]


async def test_chats_that_are_gone_are_not_told_again_and_again(store: SqlStore) -> None:
    clock, chat = SetClock(NOW), Chat()
    async with store.write() as unit:
        await add_feed(unit)
    chat.fault = ChatGone("blocked")
    minutes = int(PATIENCE[Subject.FEEDS] / MINUTE) + 10
    await look(store, chat, clock, minutes, every=10)
    async with store.read() as unit:
        (watch,) = await unit.upkeep.watches()
    assert (watch.name, watch.alarmed, watch.told) == ("feeds", True, True)
