"""A feed's bytes to values: cleaned, parsed fast, and by feedparser where the markup is broken."""

from __future__ import annotations

from bot.domain.errors import FeedError
from bot.domain.values import ParsedFeed
from bot.feeds import cleaning, fallback, jsonfeed, markup
from bot.feeds.encoding import decode

MAX_BYTES = 16_000_000
"""A larger feed is refused."""

_SITEMAP = "This is a sitemap, not a feed. Give the address of the site's RSS or Atom feed."
_NOT_FEEDS = {
    "html": "This is a web page, not a feed. Give the address of its RSS or Atom feed.",
    "opml": "This is an OPML list of feeds. Import it with: storywire feeds import FILE",
    "urlset": _SITEMAP,
    "sitemapindex": _SITEMAP,
    "": "This is no RSS, Atom or JSON feed. Check the address in a browser.",
}


def parse(data: bytes, *, content_type: str | None = None, url: str | None = None) -> ParsedFeed:
    """Parse a feed. ``content_type`` is the HTTP header, ``url`` the base of relative links.

    Raises FeedError. Milliseconds, in time linear in the size; broken markup goes to a process of
    its own and may take ``fallback.SECONDS``. Holds the CPU: not for the event loop.
    """
    if len(data) > MAX_BYTES:
        raise FeedError(f"The feed has {len(data)} bytes; more than {MAX_BYTES} are not read.")
    text = decode(data, content_type).lstrip("\ufeff \t\r\n\x00")
    if not text:
        raise FeedError("The feed is empty.")
    if text[0] in "{[":
        return jsonfeed.parse(text, url)
    root = cleaning.find_root(text)
    if (reason := _NOT_FEEDS.get(root.name)) is not None:
        raise FeedError(reason)
    body = text[root.start :]
    if not cleaning.may_be_mistaken(body) and (feed := markup.parse_well_formed(body, url)):
        return feed
    ours = markup.parse(cleaning.repaired(body, root.entities), url)
    if ours.feed and ours.complete:
        return ours.feed
    try:
        other = fallback.parse(data, content_type=content_type, url=url)
    except FeedError:
        if ours.feed and ours.feed.entries:
            return ours.feed
        raise
    return ours.feed if ours.feed and len(ours.feed.entries) >= len(other.entries) else other
