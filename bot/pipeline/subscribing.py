"""Following topics: what one would have brought, how it starts, and what is new in a chat's own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Chat, DigestPlan, Either, Mode, Place, Story, Subscription
from bot.pipeline.bringing import MOST_STORIES
from bot.pipeline.digest_plans import schedule
from bot.pipeline.frequency import anchors
from bot.pipeline.planning import document_of

WEEK = timedelta(days=7)
BUSY = 20
"""Stories a day above which a new topic starts in the digest."""
MOST_TOPICS = 200
"""Topics that a place may follow."""
_CANDIDATES = 400
"""Stories that the index is asked for; where it has more, the week is judged by the newest."""
_READ = 120
"""Of those, the ones whose texts are read for a preview; the others are taken to be like them."""


class TooManyTopicsError(TopicError):
    """The place follows MOST_TOPICS already."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a topic would have brought."""

    query: topics.Query
    count: int
    """Stories of the past week."""
    about: bool
    """True where ``count`` was worked out from a part of the week."""
    latest: tuple[Story, ...]
    """The newest three, of any age."""

    @property
    def busy(self) -> bool:
        """Whether it would have brought more than BUSY stories a day."""
        return self.count > BUSY * WEEK.days


class Subscribed(NamedTuple):
    """The answer to a wish to follow a topic."""

    subscription: Subscription
    new: bool
    """False where the place followed the topic already."""
    preview: Preview
    plan: DigestPlan
    """The place's digest."""


def published_at(story: Story) -> datetime:
    """Return when a story came out: as its publisher says, but not after we saw it."""
    return min(story.published or story.seen_at, story.seen_at)


def first_mode(preview: Preview) -> Mode:
    """Return how a new topic starts."""
    return Mode.DIGEST if preview.busy else Mode.INSTANT


def matching(
    stories: Iterable[Story],
    queries: Sequence[topics.Query],
    languages: Sequence[str],
    most: int | None = None,
) -> list[Story]:
    """Return the stories that any of the queries matches, in the order given, at most ``most``."""
    found = (story for story in stories if _matches(story, queries, languages))
    return list(islice(found, most))


def _matches(story: Story, queries: Iterable[topics.Query], languages: Sequence[str]) -> bool:
    document = document_of(story)
    return any(topics.match(query, document, languages) is not None for query in queries)


def count_week(
    candidates: Sequence[Story], stories: Sequence[Story], now: datetime
) -> tuple[int, bool]:
    """Return how many stories came out in the past week, and whether that is an estimate.

    ``stories`` match, of the first ``_READ`` candidates; the others are taken to be like them.
    Where the candidates reached their bound before a week ago, so is the rest of the week.
    """
    if len(candidates) <= _READ:
        return _of_week(stories, now), False
    count = _of_week(candidates, now) * len(stories) / _READ
    covered = now - min(map(published_at, candidates))
    if len(candidates) == _CANDIDATES and timedelta(0) < covered < WEEK:
        count *= WEEK / covered
    return round(count), True


def _of_week(stories: Iterable[Story], now: datetime) -> int:
    return sum(published_at(story) >= now - WEEK for story in stories)


async def preview(
    store: Store,
    query: topics.Query,
    languages: Sequence[str],
    now: datetime,
    seen_by: int | None = None,
) -> Preview:
    """Return what a topic would have brought to a chat that reads ``languages``.

    ``seen_by`` is the chat, whose feeds alone count; None counts all.
    """
    wanted = topics.wanted(query)
    async with store.read() as unit:
        candidates = await unit.stories.search(
            wanted, _CANDIDATES, since=now - WEEK, seen_by=seen_by
        )
    # matching a hundred texts takes long enough to hold others up
    stories = await asyncio.to_thread(matching, candidates[:_READ], [query], languages)
    count, about = count_week(candidates, stories, now)
    if len(stories) < 3:
        async with store.read() as unit:
            older = await unit.stories.search(wanted, 50, seen_by=seen_by)
        stories = await asyncio.to_thread(matching, older, [query], languages)
    return Preview(query, count, about, tuple(_newest_first(stories)[:3]))


