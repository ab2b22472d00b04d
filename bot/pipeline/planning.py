"""Who gets a story: topics that match it, and what each place does with it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Unit
from bot.domain.values import (
    DeliveryState,
    Draft,
    Mode,
    Place,
    PlannedDelivery,
    Reading,
    Story,
    Subscription,
    Topic,
)
from bot.pipeline.adding import audience
from bot.pipeline.digesting import schedule
from bot.summaries.events import WINDOW

log = logging.getLogger(__name__)

NEWS = timedelta(days=1)
"""What is older when a feed joins, or when it changes, is none."""
BACKLOG_CARDS = 3
"""A feed that joins shows each subscription its latest three, as a new subscription does."""


async def plan(
    unit: Unit,
    draft: Draft,
    story: Story,
    document: topics.Document,
    now: datetime,
    *,
    before: topics.Document | None = None,
) -> int:
    """Plan the story's deliveries in the transaction ``unit``; return how many.

    ``before`` is the story as it was where it changed: whoever that matched had it or did without.
    """
    if is_for_archive(draft, story, now):
        return 0
    candidates = await unit.chats.topics_with(document.terms)
    if not candidates:
        return 0
    subscriptions = await unit.chats.subscribers([topic.id for topic in candidates])
    if not draft.feed.public:
        subscriptions = audience(subscriptions, await unit.feed_chats.audience(story.id))
    if draft.backlog:
        subscriptions = await _for_backlog(unit, draft, subscriptions)
    languages = await unit.chats.languages({s.place.chat_id for s in subscriptions})
    matched = match_all(subscriptions, document, languages)
    if before is not None:
        had = {subscription.id for subscription, _ in match_all(subscriptions, before, languages)}
        matched = [pair for pair in matched if pair[0].id not in had]
    planned = await _joined(unit, story, decide(matched), now)
    added = await unit.deliveries.plan(story.id, planned, now)
    for delivery in planned:
        if delivery.in_digest:
            await schedule(unit, delivery.place, now)
    return added


async def _joined(
    unit: Unit, story: Story, planned: list[PlannedDelivery], now: datetime
) -> list[PlannedDelivery]:
    """Return the deliveries, joined where the place has, or shall have, a card of the event."""
    chat_ids = {one.place.chat_id for one in planned if one.state is DeliveryState.PLANNED}
    if story.event_id is None or not chat_ids:
        return planned
    await unit.events.begin()  # two stories planned side by side would each ring
    cards = await unit.deliveries.cards_of(story.event_id, story.id, chat_ids, now - WINDOW)
    return told_by(planned, cards)


def told_by(
    planned: Iterable[PlannedDelivery], cards: Mapping[Place, int]
) -> list[PlannedDelivery]:
    """Return the deliveries, those that would ring joined to the card that their place has."""
    return [
        replace(one, state=DeliveryState.JOINED, card_id=cards[one.place])
        if one.state is DeliveryState.PLANNED and one.place in cards
        else one
        for one in planned
    ]


def is_for_archive(draft: Draft, story: Story, now: datetime) -> bool:
    """Return whether a story is no news to anybody: for codes, searches and previews only.

    What the first read of a feed brings is news if it is dated at most a day before the feed was
    added; other backlog never is. What changed is if it came out, and was seen, in the past day.
    """
    feed = draft.feed
    if draft.story_id is not None:
        out = story.seen_at if feed.push_backlog else min(story.published or now, story.seen_at)
        return out < now - NEWS
    if not draft.backlog:
        return False
    return not came_lately(draft, story.published)


def came_lately(draft: Draft, published: datetime | None) -> bool:
    """Return whether a feed's backlog is news: its first read's, a day old at most by then."""
    feed = draft.feed
    is_first = feed.first_read_at is None or draft.seen_at <= feed.first_read_at
    return is_first and published is not None and published >= feed.added_at - NEWS


def document_of(story: Reading | Story) -> topics.Document:
    """Return what topics see of a story. Takes 60 ms for the longest text."""
    return topics.Document.of(
        title=story.title, text=story.text, lang=story.lang, source=story.publisher
    )


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
        query = topics.read(topic.normal)
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
