"""Reading a draft: fetch its article, summarise, and plan its deliveries in one transaction."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot import summaries, topics
from bot.domain.errors import (
    ArticleError,
    FetchError,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    FetchUnresolved,
)
from bot.domain.ports import Clock, FeedSource, Store
from bot.domain.values import Article, Draft, Reading
from bot.feeds.urls import canonical
from bot.pipeline.planning import plan
from bot.pipeline.identity import is_own_page
from bot.text import language
from bot.text.html import to_text

log = logging.getLogger(__name__)

RETRIES = (timedelta(seconds=5), timedelta(seconds=15))
"""An article that fails for the moment is tried again so often; then the feed's own text serves,
for a reader would rather have a short card now than a long one late."""
BROKEN = timedelta(minutes=5)
"""A draft that a step broke on is tried again after so long."""
AHEAD = timedelta(hours=1)
"""A date further ahead than this is a publisher's slip."""
LONG = 30_000
"""Characters from which on a text takes long enough to hold others up: some 100 ms."""
LONGEST = 100_000
"""Characters of an article that are read: a quarter of a novel."""
ENOUGH_TO_TELL = 200
"""Characters from which on a text tells its language better than the feed's label does."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns drafts into stories with planned deliveries."""

    store: Store
    source: FeedSource
    clock: Clock

    async def read(self, draft: Draft) -> int:
        """Read a draft; return how many deliveries were planned."""
        article: Article | None = None
        if is_own_page(draft.feed, draft.link):
            try:
                article = await self.source.article(draft.entry.link or draft.link)
            except (FetchError, ArticleError) as error:
                if await self._again(draft, error):
                    return 0
                log.info("article %s: %s; the feed's text serves", draft.link, error)
        reading, document = await _understand(draft, article)
        now = self.clock.now()
        async with self.store.write() as unit:
            story = await unit.stories.read(draft.id, reading, document.terms)
            if story is None:
                return 0
            planned = await plan(unit, draft, story.id, document, now)
        level = logging.INFO if planned else logging.DEBUG
        log.log(level, "story %d read, %d deliveries planned", story.code, planned)
        return planned

    async def set_aside(self, draft: Draft, reason: str) -> None:
        """Try a draft that a step broke on again later; drop it when that does not help."""
        async with self.store.write() as unit:
            if draft.attempts < len(RETRIES):
                await unit.stories.retry(draft.id, self.clock.now() + BROKEN, reason)
            else:
                await unit.stories.drop(draft.id, reason)

    async def _again(self, draft: Draft, error: Exception) -> bool:
        passing = isinstance(error, FetchTimeout | FetchFailed) or (
            isinstance(error, FetchRefused) and error.retry_after is not None
        )
        # a name that leads nowhere seldom leads somewhere soon
        most = 1 if isinstance(error, FetchUnresolved) else len(RETRIES)
        if not passing or draft.attempts >= most:
            return False
        at = self.clock.now() + RETRIES[draft.attempts]
        async with self.store.write() as unit:
            await unit.stories.retry(draft.id, at, str(error))
        log.info("article %s: %s; trying again later", draft.link, error)
        return True


async def _understand(draft: Draft, article: Article | None) -> tuple[Reading, topics.Document]:
    """Return what was read and what topics see of it."""
    entry = draft.entry
    texts = (article.text if article else None, entry.content, entry.summary)
    if max(len(text or "") for text in texts) > LONG:
        return await asyncio.to_thread(_understood, draft, article)
    # at once: stories found together keep their order, and with it that of their codes
    return _understood(draft, article)


def _understood(draft: Draft, article: Article | None) -> tuple[Reading, topics.Document]:
    reading = compose(draft, article)
    document = topics.Document.of(
        title=reading.title, text=reading.text, lang=reading.lang, source=reading.publisher
    )
    return reading, document


def compose(draft: Draft, article: Article | None) -> Reading:
    """Return the story of a feed's entry and its page; where both speak, the better of the two."""
    entry, feed = draft.entry, draft.feed
    text = _text(draft, article)
    title = (
        " ".join((entry.title or "").split())
        or (article.title if article else None)
        or _opening(text)
    )
    lang = _language(text, entry.lang or (article.lang if article else None) or feed.lang)
    published, has_time = _published(draft, article)
    return Reading(
        publisher_code=article.publisher_code if article else None,
        title=title,
        text=text,
        extract=summaries.rank(text, title=title, lang=lang),
        published=published,
        published_has_time=has_time,
        origin=article.origin if article else None,
        author=entry.author or (article.author if article else None),
        # feeds name their sections after a dash, and some have nothing to name
        publisher=(article.publisher if article else None)
        or (feed.title or "").strip(" -–|")
        or None,
        home=(article.home if article else None) or feed.home,
        link=_link(draft, article),
        lang=lang,
    )


def _text(draft: Draft, article: Article | None) -> str:
    """Return the article's text, or the feed's where that says more."""
    own = max(
        (to_text(t) for t in (draft.entry.content, draft.entry.summary) if t), key=len, default=""
    )
    read = article.text if article else ""
    text = read if len(read) >= len(own) // 2 else own
    if len(text) <= LONGEST:
        return text
    paragraphs = text[:LONGEST].rpartition("\n\n")[0]
    return paragraphs if len(paragraphs) > LONGEST // 2 else text[:LONGEST]


def _published(draft: Draft, article: Article | None) -> tuple[datetime | None, bool]:
    published, has_time = draft.entry.published, True
    if published is None and article is not None:
        published, has_time = article.published, article.published_has_time
    if published is not None and published > draft.seen_at + AHEAD:
        return draft.seen_at, True
    return published, has_time


def _link(draft: Draft, article: Article | None) -> str:
    """Return the page's own canonical link, unless it names a front page or another site's root."""
    if article is None or not article.canonical_url:
        return draft.link
    parts = urlsplit(article.canonical_url)
    if parts.scheme not in {"http", "https"} or (parts.path in {"", "/"} and not parts.query):
        return draft.link
    return canonical(article.canonical_url)


def _language(text: str, declared: str | None) -> str | None:
    if declared and len(text) < ENOUGH_TO_TELL:
        return declared
    return language.settle(text, declared)


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "") or "Untitled"
