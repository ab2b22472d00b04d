"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import dates
from bot.feeds.documents.items import bounded
from bot.feeds.documents.markup import MAX_ITEMS
from bot.feeds.documents.titles import MAX_TITLE, html_title
from bot.feeds.language_tags import language
from bot.feeds.urls import absolute
from bot.text.html import one_line

MAX_CHARACTERS = 4_000_000
"""A larger feed is refused: the JSON decoder lets no other thread run meanwhile."""
MAX_VALUES = 200_000
"""Lists and objects are memory: a feed of more is refused."""

_SHORTER = "Ask its owner for a shorter one."
_CHECK = "Check the address in a browser."


def parse(text: str, url: str | None) -> ParsedFeed:
    """Parse the text of a JSON Feed. Raises FeedError."""
    if len(text) > MAX_CHARACTERS:
        raise FeedError(
            f"The JSON feed has more than {MAX_CHARACTERS} characters; it is not read. {_SHORTER}"
        )
    if text.count("[") + text.count("{") > MAX_VALUES:
        raise FeedError(f"The JSON feed has more than {MAX_VALUES} lists and objects. {_SHORTER}")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"The feed looks like JSON, but is not: {error}. {_CHECK}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FeedError(f"This is JSON, but no JSON Feed: it has no list of items. {_CHECK}")
    base = url or _text(feed, "feed_url") or _text(feed, "home_page_url")
    lang = language(_text(feed, "language"))
    author = _authors(feed)
    return ParsedFeed(
        title=_title(feed),
        link=absolute(_text(feed, "home_page_url"), base),
        lang=lang,
        entries=tuple(
            _entry(item, base, lang, author) for item in items[:MAX_ITEMS] if isinstance(item, dict)
        ),
    )


def _entry(item: dict[str, Any], base: str | None, lang: str | None, author: str | None) -> Entry:
    updated = dates.parse_with_precision(_text(item, "date_modified"))
    shown = dates.parse_with_precision(_text(item, "date_published")) or updated
    return Entry(
        guid=bounded(_text(item, "id")),
        title=bounded(_title(item)),
        link=absolute(_text(item, "url"), base) or absolute(_text(item, "external_url"), base),
        published=shown and shown.instant,
        updated=updated and updated.instant,
        author=bounded(_authors(item) or author, 500),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        lang=language(_text(item, "language")) or lang,
        published_has_time=shown is None or shown.has_time,
    )


def _text(record: dict[str, Any], key: str) -> str | None:
    """Return a value as text: some feeds give numbers as ids."""
    value = record.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    # Half a surrogate pair is legal JSON, but no text can be stored with it.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip() or None


def _title(record: dict[str, Any]) -> str | None:
    return html_title((_text(record, "title") or "")[:MAX_TITLE]) or None


def _authors(record: dict[str, Any]) -> str | None:
    people = record.get("authors")
    candidates = (
        [*people, record.get("author")] if isinstance(people, list) else [record.get("author")]
    )
    names = [_text(person, "name") for person in candidates if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(one_line(name) for name in names if name)) or None