def _newest_first(stories: Iterable[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: (published_at(story), story.id), reverse=True)


async def subscribe(store: Store, place: Place, chat: Chat, text: str, now: datetime) -> Subscribed:
    """Let a place follow the topic that ``text`` says. Raises TopicError."""
    query = topics.parse(text)
    seen = await preview(store, query, (chat.language,), now, chat.id)
    found = await anchors(store, query)
    async with store.write() as unit:
        mine = await unit.chats.subscriptions(place)
        if len(mine) >= MOST_TOPICS and query.normal not in {s.topic.normal for s in mine}:
            raise TooManyTopicsError(f"At most {MOST_TOPICS} topics can be followed in one chat.")
        subscription, new = await unit.chats.subscribe(
            place, query.normal, text, found, first_mode(seen), now
        )
        plan = await schedule(unit, place, now)
    return Subscribed(subscription, new, seen, plan)


async def latest(
    store: Store, place: Place, chat: Chat, limit: int, now: datetime
) -> tuple[list[Story], bool]:
    """Return the newest stories of the place's topics, and True.

    Where it has none: of all feeds that serve the chat, and False.
    """
    async with store.read() as unit:
        mine = await unit.chats.subscriptions(place)
        if not mine:
            return await unit.stories.latest(limit, chat.id), False
    return await _of_topics(store, mine, chat, now - 4 * WEEK, limit), True


async def since_last(store: Store, place: Place, chat: Chat, now: datetime) -> list[Story]:
    """Return what all topics of the place matched since its last digest, the newest first.

    The past 24 hours where it had none, never more than a week. Nothing is consumed by it.
    """
    async with store.read() as unit:
        mine = await unit.chats.subscriptions(place)
        plan = await unit.digests.plan_of(place)
    since = max(plan.last_at or now - timedelta(hours=24), now - WEEK)
    return await _of_topics(store, mine, chat, since, MOST_STORIES)


async def _of_topics(
    store: Store, mine: Sequence[Subscription], chat: Chat, since: datetime, most: int
) -> list[Story]:
    queries = [topics.parse(subscription.topic.normal) for subscription in mine]
    if not queries:
        return []
    wanted = Either(tuple(map(topics.wanted, queries)))
    async with store.read() as unit:
        found = await unit.stories.search(wanted, _CANDIDATES, since=since, seen_by=chat.id)
    return await asyncio.to_thread(matching, _newest_first(found), queries, (chat.language,), most)


async def candidates(store: Store, number: str, limit: int) -> list[Story]:
    """Return the stories that a number means, ours first; without its leading zeros if need be."""
    async with store.read() as unit:
        found = await unit.stories.by_number(number)
        bare = number.lstrip("0")
        if not found and bare and bare != number:
            found = await unit.stories.by_number(bare)
    return found[:limit]


def named(mine: Iterable[Subscription], text: str) -> Subscription | None:
    """Return the subscription that a person names: by its words or by what they mean."""
    wanted = text.strip().casefold()
    try:
        normal = topics.parse(text).normal
    except TopicError:  # what cannot be understood may still be how it is shown
        normal = ""
    for subscription in mine:
        if subscription.topic.normal == normal or subscription.text.casefold() == wanted:
            return subscription
    return None


async def frequent(store: Store, names: Sequence[str], count: int, now: datetime) -> list[str]:
    """Return which of the topics ``names`` the past week's stories have most, in that order.

    Where they have fewer than ``count``, the first names of the list fill up.
    """
    async with store.read() as unit:
        recent = await unit.stories.recent_terms(now - WEEK, 300)
    common = most_common(recent, names)
    return list(dict.fromkeys([*common, *names]))[:count]


def most_common(stories: Iterable[Collection[str]], names: Sequence[str]) -> list[str]:
    """Return the topics of ``names`` that at least two stories' terms have, most frequent first."""
    counts: Counter[str] = Counter()
    for terms in stories:
        counts.update(name for name in names if not _anchors(name).isdisjoint(terms))
    return [name for name, count in counts.most_common() if count >= 2]


@lru_cache(maxsize=256)
def _anchors(name: str) -> frozenset[str]:
    return frozenset(anchor.term for anchor in topics.anchors(topics.parse(name)))
