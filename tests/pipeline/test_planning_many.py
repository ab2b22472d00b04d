"""A story that more people follow than are planned at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import topics
from bot.domain.ports import Unit
from bot.domain.values import ChatKind, Draft, Mode, Place, Planning, Story, Subscription, Topic
from bot.pipeline import planning
from bot.pipeline.planning import BATCH, Planner, document_of, plan, rest
from bot.store import SqlStore, open_store
from bot.store.schema import deliveries
from tests.pipeline.feed_documents import NOON, added, as_read, item, polled, waiting
from tests.timers import SetClock

SMALL = 7
"""Subscriptions in a batch here."""


@pytest.fixture
async def store(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqlStore]:
    """A store on each database; batches are small."""
    monkeypatch.setattr(planning, "BATCH", SMALL)
    opened = open_store(database_url)
    yield opened
    await opened.close()


async def follow(unit: Unit, chat: int, text: str, mode: Mode = Mode.INSTANT) -> Subscription:
    """Let a chat follow a topic."""
    await unit.chats.ensure(chat, ChatKind.PRIVATE, None, "en", NOON)
    query = topics.parse(text)
    followed, _ = await unit.chats.subscribe(
        Place(chat), query.normal, text, topics.anchors(query), mode, NOON
    )
    return followed


async def told(unit: Unit, number: int = 1) -> tuple[Draft, Story, topics.Document]:
    """A story on the harbour, read but not planned."""
    await polled(unit, await added(unit), [item(number, summary="The harbour and the oil tax.")])
    (draft,) = await waiting(unit)
    reading = as_read(draft)
    document = document_of(reading)
    story = await unit.stories.read(draft.id, reading, document.indexed())
    assert story is not None
    return replace(draft, backlog=False), story, document


async def rows(store: SqlStore) -> Sequence[tuple[int, str, bool]]:
    """Return chat, state and in_digest of every delivery."""
    async with store._engines.reader.begin() as connection:
        found = await connection.execute(
            select(deliveries.c.chat_id, deliveries.c.state, deliveries.c.in_digest).order_by(
                deliveries.c.chat_id
            )
        )
        return [tuple(row) for row in found]


@dataclass
class FailingClock:
    """A clock that raises at some looks: the second of a batch is within its transaction."""

    fails_at: set[int]
    looks: int = 0

    def now(self) -> datetime:
        self.looks += 1
        if self.looks in self.fails_at:
            raise RuntimeError("the process dies")
        return NOON + timedelta(minutes=2 * self.looks)


async def counted(store: SqlStore) -> dict[int, int]:
    """Return how many deliveries each story has."""
    async with store._engines.reader.begin() as connection:
        counts = await connection.execute(
            select(deliveries.c.story_id, func.count()).group_by(deliveries.c.story_id)
        )
        return dict(tuple(row) for row in counts)


async def next_batch(planner: Planner) -> bool:
    """Plan a batch of the story that waits longest, as the engine lets it; return if one waits."""
    waiting = await planner.waiting(1)
    return bool(waiting) and await planner.batch(waiting[0])


async def first_left(unit: Unit) -> Planning | None:
    """Return what is left of the story that waits longest."""
    waiting = await unit.plannings.waiting(1)
    return await unit.plannings.of(waiting[0]) if waiting else None


async def test_a_batch_that_breaks_leaves_nothing_half_done(store: SqlStore) -> None:
    """Others go first then, and it is gone on with where the last whole batch ended."""
    async with store.write() as unit:
        for chat in range(1, 31):
            await follow(unit, chat, "harbour")
        await plan(unit, *await told(unit), NOON)
        await plan(unit, *await told(unit, 2), NOON)
    for fails_at in ({2}, {4}, {2, 4}):
        planner = Planner(store, FailingClock(fails_at))
        done = len(await rows(store))
        for look in (2, 4):
            if look in fails_at:
                with pytest.raises(RuntimeError, match="dies"):
                    await next_batch(planner)
            else:
                assert await next_batch(planner)
        assert len(await rows(store)) == done + SMALL * (2 - len(fails_at))
    planner = Planner(store, SetClock(NOON))
    while await next_batch(planner):
        pass
    assert [chat for chat, *_ in await rows(store)] == [n for n in range(1, 31) for _ in "12"]


async def test_a_story_that_breaks_lets_others_go_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat in range(1, 3 * SMALL):
            await follow(unit, chat, "harbour")
        first = await told(unit)
        for story in (first, await told(unit, 2)):
            await plan(unit, *story, NOON)
        left = await first_left(unit)
        assert left is not None
        # kept by some other version: a batch of it raises
        await unit.plannings.keep(replace(left, before={"unknown": ""}))
    clock = SetClock(NOON)
    planner = Planner(store, clock)
    with pytest.raises(TypeError):
        await next_batch(planner)
    while await next_batch(planner):
        pass
    counts = await counted(store)
    assert counts == {1001: SMALL, 1002: 3 * SMALL - 1}
    async with store.write() as unit:
        await unit.plannings.keep(left)
    clock.advance(minutes=2)
    while await next_batch(planner):
        pass
    assert await counted(store) == {1001: 3 * SMALL - 1, 1002: 3 * SMALL - 1}


@pytest.mark.parametrize("summary", ["The harbour only.", "The harbour and the oil tax rise."])
async def test_a_story_that_changes_meanwhile_loses_none(store: SqlStore, summary: str) -> None:
    """Whose turn had not come yet had nothing of what it was before."""
    async with store.write() as unit:
        for chat in range(1, 31):
            await follow(unit, chat, "harbour")
        draft, story, document = await told(unit)
        await plan(unit, draft, story, document, NOON)
    assert await next_batch(Planner(store, SetClock(NOON)))
    changed = replace(story, text=f"{summary} {story.text}")
    async with store.write() as unit:
        revision = replace(draft, story_id=story.id)
        now = document_of(changed)
        was = planning.parts(story)
        await plan(unit, revision, changed, now, NOON, before=document, was=was)
    planner = Planner(store, SetClock(NOON))
    while await next_batch(planner):
        pass
    assert [chat for chat, *_ in await rows(store)] == list(range(1, 31))


async def test_all_are_planned_once_though_the_process_dies_between_batches(
    store: SqlStore,
) -> None:
    """Every batch is a transaction; another process goes on where the last one ended."""
    async with store.write() as unit:
        for chat in range(1, 31):
            await follow(unit, chat, "harbour")
        for chat in range(21, 41):
            await follow(unit, chat, "oil tax")
        await follow(unit, 50, "harbour -oil")
        story = await told(unit)
        assert await plan(unit, *story, NOON) == SMALL
    assert len(await rows(store)) == SMALL
    for again in range(3):  # a new process each time
        assert await next_batch(Planner(store, SetClock()))
        assert len(await rows(store)) == SMALL * (again + 2)
    planner = Planner(store, SetClock())
    while await next_batch(planner):
        pass
    assert [chat for chat, *_ in await rows(store)] == list(range(1, 41))


async def test_a_place_has_one_card_though_its_topics_come_in_several_batches(
    store: SqlStore,
) -> None:
    """What one topic holds for the digest rings when another asks for it, and is in both."""
    async with store.write() as unit:
        for chat in range(1, 11):
            await follow(unit, chat, "harbour", Mode.DIGEST)
        for chat in range(6, 16):
            await follow(unit, chat, "oil tax", Mode.INSTANT)
        await plan(unit, *await told(unit), NOON)
    planner = Planner(store, SetClock())
    while await next_batch(planner):
        pass
    assert await rows(store) == [
        *((chat, "held", True) for chat in range(1, 6)),
        *((chat, "planned", True) for chat in range(6, 11)),
        *((chat, "planned", False) for chat in range(11, 16)),
    ]


async def test_stories_take_turns_and_few_followers_need_none(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat in range(1, SMALL):
            await follow(unit, chat, "harbour")
        await plan(unit, *await told(unit), NOON)
        assert await first_left(unit) is None
        await follow(unit, SMALL, "harbour")
        await plan(unit, *await told(unit, 2), NOON)
        left = await first_left(unit)
        assert left is not None
        await unit.plannings.keep(replace(left, story_id=1001))
        first = await first_left(unit)
        assert first is not None
        assert (first.story_id, first.topic_ids) == (1001, left.topic_ids)
    planner = Planner(store, SetClock())
    assert [await next_batch(planner) for _ in range(3)] == [True, True, False]
    assert await counted(store) == {1001: SMALL - 1, 1002: SMALL}


def test_what_is_left_begins_with_the_last_topic_of_a_full_batch() -> None:
    whole = Planning(1, 1, public=True, backlog=False, seen_at=NOON, before=None, topic_ids=(3, 5))
    fifth = BATCH * 4 // 5
    batch = [
        Subscription(n, Place(n), Topic(3 if n < fifth else 5, "x"), "x", Mode.INSTANT, NOON)
        for n in range(1, BATCH + 1)
    ]
    assert rest(whole, batch[:-1]) is None
    assert rest(whole, batch) == replace(whole, topic_ids=(5,), after=BATCH)
    others = range(900, 900 + BATCH - fifth + 1)
    early = [*batch[: fifth - 1], *(replace(batch[0], id=n) for n in others)]
    assert rest(whole, early) == replace(whole, topic_ids=(3, 5), after=others[-1])
