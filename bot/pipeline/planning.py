"""Who gets a story: topics that match it, and what each place does with it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Clock, Store, Unit
from bot.domain.trails import followed
from bot.domain.values import (
    DeliveryState,
    Draft,
    Mode,
    Place,
    PlannedDelivery,
    Planning,
    Reading,
    Story,
    Subscription,
    Topic,
)
from bot.pipeline.adding import audience
from bot.pipeline.digest_plans import schedule
from bot.pipeline.holding import Held, hold_back
from bot.pipeline.tracing import of_story
from bot.summaries.events import WINDOW

log = logging.getLogger(__name__)

NEWS = timedelta(days=1)
"""What is older when a feed joins, or when it changes, is none."""
BATCH = 200
"""Subscriptions that are dealt with in one transaction: some 20 ms. What was sent meanwhile waits
so long to be noted, and is sent again if the process dies before that."""
BROKEN = timedelta(minutes=1)
"""A story whose planning broke is gone on with after so long."""
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
    was: Mapping[str, str | None] | None = None,
) -> int:
    """Plan the story's deliveries in the transaction ``unit``; return how many.

    ``before`` is the story as it was where it changed (``was`` its parts, to make it again):
    whoever that matched had it or did without. Where many follow it, the first of them are dealt
    with here and the others by ``carry_on``.
    """
    if is_for_archive(draft, story, now):
        return 0
    found = await unit.chats.topics_with(document.terms)
    topic_ids = tuple(topic.id for topic in found if may_match(topic, document))
    if not topic_ids:
        return 0
    feed = draft.feed
    whole = Planning(
        story.id, feed.id, feed.public, draft.backlog, draft.seen_at, was, topic_ids
    )  # fmt: skip
    going_on = None if before is None else await unit.plannings.of(story.id)
    if going_on is not None:
        # It changed before everybody's turn had come: who has it keeps it, the others had nothing.
        whole, before = replace(going_on, topic_ids=topic_ids, after=0), _document_before(going_on)
    added, left = await carry_on(unit, whole, story, document, now, before=before)
    if left is not None:
        await unit.plannings.keep(left)
    elif going_on is not None:
        await unit.plannings.done(story.id)
    return added


async def carry_on(
    unit: Unit,
    planning: Planning,
    story: Story,
    document: topics.Document,
    now: datetime,
    *,
    before: topics.Document | None = None,
) -> tuple[int, Planning | None]:
    """Plan the deliveries of the next ``BATCH`` subscriptions; return how many, and what is left.

    That is for another transaction, so that none takes long.
    """
    batch = await unit.chats.followers(planning.topic_ids, planning.after, BATCH)
    left = rest(planning, batch)
    subscriptions = batch
    if not planning.public:
        subscriptions = audience(subscriptions, await unit.feed_chats.audience(story.id))
    languages = await unit.chats.languages({s.place.chat_id for s in subscriptions})
    subscriptions = [s for s in subscriptions if s.place.chat_id in languages]
    if planning.backlog:
        subscriptions = await _for_backlog(unit, planning, subscriptions)
    matched = match_all(subscriptions, document, languages)
    if before is not None:
        had = {subscription.id for subscription, _ in match_all(subscriptions, before, languages)}
        matched = [pair for pair in matched if pair[0].id not in had]
    held = await _held(unit, story, decide(matched), now)
    added = await unit.deliveries.plan(story.id, held.planned, now)
    await _note_held(unit, held)
    digests = {one.place for one in held.planned if one.in_digest or one.held_back}
    for place in digests - await unit.digests.scheduled(digests):
        await schedule(unit, place, now)
    return added, left


async def _note_held(unit: Unit, held: Held) -> None:
    """Keep what caps go by, and when what they hold back comes where no digest has it."""
    for place, times in held.rang.items():
        await unit.silences.rang(place, times)
    for place, at in held.rest.items():
        await unit.silences.rest([place], at)


def rest(planning: Planning, batch: Sequence[Subscription]) -> Planning | None:
    """Return what is left of a planning after a batch; None where that was not full."""
    if len(batch) < BATCH:
        return None
    last = batch[-1]
    at = planning.topic_ids.index(last.topic.id)
    return replace(planning, topic_ids=planning.topic_ids[at:], after=last.id)


def may_match(topic: Topic, document: topics.Document) -> bool:
    """Return whether a topic may match for somebody: for some it hangs on the chat's language."""
    query = _query(topic)
    if query is None:
        return False
    return topics.match(query, document) is not None or topics.hangs_on_language(query)


