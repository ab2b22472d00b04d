"""feedparser, for markup so broken that our parser sees fewer items than the text shows."""

from __future__ import annotations

import io
from typing import Any

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import dates
from bot.feeds.encoding import decode
from bot.feeds.markup import MAX_ITEMS, language
from bot.feeds.urls import absolute
from bot.text.html import one_line

MAX_BYTES = 2_000_000
"""feedparser's loose parser takes seconds a megabyte on hostile markup."""


def parse(data: bytes, *, content_type: str | None, url: str | None) -> ParsedFeed:
    """Parse with feedparser. Raises FeedError where it finds nothing either.

    Slow: for a worker process with a time limit.
    """
    if len(data) > MAX_BYTES:
        raise FeedError("The feed's markup is broken, and it is too large to be mended.")
    import feedparser

    # A file object: a string or bytes that name a file or an address would be opened.
    found: Any = feedparser.parse(
        io.BytesIO(decode(data, content_type).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not found.entries and not found.feed.get("title"):
        raise FeedError(f"The feed's markup is broken: {found.get('bozo_exception', 'no items')}")
    base = url or absolute(found.feed.get("link"), None)
    lang = language(found.feed.get("language"))
    return ParsedFeed(
        title=one_line(found.feed.get("title", "")) or None,
        link=absolute(found.feed.get("link"), base),
        lang=lang,
        entries=tuple(_entry(item, base, lang) for item in found.entries[:MAX_ITEMS]),
    )


def _entry(item: Any, base: str | None, lang: str | None) -> Entry:  # noqa: ANN401  # untyped
    updated = dates.parse(item.get("updated"))
    contents = item.get("content") or [{}]
    return Entry(
        guid=item.get("id") or None,
        title=one_line(item.get("title", "")) or None,
        link=absolute(item.get("link"), base),
        published=dates.parse(item.get("published")) or updated,
        updated=updated,
        author=one_line(item.get("author", "")) or None,
        summary=item.get("summary") or None,
        content=contents[0].get("value") or None,
        lang=language(item.get("language")) or lang,
    )
