"""Who gets a story: topics that match it, and what each place does with it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Unit
from bot.domain.values import (
    DeliveryState,
    Draft,
    Mode,
    Place,
    PlannedDelivery,
    Subscription,
    Topic,
)
from bot.pipeline.adding import audience
from bot.pipeline.digesting import schedule

log = logging.getLogger(__name__)

BACKLOG_CARDS = 3
"""A feed that joins shows each subscription its latest three, as a new subscription does."""


async def plan(
    unit: Unit, draft: Draft, story_id: int, document: topics.Document, now: datetime
) -> int:
    """Plan the story's deliveries in the transaction ``unit``; return how many."""
    candidates = await unit.chats.topics_with(document.terms)
    if not candidates:
        return 0
    subscriptions = await unit.chats.subscribers([topic.id for topic in candidates])
    if not draft.feed.public:
        served = await unit.feed_chats.chats_of(draft.feed.id)
        subscriptions = audience(subscriptions, served)
    if draft.backlog:
        subscriptions = await _for_backlog(unit, draft, subscriptions)
    languages = await unit.chats.languages({s.place.chat_id for s in subscriptions})
    matched = match_all(subscriptions, document, languages)
    planned = decide(matched)
    await unit.deliveries.plan(story_id, planned, now)
    for delivery in planned:
        if delivery.in_digest:
            await schedule(unit, delivery.place, now)
    return len(planned)


def match_all(
    subscriptions: Iterable[Subscription],
    document: topics.Document,
    languages: Mapping[int, str],
) -> list[tuple[Subscription, tuple[str, ...]]]:
    """Return the subscriptions whose topic the document matches, with the words that did it."""
    known: dict[tuple[int, str], tuple[str, ...] | None] = {}
    matched = []
    for subscription in subscriptions:
        language = languages.get(subscription.place.chat_id, "en")
        key = (subscription.topic.id, language)
        if key not in known:
            known[key] = _match(subscription.topic, document, language)
        words = known[key]
        if words is not None:
            matched.append((subscription, words))
    return matched


def _match(topic: Topic, document: topics.Document, language: str) -> tuple[str, ...] | None:
    try:
        query = topics.parse(topic.normal)
    except TopicError:
        # kept by an older grammar: the story's other readers shall have it
        log.exception("topic %d is not understood any more", topic.id)
        return None
    return topics.match(query, document, (language,))


def decide(matched: Iterable[tuple[Subscription, tuple[str, ...]]]) -> list[PlannedDelivery]:
    """Return one delivery a place: a card where any of its topics is instant, else held."""
    places: dict[Place, list[tuple[Subscription, tuple[str, ...]]]] = defaultdict(list)
    for subscription, words in matched:
        places[subscription.place].append((subscription, words))
    planned = []
    for place, both in places.items():
        modes = {subscription.mode for subscription, _ in both}
        rings = bool(modes & {Mode.INSTANT, Mode.BOTH})
        planned.append(
            PlannedDelivery(
                place=place,
                subscription_id=both[0][0].id,
                words=tuple(dict.fromkeys(word for _, words in both for word in words)),
                state=DeliveryState.PLANNED if rings else DeliveryState.HELD,
                in_digest=bool(modes & {Mode.DIGEST, Mode.BOTH}),
            )
        )
    return planned


async def _for_backlog(
    unit: Unit, draft: Draft, subscriptions: list[Subscription]
) -> list[Subscription]:
    """Return subscriptions older than the draft that had fewer than BACKLOG_CARDS of its feed."""
    older = [s for s in subscriptions if s.created_at <= draft.seen_at]
    pushed = await unit.deliveries.backlog_pushed([s.id for s in older], draft.feed.id)
    return [s for s in older if pushed.get(s.id, 0) < BACKLOG_CARDS]
