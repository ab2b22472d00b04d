"""A feed's bytes to values: cleaned, parsed fast, and by feedparser where the markup is broken."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.domain.errors import FeedError, FeedWalled, Wall
from bot.domain.values import ParsedFeed
from bot.feeds import cleaning
from bot.feeds.documents import fallback, jsonfeed, markup, newssitemap
from bot.feeds.encoding import decode

MAX_BYTES = 16_000_000
"""A larger feed is refused."""

MAX_REFERENCES = 2_000_000
"""A bare ``&`` takes five times its room once it is mended."""

_SHORTER = "Ask its owner for a shorter one."
_SITEMAP = "This is a sitemap, not a feed. Give the address of the site's RSS or Atom feed."
_NOT_FEEDS = {
    "html": "This is a web page, not a feed. Give the address of its RSS or Atom feed.",
    "opml": "This is an OPML list of feeds. Import it with: storywire feeds import FILE",
    "urlset": _SITEMAP,
    "sitemapindex": _SITEMAP,
    "": "This is no RSS, Atom or JSON feed. Check the address in a browser.",
}
_WALLS = {
    Wall.BOTS: "{} asks for a proof that its visitor is human, and shows a bot no feed. Ask its "
    "owner to let feed readers in, or take another address of the feed.",
    Wall.CONSENT: "{} asks its visitors to agree to something before it shows its feed. Look for "
    "the feed at another address of the site.",
    Wall.PAY: "{} shows this feed to its subscribers only. Look for a public feed of the site, or "
    "for the private feed's address in your account there.",
}
_PAGE = 200_000
"""Characters of a page that are looked at for a wall."""
_PAGELIKE = re.compile(
    r"<(?:head|body|title|meta|script|noscript|div|form|iframe)\b", re.IGNORECASE
)


class Broken(NamedTuple):
    """A feed whose markup hides items from our parser."""

    ours: ParsedFeed | None
    """What it made of it."""
    text: str
    url: str | None


def parse(data: bytes, *, content_type: str | None = None, url: str | None = None) -> ParsedFeed:
    """Parse a feed. ``content_type`` is the HTTP header, ``url`` the base of relative links.

    Raises FeedError. Milliseconds, in time linear in the size; broken markup goes to a process of
    its own and may take ``fallback.SECONDS``. Holds the CPU: not for the event loop, which has
    ``parsing_pool``.
    """
    found = attempt(data, content_type=content_type, url=url)
    return mended(found) if isinstance(found, Broken) else found


def attempt(
    data: bytes, *, content_type: str | None = None, url: str | None = None
) -> ParsedFeed | Broken:
    """Parse a feed as ``parse`` does, but leave broken markup to ``mended``. Raises FeedError."""
    if len(data) > MAX_BYTES:
        raise FeedError(
            f"The feed has {len(data)} bytes; more than {MAX_BYTES} are not read. {_SHORTER}"
        )
    text = decode(data, content_type).lstrip("\ufeff \t\r\n\x00")
    if not text:
        raise FeedError("The feed is empty. Check the address in a browser.")
    if text[0] in "{[":
        return jsonfeed.parse(text, url)
    root = cleaning.find_root(text)
    body = text[root.start :]
    if root.name == "urlset" and newssitemap.is_news(body):
        return newssitemap.parse(cleaning.repaired(body, root.entities), url)
    if (reason := _NOT_FEEDS.get(root.name)) is not None:
        _refuse_wall(text, root.name, url)
        raise FeedError(reason)
    if body.count("&") > MAX_REFERENCES:
        raise FeedError(
            f"The feed has more than {MAX_REFERENCES} ampersands; it is not read. {_SHORTER}"
        )
    if not cleaning.may_be_mistaken(body) and (feed := markup.parse_well_formed(body, url)):
        return feed
    ours = markup.parse(cleaning.repaired(body, root.entities), url)
    return ours.feed if ours.feed and ours.complete else Broken(ours.feed, text, url)


def mended(broken: Broken) -> ParsedFeed:
    """Return what feedparser makes of broken markup, or what we made of it where that is more.

    Raises FeedError. Blocks for up to ``fallback.SECONDS``, waiting for another process.
    """
    ours = broken.ours
    try:
        other = fallback.parse(broken.text, url=broken.url)
    except FeedError:
        if ours and ours.entries:
            return ours
        raise
    if ours is None:
        return other
    return ours if len(ours.entries) >= len(other.entries) else replace(other, hints=ours.hints)


def _refuse_wall(text: str, name: str, url: str | None) -> None:
    """Raise FeedWalled where a page stands in the feed's place that lets visitors in on terms."""
    if name != "html" and (name or not _PAGELIKE.search(text, 0, _PAGE)):
        return
    from bot.feeds.articles import walls  # needed only now, and large

    if wall := walls.recognise(text[:_PAGE]):
        host = urlsplit(url or "").hostname or "The site"
        raise FeedWalled(_WALLS[wall].format(host), wall)
