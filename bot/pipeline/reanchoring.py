"""Anchors follow the news: a word that was rare when a topic was made may be in every story now."""

from __future__ import annotations

from datetime import datetime

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Every, Topic
from bot.pipeline.spelling import terms_of

_MARK = "anchored"
"""How far the round through all topics is: the id of the last one looked at."""
AT_ONCE = 100
_WORTH = 2
"""New anchors must be in so many times fewer stories: what changes little is left alone."""


async def reanchor(store: Store, now: datetime, limit: int = AT_ONCE) -> int:
    """Look at the next topics of the round, and anchor those anew that it is worth it for.

    Return how many were looked at; 0 where the round begins again.
    """
    async with store.read() as unit:
        some = await unit.chats.topics_after(await unit.upkeep.mark(_MARK), limit)
        terms = {topic.id: _terms(topic) for topic in some}
        frequency = await unit.stories.frequencies(frozenset().union(*terms.values()))
        present = {topic.id: await unit.chats.anchored(topic.id, terms[topic.id]) for topic in some}
    better = {}
    for topic in some:
        if not terms[topic.id]:
            continue
        anchors = topics.anchors(topics.read(topic.normal), frequency)
        met = sum(frequency.get(term, 0) for term in present[topic.id])
        if _WORTH * sum(frequency.get(anchor.term, 0) for anchor in anchors) < met:
            better[topic.id] = anchors
    async with store.write() as unit:
        for topic_id, anchors in better.items():
            await unit.chats.anchor(topic_id, anchors, terms[topic_id])
        await unit.upkeep.set_mark(_MARK, some[-1].id if some else 0, now)
    return len(some)


def _terms(topic: Topic) -> frozenset[str]:
    """Return all terms that a topic could be anchored on."""
    try:
        return terms_of(Every((topics.wanted(topics.read(topic.normal)),)))
    except TopicError:  # kept by an older grammar, and logged whenever a story meets it
        return frozenset()
