"""The index finds exactly the topics that evaluating every one of them finds."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.values import ChatKind, Mode, Place, Topic
from bot.pipeline.planning import may_match
from bot.store import SqlStore, open_store
from tests.pipeline.feed_documents import NOON
from tests.topics.strategies import LANGUAGES, WORDS

TOPICS, STORIES = 250, 60


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on each database."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


def invented(chance: random.Random) -> str:
    """Return a topic of a few words, in any form."""
    words = chance.choices(WORDS, k=chance.randint(1, 4))
    forms = ("{}", "{}", "{}", '"{}"', "title:{}", "-{}", "={}", "({} OR {})")
    return " ".join(
        chance.choice(forms).format(word.split("'")[0], chance.choice(WORDS)) for word in words
    )


async def test_the_index_finds_what_evaluating_all_finds(store: SqlStore) -> None:
    chance = random.Random(8)
    made: dict[str, topics.Query] = {}
    while len(made) < TOPICS:
        try:
            query = topics.parse(invented(chance))
        except TopicError:
            continue
        made[query.normal] = query
    frequency = {term: chance.randint(0, 99) for term in map(str.lower, WORDS)}
    async with store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, "en", NOON)
        for normal, query in made.items():
            anchors = topics.anchors(query, chance.choice([None, frequency]))
            await unit.chats.subscribe(Place(42), normal, normal, anchors, Mode.INSTANT, NOON)
    every = [Topic(number, normal) for number, normal in enumerate(made, 1)]
    found_in_all = 0
    for _ in range(STORIES):
        document = topics.Document.of(
            title=" ".join(chance.choices(WORDS, k=4)),
            text=" ".join(chance.choices(WORDS, k=12)),
            lang=chance.choice(LANGUAGES),
        )
        async with store.read() as unit:
            candidates = await unit.chats.topics_with(document.terms)
        for language in ("en", "ar"):
            by_index = {t.normal for t in candidates if matches(t, document, language)}
            by_all = {t.normal for t in every if matches(t, document, language)}
            assert by_index == by_all
            found_in_all += len(by_all)
        assert {t.normal for t in candidates if may_match(t, document)} >= by_all
    assert found_in_all > TOPICS


def matches(topic: Topic, document: topics.Document, language: str) -> bool:
    return topics.match(topics.read(topic.normal), document, (language,)) is not None