async def _held(unit: Unit, story: Story, wanted: Sequence[PlannedDelivery], now: datetime) -> Held:
    """Return what is planned: joined where a card tells of it already, held where none may ring.

    All take locks in this order: events, chats, cards.
    """
    ringing = {one.place for one in wanted if one.state is DeliveryState.PLANNED}
    if not ringing:
        return hold_back(wanted, {}, now)
    if story.event_id is not None:
        await unit.events.begin()  # two stories planned side by side would each ring
    restraints = await unit.silences.restraints(ringing, now)
    if story.event_id is None:
        return hold_back(wanted, restraints, now)
    cards = await unit.deliveries.cards_of(story.event_id, story.id, ringing, now - WINDOW)
    return hold_back(told_by(wanted, cards), restraints, now)


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
    return topics.Document.of(**parts(story))


def parts(story: Reading | Story) -> dict[str, str | None]:
    """Return what ``document_of`` makes a story of, as JSON can hold it."""
    return {
        "title": story.title, "text": story.text, "lang": story.lang, "source": story.publisher,
    }  # fmt: skip


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
    query = _query(topic)
    return None if query is None else topics.match(query, document, (language,))


def _query(topic: Topic) -> topics.Query | None:
    try:
        return topics.read(topic.normal)
    except TopicError:
        # kept by an older grammar: the story's other readers shall have it
        log.exception("topic %d is not understood any more", topic.id)
        return None


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
    unit: Unit, planning: Planning, subscriptions: list[Subscription]
) -> list[Subscription]:
    """Return subscriptions older than the draft that had fewer than BACKLOG_CARDS of its feed."""
    older = [s for s in subscriptions if s.created_at <= planning.seen_at]
    pushed = await unit.deliveries.backlog_pushed([s.id for s in older], planning.feed_id)
    return [s for s in older if pushed.get(s.id, 0) < BACKLOG_CARDS]


def _document_before(planning: Planning) -> topics.Document | None:
    """Return what topics saw of a story before it changed, where it did."""
    return None if planning.before is None else topics.Document.of(**planning.before)


_Documents = tuple[topics.Document, topics.Document | None]


@dataclass
class Planner:
    """Goes on with what more people follow than are planned at once."""

    store: Store
    clock: Clock
    _aside: dict[int, datetime] = field(default_factory=dict)
    """Stories whose batch broke, and until when others go first."""
    _last: tuple[Story, Mapping[str, str | None] | None, _Documents] | None = None
    """The story planned last, what it was before, and both as topics see them."""

    async def waiting(self, limit: int) -> list[int]:
        """Return stories that are to be planned on, but those whose batch broke a while ago."""
        now = self.clock.now()
        broken = {story_id for story_id, until in self._aside.items() if until > now}
        async with self.store.read() as unit:
            return await unit.plannings.waiting(limit, broken)

    async def plan(self, story_id: int) -> None:
        """Plan all that is left of a story."""
        while await self.batch(story_id):
            pass

    @followed(of_story)
    async def batch(self, story_id: int) -> bool:
        """Plan a batch of a story in a transaction of its own; return whether there was one.

        A story whose batch raised lets others go first for a while.
        """
        async with self.store.read() as unit:
            waiting = await unit.plannings.of(story_id)
            story = await unit.stories.by_id(story_id) if waiting else None
        if waiting is None:
            return False
        self._aside[story_id] = self.clock.now() + BROKEN
        if story is not None:
            # before the transaction, and beside the loop: a long text takes as long as a batch
            await asyncio.to_thread(self._documents, waiting, story)
        async with self.store.write() as unit:
            planning = await unit.plannings.of(story_id)
            if planning is not None:
                await self._plan(unit, planning)
        del self._aside[story_id]
        return True

    async def _plan(self, unit: Unit, planning: Planning) -> None:
        story = await unit.stories.by_id(planning.story_id)
        left = None
        if story is not None:
            document, before = self._documents(planning, story)
            now = self.clock.now()
            added, left = await carry_on(unit, planning, story, document, now, before=before)
            log.info("%d more deliveries of story %d planned", added, story.code)
        if left is not None:
            await unit.plannings.keep(left)
        else:
            await unit.plannings.done(planning.story_id)

    def _documents(self, planning: Planning, story: Story) -> _Documents:
        """Return the story and what it was as topics see them, made once for all its batches."""
        if self._last is None or self._last[:2] != (story, planning.before):
            both = document_of(story), _document_before(planning)
            self._last = story, planning.before, both
        return self._last[2]
