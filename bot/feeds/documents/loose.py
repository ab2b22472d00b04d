"""The process in which feedparser runs: JSON on standard input, JSON on standard output."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from bot.domain.values import Entry
from bot.feeds import dates
from bot.feeds.documents import records
from bot.feeds.documents.children import limit
from bot.feeds.documents.items import bounded
from bot.feeds.documents.markup import MAX_ITEMS
from bot.feeds.documents.titles import MAX_TITLE, html_title
from bot.feeds.language_tags import language
from bot.feeds.urls import absolute
from bot.text.html import one_line

_MEMORY = 1_000_000_000
_SECONDS = 20  # of the CPU: where the parent was killed, nobody else would end this


def main() -> None:
    """Parse the feed on standard input and print its record, which may be an error."""
    limit(memory=_MEMORY, seconds=_SECONDS)
    request = json.load(sys.stdin)
    json.dump(record(request["text"], request["url"]), sys.stdout)


def record(text: str, url: str | None) -> dict[str, Any]:
    """Return what feedparser makes of a feed, in JSON's types."""
    import feedparser

    # A file object: a string or bytes that name a file or an address would be opened.
    found: Any = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    reason = str(found.get("bozo_exception") or "no items")
    base = url or absolute(found.feed.get("link"), None)
    lang = language(found.feed.get("language"))
    return {
        "title": bounded(html_title(found.feed.get("title", "")[:MAX_TITLE])),
        "link": absolute(found.feed.get("link"), base),
        "lang": lang,
        "entries": [_entry(item, base, lang) for item in found.entries[:MAX_ITEMS]],
        "error": None if found.entries or found.feed.get("title") else reason,
    }


def _entry(item: dict[str, Any], base: str | None, lang: str | None) -> dict[str, Any]:
    # feedparser's own get() gives the published date where there is no updated one
    updated = dates.parse_with_precision(dict.get(item, "updated"))
    shown = dates.parse_with_precision(item.get("published")) or updated
    contents = item.get("content") or [{}]
    entry = Entry(
        guid=bounded(item.get("id")),
        title=bounded(html_title(item.get("title", "")[:MAX_TITLE])),
        link=absolute(item.get("link"), base),
        published=shown and shown.instant,
        updated=updated and updated.instant,
        author=bounded(one_line(item.get("author", ""))),
        summary=item.get("summary") or None,
        content=contents[0].get("value") or None,
        lang=language(item.get("language")) or lang,
        published_has_time=shown is None or shown.has_time,
    )
    return records.record(entry)
