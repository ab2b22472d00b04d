"""Anchors follow the news: a word that was rare when a topic was made may be in every story now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Anchor, Every, Topic
from bot.pipeline.spelling import terms_of

_MARK = "anchored"
"""How far the round through all topics is: the id of the last one looked at."""
AT_ONCE = 100
_WORTH = 2
"""New anchors must be in so many times fewer stories: what changes little is left alone."""


async def reanchor(store: Store, now: datetime, limit: int = AT_ONCE) -> int:
    """Look at the next topics of the round, and anchor those anew that it is worth it for.

    Those that nobody follows any more lose their anchors: stories would only pass over them.
    Return how many were looked at; 0 where the round begins again.
    """
    async with store.read() as unit:
        some = await unit.chats.topics_after(await unit.upkeep.mark(_MARK), limit)
        terms = {topic.id: _terms(topic) for topic, _ in some}
        frequency = await unit.stories.frequencies(frozenset().union(*terms.values()))
        present = {one_id: await unit.chats.anchored(one_id, terms[one_id]) for one_id in terms}
    better = {
        topic.id: anchors
        for topic, followed in some
        if followed and (anchors := _better(topic, present[topic.id], frequency))
    }
    async with store.write() as unit:
        for topic_id, anchors in better.items():
            await unit.chats.anchor(topic_id, anchors, terms[topic_id])
        for topic, followed in some:
            if not followed and present[topic.id]:
                await unit.chats.unanchor(topic.id, present[topic.id])
        await unit.upkeep.set_mark(_MARK, some[-1][0].id if some else 0, now)
    return len(some)


def _better(
    topic: Topic, present: Collection[str], frequency: Mapping[str, int]
) -> frozenset[Anchor] | None:
    """Return anchors that are worth the change from those on ``present`` terms, if there are."""
    met = sum(frequency.get(term, 0) for term in present)
    if not met:
        return None
    anchors = topics.anchors(topics.read(topic.normal), frequency)
    would_be_met = sum(frequency.get(anchor.term, 0) for anchor in anchors)
    return anchors if _WORTH * would_be_met < met else None


def _terms(topic: Topic) -> frozenset[str]:
    """Return all terms that a topic could be anchored on."""
    try:
        return terms_of(Every((topics.wanted(topics.read(topic.normal)),)))
    except TopicError:  # kept by an older grammar, and logged whenever a story meets it
        return frozenset()
