"""How the work stands, as the database tells it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.domain.errors import Step
from bot.domain.ports import Unit
from bot.domain.values import FeedAnswer, Place, Queue, Sent, Watch
from bot.store import SqlStore
from tests.store.samples import DAY, HOME, HOUR, NOW, add_feed, plan_cards, subscribe
from tests.store.test_query_plans import Statements, watched, whole_tables

__all__ = ["watched"]  # a fixture

ANSWER = FeedAnswer(None, None, None, f"{HOME}/feed.xml")
MINUTE = timedelta(minutes=1)


async def test_a_new_database(store: SqlStore) -> None:
    async with store.read() as unit:
        standing = await unit.upkeep.standing(NOW)
    assert standing.feeds == standing.feeds_failing == 0
    assert standing.drafts == standing.plannings == standing.inbox == Queue(0, None)
    assert {standing.last_poll_at, standing.last_sent_at, standing.planned_at} == {None}


async def test_feeds(store: SqlStore) -> None:
    async with store.write() as unit:
        good, lately, long, ended, removed = [
            await add_feed(unit, f"{HOME}/{n}.xml") for n in range(5)
        ]
        for feed, when in ((good, NOW), (lately, NOW - HOUR), (long, NOW - 2 * DAY)):
            await unit.feeds.polled(feed.id, now=when, next_due_at=NOW + HOUR, answer=ANSWER)
        for feed in (lately, long):
            await unit.feeds.failed(feed.id, next_due_at=NOW + MINUTE, error="away", step=Step.DNS)
        await unit.feeds.ended(ended.id, now=NOW, error="gone", step=Step.STATUS)
        await unit.feeds.remove(removed.url)
        standing = await unit.upkeep.standing(NOW)
    assert (standing.feeds, standing.feeds_failing) == (3, 1)
    assert (standing.feed_due_at, standing.last_poll_at) == (NOW + MINUTE, NOW)


async def test_messages(store: SqlStore) -> None:
    other = Place(43)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1], NOW - HOUR)
        await plan_cards(unit, await subscribe(unit, other), [2, 3], NOW)
        standing = await unit.upkeep.standing(NOW)
        assert (standing.planned_at, standing.send_due_at) == (NOW - HOUR, NOW - HOUR)
        assert standing.kept_since == NOW - HOUR
        await unit.chats.gone(42)  # what waits for it waits for nobody
        standing = await unit.upkeep.standing(NOW)
        assert (standing.planned_at, standing.send_due_at) == (NOW, NOW)
        (taken,) = await unit.deliveries.take(NOW, 1)
        assert taken.planned_at == NOW
        await unit.deliveries.sent(taken.id, Sent(7), NOW + MINUTE)
        assert (await unit.upkeep.standing(NOW)).last_sent_at == NOW + MINUTE
        assert await unit.upkeep.sent_since(NOW) == 1
        assert await unit.upkeep.sent_since(NOW + 2 * MINUTE) == 0
        (taken,) = await unit.deliveries.take(NOW, 1)
        await unit.deliveries.failed(taken.id, "strange")
        assert await unit.upkeep.failed_to(gone=False) == 1
        assert await unit.upkeep.failed_to(gone=True) == 0
        assert (await unit.upkeep.standing(NOW)).planned_at is None
        assert await unit.upkeep.topics_followed() == 1


async def test_updates(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(1, 42, "{}"), (2, 42, "{}")], NOW)
        await unit.inbox.add([(3, 43, "{}")], NOW + MINUTE)
        await unit.inbox.done(1)
        assert (await unit.upkeep.standing(NOW)).inbox == Queue(2, NOW)


async def test_a_watch_is_kept_changed_and_forgotten(store: SqlStore) -> None:
    one = Watch("sending", NOW, NOW - HOUR, 12.5, "stuck", None, True, False, NOW + MINUTE)
    two = Watch("disk one", NOW, NOW)
    async with store.write() as unit:
        assert await unit.upkeep.watch("sending") is None
        for watch in (two, one, Watch("disk one", NOW + HOUR, NOW, 60)):
            await unit.upkeep.set_watch(watch)
        assert await unit.upkeep.watch("sending") == one
    async with store.write() as unit:
        assert [w.name for w in await unit.upkeep.watches()] == ["disk one", "sending"]
        await unit.upkeep.forget_watch("disk one")
        assert await unit.upkeep.watches() == [one]


async def test_each_question_goes_by_an_index(
    watched: tuple[Unit, Statements, Any],
) -> None:
    unit, statements, connection = watched
    await plan_cards(unit, await subscribe(unit), [1])
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    statements.clear()
    await unit.upkeep.standing(NOW)
    await unit.upkeep.sent_since(NOW)
    await unit.upkeep.failed_to(gone=True)
    await unit.upkeep.failures(9)
    asked = statements[:]
    assert len(asked) > 12
    for statement, parameters in asked:
        # feeds are as many as can be polled, plannings as stories that many follow wait
        short = {"feeds", "plannings", "anon_1", "anon_2", "anon_3"}
        if "planned_at" in statement and "WHERE" not in statement:
            short |= {"deliveries", "digests"}  # the first row is all that is read
        assert await whole_tables(connection, statement, parameters) <= short, statement
