"""Composing a story of a feed's entry and its page; where both speak, the better of the two."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot import summaries
from bot.domain.errors import Wall
from bot.domain.values import Article, Draft, Reading, Story, TextFrom
from bot.feeds.urls import canonical
from bot.pipeline.identity import UNTITLED
from bot.pipeline.recognising import AHEAD
from bot.text import language
from bot.text.html import to_text

LONGEST = 100_000
"""Characters of an article that are read: a quarter of a novel."""
ONE_DAY = timedelta(hours=36)
"""So far may lie an instant from the midnight, in UTC, of the day it is in somewhere."""
ENOUGH_TO_TELL = 200
"""Characters from which on a text tells its language better than the feed's label does."""


def compose(
    draft: Draft, article: Article | None, wall: Wall | None = None, before: Story | None = None
) -> Reading:
    """Return the story of a feed's entry and its page.

    ``wall`` is what stood before a page that could not be read. ``before`` is the story as it was:
    where its page cannot be read just now, what that said still serves.
    """
    if article is None and wall is None and before is not None:
        article = _as_it_was(before)
    entry, feed = draft.entry, draft.feed
    text, text_from = _text(draft, article, wall)
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
        text_from=text_from,
    )


def _as_it_was(story: Story) -> Article:
    return Article(
        title=story.title,
        text=story.text if story.text_from is TextFrom.PAGE else "",
        published=story.published,
        published_has_time=story.published_has_time,
        author=story.author,
        origin=story.origin,
        publisher=story.publisher,
        home=story.home,
        image=None,
        canonical_url=story.link,
        lang=story.lang,
        publisher_code=story.publisher_code,
    )


def _text(draft: Draft, article: Article | None, wall: Wall | None) -> tuple[str, TextFrom]:
    """Return the article's text, or the feed's where that says more, and where it is from."""
    own = max(
        (to_text(t) for t in (draft.entry.content, draft.entry.summary) if t), key=len, default=""
    )
    read = article.text if article else ""
    if wall := wall or (article.wall if article else None):
        return _cut(max(own, read, key=len)), TextFrom(wall.value)
    if article is not None and read and len(read) >= len(own) // 2:
        return _cut(read), TextFrom.PAGE
    return _cut(own), TextFrom.FEED


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    paragraphs = text[:LONGEST].rpartition("\n\n")[0]
    return paragraphs if len(paragraphs) > LONGEST // 2 else text[:LONGEST]


def _published(draft: Draft, article: Article | None) -> tuple[datetime | None, bool]:
    published, has_time = draft.entry.published, draft.entry.published_has_time
    if article is not None and article.published is not None:
        is_same = published is not None and abs(article.published - published) <= ONE_DAY
        if published is None or (is_same and not has_time):
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
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "") or UNTITLED
