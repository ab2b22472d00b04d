"""Anchors follow the news: a word that was rare when a topic was made may be in every story now.

And they follow the language: a new version may know other forms of a word than the one that
anchored the topic did, and would not find it by those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Anchor, Topic

_MARK = "anchored"
"""How far the round through all topics is: the id of the last one looked at."""
AT_ONCE = 100
_WORTH = 2
"""New anchors must be in so many times fewer stories: what changes little is left alone."""


async def reanchor(store: Store, now: datetime, limit: int = AT_ONCE) -> int:
    """Look at the next topics of the round, and anchor those anew that need or are worth it.

    Those that nobody follows any more lose their anchors: stories would only pass over them.
    Return how many were looked at; 0 where the round begins again.
    """
    async with store.read() as unit:
        mark = await unit.upkeep.mark(_MARK)
        some = await unit.chats.topics_after(mark, limit)
        terms = {topic.id: _terms(topic) for topic, _ in some}
        frequency = await unit.stories.frequencies(frozenset().union(*terms.values()))
        present = {one_id: await unit.chats.anchored(one_id, terms[one_id]) for one_id in terms}
    better = {
        topic.id: anchors
        for topic, followed in some
        if followed and (anchors := _better(topic, terms[topic.id], present[topic.id], frequency))
    }
    reached = some[-1][0].id if some else 0
    if reached == mark:  # there is no topic yet
        return 0
    async with store.write() as unit:
        for topic_id, anchors in better.items():
            await unit.chats.anchor(topic_id, anchors, terms[topic_id])
        for topic, followed in some:
            if not followed and present[topic.id]:
                await unit.chats.unanchor(topic.id, terms[topic.id])
        await unit.upkeep.set_mark(_MARK, reached, now)
    return len(some)


def _better(
    topic: Topic,
    terms: Collection[str],
    present: Collection[Anchor],
    frequency: Mapping[str, int],
) -> frozenset[Anchor] | None:
    """Return anchors that a topic should have in place of those ``present``; None to leave it."""
    if not terms:
        return None
    query = topics.read(topic.normal)
    had = [anchor.term for anchor in present]
    rarest = topics.anchors(query, frequency)
    if _WORTH * topics.met(rarest, frequency) < topics.met(present, frequency):
        return rarest
    # on the same words where they serve, and as this version would write them
    same = topics.anchors(query, {**frequency, **dict.fromkeys(had, -1)})
    return None if _alike(same) == _alike(present) else same


def _alike(anchors: Iterable[Anchor]) -> set[tuple[str, frozenset[frozenset[str]]]]:
    """Return anchors so that those which ask for the same are equal."""
    return {(anchor.term, frozenset(anchor.also)) for anchor in anchors}


def _terms(topic: Topic) -> frozenset[str]:
    """Return all terms that a topic could be anchored on."""
    try:
        return topics.all_terms_of(topics.wanted(topics.read(topic.normal)))
    except TopicError:  # kept by an older grammar, and logged whenever a story meets it
        return frozenset()
