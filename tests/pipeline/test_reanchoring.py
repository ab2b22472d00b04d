"""Anchors that follow the news."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot import topics
from bot.domain.values import Anchor, ChatKind, Mode, Place
from bot.pipeline.planning import document_of
from bot.pipeline.reanchoring import reanchor
from bot.store import SqlStore, open_store
from tests.pipeline.feed_documents import NOON, added, as_read, item, polled, waiting


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on each database."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


async def tell(store: SqlStore, *texts: str) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        entries = [item(n, title=text, summary=text) for n, text in enumerate(texts)]
        await polled(unit, feed, entries)
        for draft in await waiting(unit):
            reading = as_read(draft)
            assert await unit.stories.read(draft.id, reading, document_of(reading).indexed())


async def test_a_topic_moves_to_the_word_that_is_rare_now(store: SqlStore) -> None:
    """Made when nobody wrote of Marlow, it would be looked at for every story of Marlow's flood."""
    query = topics.parse("Marlow harbour")
    async with store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, "en", NOON)
        followed, _ = await unit.chats.subscribe(
            Place(42), query.normal, "Marlow harbour",
            topics.anchors(query, {"harbour": 9}), Mode.INSTANT, NOON,
        )  # fmt: skip
    assert await found(store, {"marlow"}) == []  # the harbour is needed besides
    await tell(store, *(f"Marlow under water, day {n}" for n in range(9)), "The harbour is dry")
    assert await anchors_of(store, followed.topic.id) == {"marlow"}
    assert await reanchor(store, NOON, limit=1) == 1
    assert await anchors_of(store, followed.topic.id) == {"harbour"}
    assert await reanchor(store, NOON, limit=1) == 0
    assert await reanchor(store, NOON, limit=1) == 1
    assert await found(store, {"harbour"}) == []
    assert await found(store, {"marlow", "harbour"}) == [followed.topic.id]


@pytest.mark.parametrize(
    "old",
    [
        [],
        [Anchor("marlows")],
        [Anchor("marlow", (frozenset({"harb"}),))],
        [Anchor("marlow"), Anchor("harbour")],
    ],
    ids=["none", "another form", "another form besides", "more than needed"],
)
async def test_what_another_version_anchored_is_found_by_this_one(
    store: SqlStore, old: list[Anchor]
) -> None:
    query = topics.parse("Marlow harbour")
    async with store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, "en", NOON)
        mine, _ = await unit.chats.subscribe(
            Place(42), query.normal, "Marlow harbour", old, Mode.INSTANT, NOON
        )
    for _ in range(3):
        await reanchor(store, NOON)
    assert len(await anchors_of(store, mine.topic.id)) == 1
    document = topics.Document.of(title="Marlow", text="The harbour is dry.", lang="en")
    assert await found(store, set(document.terms)) == [mine.topic.id]


async def test_a_topic_that_nobody_follows_loses_its_anchors_until_somebody_does(
    store: SqlStore,
) -> None:
    query = topics.parse("Marlow harbour")
    asked = (query.normal, "Marlow harbour", topics.anchors(query), Mode.INSTANT, NOON)
    async with store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, "en", NOON)
        mine, _ = await unit.chats.subscribe(Place(42), *asked)
        await unit.chats.subscribe(Place(42, 7), *asked)
        await unit.chats.unsubscribe(mine.id, Place(42))
    topic_id = mine.topic.id
    assert await reanchor(store, NOON) == 1
    (anchor,) = await anchors_of(store, topic_id)
    async with store.write() as unit:
        (other,) = await unit.chats.subscriptions(Place(42, 7))
        await unit.chats.unsubscribe(other.id, Place(42, 7))
        await unit.chats.unanchor(topic_id, {"another"})
    assert await anchors_of(store, topic_id) == {anchor}
    assert [await reanchor(store, NOON) for _ in range(2)] == [0, 1]
    assert await anchors_of(store, topic_id) == set()
    async with store.write() as unit:
        await unit.chats.subscribe(Place(42), *asked)
        await unit.chats.unanchor(topic_id, {anchor})  # somebody began to follow it meanwhile
    assert await anchors_of(store, topic_id) == {anchor}
    assert await found(store, {"marlow", "harbour"}) == [topic_id]


async def found(store: SqlStore, terms: set[str]) -> list[int]:
    """The topics that a story with these terms finds."""
    async with store.read() as unit:
        return [topic.id for topic in await unit.chats.topics_with(terms)]


async def anchors_of(store: SqlStore, topic_id: int) -> set[str]:
    async with store.read() as unit:
        found = await unit.chats.anchored(topic_id, {"marlow", "harbour"})
    return {anchor.term for anchor in found}
