"""Reading a draft: fetch its article, summarise, and plan its deliveries in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ParamSpec, TypeVar

from bot import topics
from bot.domain import trails
from bot.domain.errors import (
    ArticleError,
    ArticleWalled,
    FetchError,
    FetchFailed,
    FetchTimeout,
    FetchUnresolved,
    Wall,
)
from bot.domain.ports import Clock, FeedSource, Store
from bot.domain.values import Article, Draft, Reading, Story, StoryTerms
from bot.pipeline.composing import compose
from bot.pipeline.condenser import Condenser
from bot.pipeline.identity import is_own_page
from bot.pipeline.joining import join, signature
from bot.pipeline.planning import came_lately, document_of, parts, plan
from bot.pipeline.tracing import of_draft, of_draft_id
from bot.pipeline.turns import Turns
from bot.summaries.events import Signature

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

RETRIES = (timedelta(seconds=5), timedelta(seconds=15))
"""An article that fails for the moment is tried again so often; then the feed's own text serves,
for a reader would rather have a short card now than a long one late."""
BROKEN = timedelta(minutes=5)
"""A draft that a step broke on is tried again after so long."""
PATIENCE = timedelta(seconds=30)
"""A host that asks to be left alone for longer is not asked again: the feed's own text serves."""
CORRECTED = timedelta(hours=48)
"""A card is edited for so long after it was sent where its story's headline changes."""
LONG = 30_000
"""Characters from which on a text takes long enough to hold others up: some 100 ms."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns drafts into stories with planned deliveries."""

    store: Store
    source: FeedSource
    clock: Clock
    turns: Turns = field(default_factory=Turns)
    """Lets the stories of a feed get their codes in the order found."""
    condenser: Condenser | None = None
    """Asks a language model for summaries; None where extracts serve."""

    @trails.followed(of_draft_id)
    async def read_due(self, draft_id: int, feed_id: int) -> None:
        """Read a draft of a feed, if it is due still. Raises DatabaseError."""
        # its turn comes with the call: to look for it takes now longer, now shorter
        async with self.turns.begun(feed_id) as turn:
            async with self.store.read() as unit:
                draft = await unit.stories.draft(draft_id, self.clock.now())
            if draft is None:
                return
            try:
                await self._read(draft, turn)
            except Exception as error:
                # one poison draft stops no other
                log.exception("draft %d (%s) cannot be read", draft.id, draft.link)
                await self.set_aside(draft, f"{type(error).__name__}: {error}")

    @trails.followed(of_draft)
    async def _read(self, draft: Draft, turn: Callable[[], Awaitable[None]]) -> int:
        """Read a draft when its turn comes; return how many deliveries were planned."""
        article: Article | None = None
        wall: Wall | None = None
        if is_own_page(draft.feed, draft.link):
            try:
                article = await self.source.article(draft.entry.link or draft.link)
            except (FetchError, ArticleError) as error:
                if await self._again(draft, error):
                    return 0
                wall = error.wall if isinstance(error, ArticleWalled) else None
                log.info("article %s: %s; the feed's text serves", draft.link, error)
        if draft.story_id is not None:
            return await self._revise(draft, draft.story_id, article, wall)
        size = _size(draft, article)
        reading, document, terms, own = await _beside(size, _understood, draft, article, wall)
        reading = await self._condensed(draft, reading)
        await turn()
        now = self.clock.now()
        async with self.store.write() as unit:
            story = await unit.stories.read(draft.id, reading, terms)
            if story is None:
                log.info("draft %d is a story that was known already", draft.id)
                return 0
            trails.add({"story": story.code})
            story = await join(unit, story, own, now)
            planned = await plan(unit, draft, story, document, now)
        took = (now - draft.seen_at).total_seconds()
        log.info(
            "story %d read %.0f s after it was found, %d deliveries planned",
            story.code, took, planned,
        )  # fmt: skip
        return planned

    async def _revise(
        self, draft: Draft, story_id: int, article: Article | None, wall: Wall | None
    ) -> int:
        """Read a story anew whose feed changed it; who gets it by the new text only has a card."""
        async with self.store.read() as unit:
            before = await unit.stories.by_id(story_id)
        size = max(_size(draft, article), len(before.text) if before else 0)
        reading, document, terms, had = await _beside(size, _revised, draft, article, wall, before)
        reading = await self._condensed(draft, reading, before)
        now = self.clock.now()
        async with self.store.write() as unit:
            revised = await unit.stories.revise(draft.id, reading, terms, now)
            if revised is None:
                return 0
            was, story = revised
            if story.title != was.title:
                await unit.deliveries.correct(story.id, now, now - CORRECTED)
            planned = await plan(unit, draft, story, document, now, before=had, was=parts(was))
        log.info("story %d changed, %d deliveries planned", story.code, planned)
        return planned

    async def _condensed(
        self, draft: Draft, reading: Reading, before: Story | None = None
    ) -> Reading:
        """Return the reading with a model's summary, where there is one to be had."""
        if before and (before.title, before.text) == (reading.title, reading.text):
            return replace(reading, summary=before.summary, summary_by=before.summary_by)
        # nobody is sent what was old when its feed was added, and there is much of it
        if self.condenser is None or (draft.backlog and not came_lately(draft, reading.published)):
            return reading
        return await self.condenser.condense(reading)

    async def set_aside(self, draft: Draft, reason: str) -> None:
        """Try a draft that a step broke on again later; drop it when that does not help."""
        async with self.store.write() as unit:
            if draft.attempts < len(RETRIES):
                await unit.stories.retry(draft.id, self.clock.now() + BROKEN, reason)
            else:
                await unit.stories.drop(draft.id, reason)

    async def _again(self, draft: Draft, error: Exception) -> bool:
        asked = error.retry_after if isinstance(error, FetchError) else None
        passing = isinstance(error, FetchTimeout | FetchFailed) or asked is not None
        # a name that leads nowhere seldom leads somewhere soon
        most = 1 if isinstance(error, FetchUnresolved) else len(RETRIES)
        if not passing or draft.attempts >= most:
            return False
        wait = max(RETRIES[draft.attempts], timedelta(seconds=asked or 0))
        if wait > PATIENCE:
            return False
        at = self.clock.now() + wait
        async with self.store.write() as unit:
            await unit.stories.retry(draft.id, at, str(error))
        log.info("article %s: %s; trying again later", draft.link, error)
        return True


def _size(draft: Draft, article: Article | None) -> int:
    """Return how many characters the longest of a story's texts has."""
    texts = (article.text if article else None, draft.entry.content, draft.entry.summary)
    return max(len(text or "") for text in texts)


async def _beside(size: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what the work gives, done beside the loop where a text of ``size`` takes long."""
    if size > LONG:
        return await asyncio.to_thread(work, *args, **kwargs)
    return work(*args, **kwargs)


def _understood(
    draft: Draft, article: Article | None, wall: Wall | None
) -> tuple[Reading, topics.Document, StoryTerms, Signature]:
    """Return what was read, what topics and the archive see of it, and what tells its event."""
    reading = compose(draft, article, wall)
    document = document_of(reading)
    return reading, document, document.indexed(), signature(reading, draft)


def _revised(
    draft: Draft, article: Article | None, wall: Wall | None, before: Story | None
) -> tuple[Reading, topics.Document, StoryTerms, topics.Document | None]:
    """Return what was read anew, what topics and the archive see of it, and topics saw before."""
    reading = compose(draft, article, wall, before)
    document = document_of(reading)
    return reading, document, document.indexed(), document_of(before) if before else None
