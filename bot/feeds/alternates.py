"""Which feeds a page names: its ``link`` elements, and its links that look like feeds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from bot.feeds.tags import Tag, tags
from bot.feeds.urls import absolute, host, without_feed

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x.atom+xml",
        "application/x-atom+xml",
    }
)
# Generic types are used for feeds too, but also for much else: WordPress offers its pages as
# application/json. Their address has to look like a feed's.
_GENERIC = frozenset({"application/xml", "text/xml", "application/json", ""})
_FEEDLIKE = re.compile(
    r"(?:^|[/._?&=-])(?:feeds?|rss\d?|atom|rdf)(?:[/._?&=-]|$)|feedburner\.|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_NOT_FEEDLIKE = re.compile(r"wp-json|oembed|\.(?:png|jpe?g|gif|svg|css|js|html?)$", re.IGNORECASE)
_COMMENTS = re.compile(
    r"\bcomments?\b|commentaires|comentarios|kommentare|комментари|yorumlar|تعليقات|دیدگاه|نظرات|"
    r"评论|コメント",
    re.IGNORECASE,
)
_MOST = 40


class Named(NamedTuple):
    """A feed that a page names."""

    url: str
    title: str
    """As the page calls it; may be empty."""
    lang: str
    """Its hreflang; may be empty."""
    stated: bool
    """True where a ``link`` element says that it is a feed, False where a link only looks so."""

    @property
    def is_comments(self) -> bool:
        """Whether it holds readers' comments rather than news."""
        return bool(_COMMENTS.search(f"{self.title} {unquote(urlsplit(self.url).path)}"))


def named(page: str, url: str) -> list[Named]:
    """Return the feeds that a page at ``url`` names, the most fitting first, each once.

    News come before comments, stated ones before links that only look like feeds, those of the
    section and the language that ``url`` and the page are in before others.
    """
    base, lang = url, ""
    found: dict[str, Named] = {}
    for tag in tags(page):
        if tag.name == "base":
            base = absolute(tag.get("href"), url) or url
        elif tag.name == "html":
            lang = lang or tag.get("lang") or tag.get("xml:lang")
        elif len(found) < _MOST and (one := _named(tag, base)):
            known = found.get(one.url)
            if known is None or (one.stated and not known.stated):
                found[one.url] = one
    return sorted(found.values(), key=lambda one: _rank(one, url, lang))


def _named(tag: Tag, base: str) -> Named | None:
    """Return the feed that a tag names, None where it names none."""
    address = absolute(without_feed(tag.get("href")), base)
    if address is None:
        return None
    stated = _is_stated(tag, address)
    if not stated and (tag.name == "link" or not is_feedlike(address)):
        return None
    address = address.partition("#")[0]
    return Named(address, tag.get("title") or tag.label, tag.get("hreflang"), stated)


def is_feedlike(address: str) -> bool:
    """Return whether an address looks like that of a feed."""
    parts = urlsplit(address)
    place = f"{parts.path}?{parts.query}" if parts.query else parts.path
    subject = f"{parts.netloc}{place}" if parts.netloc.startswith(("feeds.", "rss.")) else place
    if _NOT_FEEDLIKE.search(parts.path) or _NOT_FEEDLIKE.search(place):
        return False
    return bool(_FEEDLIKE.search(subject) or "feedburner." in parts.netloc)


def _is_stated(tag: Tag, address: str) -> bool:
    kinds = set(tag.get("rel").lower().split())
    media = tag.get("type").lower().partition(";")[0].strip()
    if "stylesheet" in kinds or not kinds & {"alternate", "feed"}:
        return False
    return media in _TYPES or (media in _GENERIC and ("feed" in kinds or is_feedlike(address)))


def _rank(one: Named, url: str, lang: str) -> tuple[int, ...]:
    """Return what to sort by; what is equal keeps the page's order."""
    foreign = _base(one.lang) != _base(lang) if one.lang and lang else False
    elsewhere = host(one.url) != host(url)
    section = _section(one, urlsplit(url).path)
    return (one.is_comments, not one.stated, foreign, elsewhere and not one.stated, -section)


def _section(one: Named, path: str) -> int:
    """Return how many of the path's leading segments the feed's address or title has."""
    words = {word for word in re.split(r"\W+", unquote(f"{one.url} {one.title}").lower()) if word}
    count = 0
    for segment in [part for part in unquote(path).lower().split("/") if part][:3]:
        if not set(re.split(r"\W+", segment)) <= words:
            break
        count += 1
    return count


def _base(tag: str) -> str:
    return re.split(r"[-_]", tag.lower(), maxsplit=1)[0]


def first(found: Iterable[Named], most: int) -> list[Named]:
    """Return the first ones of a ranked list, comment feeds only where there is nothing else."""
    ranked = list(found)
    news = [one for one in ranked if not one.is_comments]
    return (news or ranked)[:most]
