"""News sitemaps: the lists of new stories that publishers keep for search engines.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap: an address, a
title and a date for each story of the past two days. That is all a feed needs.
"""

from __future__ import annotations

from lxml import etree

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import cleaning, dates
from bot.feeds.urls import absolute, home
from bot.text.html import one_line

MAX_STORIES = 1_000
"""So many a news sitemap may hold."""
MAX_TITLE = 2_000

_NEWS = "schemas/sitemap-news/"
_HEAD = 5_000


def is_news(text: str) -> bool:
    """Return whether cleaned text, a ``urlset``, speaks of news at its beginning."""
    return _NEWS in text[:_HEAD]


def parse(text: str, url: str | None) -> ParsedFeed:
    """Read a news sitemap, cleaned text that begins with its root, as a feed. Raises FeedError."""
    if text.count("<") > 40 * 2 * MAX_STORIES:
        raise FeedError(f"The news sitemap has more than {MAX_STORIES} stories; it is not read.")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(cleaning.without_illegal(text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise FeedError(f"The news sitemap is broken: {error.msg}") from error
    if root is None:  # lxml's answer where there was nothing to recover
        raise FeedError("The news sitemap is broken.")
    found = [_story(element, url) for element in list(root.iterchildren("{*}url"))[:MAX_STORIES]]
    stories = tuple(entry for entry in found if entry is not None)
    if not stories:
        raise FeedError("This is a sitemap without news, not a feed. Give its site's RSS or Atom.")
    return ParsedFeed(_first(root, "name"), home(url), _first(root, "language"), stories)


def _story(element: etree._Element, url: str | None) -> Entry | None:
    """Return a story of the sitemap, None where it lacks address or title."""
    link = absolute(_first(element, "loc"), url)
    title = _first(element, "title")
    if link is None or title is None:
        return None
    published = dates.parse_with_precision(_first(element, "publication_date"))
    return Entry(
        guid=link,
        title=title,
        link=link,
        published=published and published.instant,
        updated=None,
        author=None,
        summary=None,
        content=None,
        lang=_first(element, "language"),
        published_has_time=published is None or published.has_time,
    )


def _first(element: etree._Element, name: str) -> str | None:
    """Return the text of the first element of a name, in whichever of the two namespaces."""
    for one in element.iter(f"{{*}}{name}"):
        if text := one_line((one.text or "")[:MAX_TITLE]):
            return text
    return None
