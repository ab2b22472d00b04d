"""Searching the archive with the language of topics: what is found, and in which order."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot import topics
from bot.domain.ports import Store
from bot.domain.values import Chat, Every, Hit, Story, Wanted
from bot.pipeline.frequency import counted, rarity
from bot.pipeline.spelling import respell
from bot.pipeline.subscribing import matching

PAGE: Final = 5
"""Stories that are shown at a time."""
_CANDIDATES: Final = 300
"""The newest stories that hold a topic's words are put in order, and as many by their headlines."""
_READ: Final = 24
"""Texts that are read for a page, at 2 or 3 ms each: of a phrase few may turn out to have it."""
_HALF: Final = timedelta(days=7)
"""A story this old counts half as much as one of today, and one twice as old a third."""
_HEADLINE: Final = 2.0
"""What a topic's words add in a headline, beside 1 for standing anywhere."""


class Result(NamedTuple):
    """A story that was found."""

    story: Story
    others: int
    """How many further stories of its event were found."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found."""

    query: topics.Query
    results: tuple[Result, ...]
    count: int
    """How many were found, events counted once."""
    more: bool
    """True where there are more than ``count``."""
    start: int
    """Where in the order this page begins ..."""
    following: int | None
    """... the next one, None on the last page ..."""
    previous: int | None
    """... and the one before, None on the first."""
    before: int
    """Codes from this one on came later: the pages stand still while news comes in."""
    suggestion: str | None
    """The topic with its words spelt as the archive spells them; None where it has them."""


async def search(
    store: Store,
    chat: Chat,
    text: str,
    now: datetime,
    *,
    start: int = 0,
    before: int | None = None,
) -> Results:
    """Return a page of the stories that a chat finds with a topic, the best first.

    Better is a story whose headline has the topic's words, the rare ones above all, and a newer
    one. The newest ``_CANDIDATES`` that the index has are put in order; the texts of those shown
    are read to be sure. Raises TopicError where the topic cannot be understood.
    """
    query = topics.parse(text)
    wanted = topics.wanted(query)
    words = topics.each(query)
    async with store.read() as unit:
        hits = await unit.stories.hits(wanted, _CANDIDATES, before=before, seen_by=chat.id)
        titled = {
            word: await unit.stories.hits(
                Every((wanted, in_title)), _CANDIDATES, before=before, seen_by=chat.id
            )
            for word, in_title in zip(words, topics.each(query, in_title=True), strict=True)
        }
        spelt = topics.spelt(query)
        frequency = await counted(unit, (*words, *spelt.values()))
    unknown = [word for word, need in spelt.items() if not frequency[need]]
    ranked = one_an_event(rank(hits, titled, frequency, now))
    reader = _Reader(store, query, (chat.language,), ranked)
    shown, following = await reader.after(start, PAGE)
    ahead = await reader.ahead_of(start, PAGE)
    return Results(
        query=query,
        results=tuple(result for _, result in shown),
        count=len(ranked),
        more=len(hits) == _CANDIDATES,
        start=start,
        following=following,
        previous=ahead[0][0] if ahead else None,
        before=before or max((hit.story_id for hit, _ in ranked), default=0) + 1,
        suggestion=await respell(store, text, unknown) if unknown else None,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Looks at stories in their order, to leave out what only looked like a find.

    Where their terms do not tell, it reads their texts.
    """

    store: Store
    query: topics.Query
    languages: tuple[str, ...]
    ranked: Sequence[tuple[Hit, int]]

    async def after(self, start: int, most: int) -> tuple[list[tuple[int, Result]], int | None]:
        """Return the first finds from ``start`` on, each with its place in the order.

        And where to go on, None at the end: after ``_READ`` texts that is, found or not.
        """
        found: list[tuple[int, Result]] = []
        at, last = start, min(len(self.ranked), start + _READ)
        while at < last and len(found) <= most:
            end = min(last, at + most + 1 - len(found))
            found += await self._between(at, end)
            at = end
        if len(found) > most:
            return found[:most], found[most][0]
        return found, at if at < len(self.ranked) else None

    async def ahead_of(self, start: int, most: int) -> list[tuple[int, Result]]:
        """Return the last finds before ``start``, or as far as ``_READ`` texts reach."""
        found: list[tuple[int, Result]] = []
        end, first = start, max(0, start - _READ)
        while end > first and len(found) < most:
            at = max(first, end - most + len(found))
            found = await self._between(at, end) + found
            end = at
        return found

    async def _between(self, start: int, end: int) -> list[tuple[int, Result]]:
        some = self.ranked[start:end]
        async with self.store.read() as unit:
            both = await unit.stories.several([hit.story_id for hit, _ in some])
        told = [(story, topics.told(self.query, terms)) for story, terms in both]
        unsure = [story for story, is_find in told if is_find is None]
        # a few texts take long enough to hold others up
        read = await asyncio.to_thread(matching, unsure, [self.query], self.languages)
        by_id = {story.id: story for story in (*(s for s, is_find in told if is_find), *read)}
        return [
            (place, Result(by_id[hit.story_id], others))
            for place, (hit, others) in enumerate(some, start)
            if hit.story_id in by_id
        ]


def rank(
    hits: Iterable[Hit],
    titled: Mapping[Wanted, Collection[Hit]],
    frequency: Mapping[Wanted, int],
    now: datetime,
) -> list[Hit]:
    """Return what was found, the best first; ``titled`` is what has each word in its headline.

    A rare word weighs more; age divides.
    """
    weights = {word: rarity(frequency[word]) for word in titled}
    in_headline = {word: {hit.story_id for hit in found} for word, found in titled.items()}
    whole = sum(weights.values())

    def worth(hit: Hit) -> tuple[float, int]:
        there = sum(weights[word] for word, ids in in_headline.items() if hit.story_id in ids)
        age = max(now - hit.dated_at, timedelta(0))
        return (1 + _HEADLINE * (there / whole if whole else 0)) / (1 + age / _HALF), hit.story_id

    every = {hit.story_id: hit for found in (hits, *titled.values()) for hit in found}
    return sorted(every.values(), key=worth, reverse=True)


def one_an_event(ranked: Iterable[Hit]) -> list[tuple[Hit, int]]:
    """Return the first of each event, with how many others of it come after."""
    firsts: dict[tuple[str, int], Hit] = {}
    counts: Counter[tuple[str, int]] = Counter()
    for hit in ranked:
        key = ("story", hit.story_id) if hit.event_id is None else ("event", hit.event_id)
        firsts.setdefault(key, hit)
        counts[key] += 1
    return [(hit, counts[key] - 1) for key, hit in firsts.items()]
