"""What an item of a feed is known by: its guid, its address, its content."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, time
from html import unescape
from urllib.parse import urlsplit

from bot.domain.values import Entry, Feed, Found
from bot.feeds.urls import canonical
from bot.text.html import to_text
from bot.text.normal import fold

UNTITLED = "Untitled"
"""The headline of what has neither headline nor text."""
_DISTINCTIVE = 12
"""Characters from which on a headline is no "Weather" or "Untitled"."""
_TELLING = 80
"""Characters from which on a text is no "Read more"."""
READ = 10_000
"""Characters of an item's text, with its markup, that are compared."""
_OPENING = 1_000
"""Characters of a text that an item is known by where guid and link are new."""
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(r"<(?:script|style|!--)", re.IGNORECASE)
_MADE = re.compile(r"#item-[0-9a-f]{16}$")
_COMMENTS = (
    r"(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"коммента\w+|yorum\w*|تعليق\w*|نظر|دیدگاه|评论|コメント)"
)
_COUNTED = re.compile(rf"\d[\d.,]{{0,12}} ?{_COMMENTS}(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(r"[:：(\[] ?\d[\d.,]{0,12} ?[)\]]?")
_COUNTING = re.compile(rf"(?:{_COMMENTS}|points) ?\Z", re.IGNORECASE)
_LONGEST_WORD = 20


def identified(feed: Feed, entries: Iterable[Entry]) -> list[Found]:
    """Return a document's items with their keys, in its order.

    Without guids that it gives to items with different links, and without links that several items
    share which have nothing else in common.
    """
    usable = [entry for entry in entries if entry.title or entry.link or entry.guid]
    return _without_shared(feed, [_item(feed, entry) for entry in usable])


def link_of(feed: Feed, entry: Entry) -> str:
    """Return the entry's canonical link; one made up where it has none of its own."""
    if entry.link and not _is_front_page(link := canonical(entry.link)):
        return link
    return _made_link(feed, entry)


def is_own_page(feed: Feed, link: str) -> bool:
    """Return whether the link leads to a page of the item's own, no front page and no feed."""
    return not is_made(link) and not link.startswith(feed.url + "#")


def is_made(link: str) -> bool:
    """Return whether an address was made up for an item that has none of its own."""
    return _MADE.search(link) is not None


def calm(text: str) -> str:
    """Return the text without what changes while it is the same: white space, comment counters."""
    text = " ".join(text.split())
    return _NUMBER.sub(_without_count, _COUNTED.sub("", text))


def _without_count(number: re.Match[str]) -> str:
    before = number.string[max(number.start() - _LONGEST_WORD, 0) : number.start()]
    return "" if _COUNTING.search(before) else number[0]


def _item(feed: Feed, entry: Entry) -> Found:
    entry = replace(entry, guid=(entry.guid or "").strip() or None)
    title, text = calm(entry.title or ""), calm(_plain(entry.content or entry.summary or ""))
    return Found(
        entry,
        link_of(feed, entry),
        entry_key=_key(title, text),
        content_key=_content_key(entry, fold(title), text),
    )


def _content_key(entry: Entry, title: str, text: str) -> str | None:
    published = entry.published.astimezone(UTC) if entry.published else None
    date = published.isoformat() if published else ""
    # a date without a time of day reads as midnight, and a day may have several "Traffic report"s
    if published and published.time() != time():
        return _key(title, date, "" if len(title) >= _DISTINCTIVE else fold(text[:_OPENING]))
    if len(text) >= _TELLING or not (entry.guid or entry.link):
        return _key(title, date, fold(text[:_OPENING]))
    return None


def _plain(html: str) -> str:
    """Return roughly what a reader sees: quicker than ``to_text``, and only to be compared."""
    if len(html) > READ:
        html = html[:READ].rpartition("<")[0] or html[:READ]
    if _UNSEEN.search(html):
        return to_text(html)
    return unescape(_TAG.sub(" ", html))


def _made_link(feed: Feed, entry: Entry) -> str:
    """Return an address that opens what the entry links to, or its feed, and is its alone."""
    base = canonical(entry.link) if entry.link else feed.url
    mark = entry.guid or "\n".join(
        (
            fold(calm(entry.title or "")),
            entry.published.isoformat() if entry.published else fold(calm(entry.summary or "")),
        )
    )
    return f"{base.partition('#')[0]}#item-{_key(mark)[:16]}"


def _is_front_page(link: str) -> bool:
    parts = urlsplit(link)
    return parts.path in {"", "/"} and not parts.query and not parts.fragment


def _without_shared(feed: Feed, items: Sequence[Found]) -> list[Found]:
    """Return the items without guids and links that belong to several of them."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.entry.guid:
            own = item.entry_key or "" if is_made(item.link) else item.link
            places[item.entry.guid].add(own)
    shared = {guid for guid, links in places.items() if len(links) > 1}
    items = [
        _item(feed, replace(item.entry, guid=None)) if item.entry.guid in shared else item
        for item in items
    ]
    by_link: defaultdict[str, list[Found]] = defaultdict(list)
    for item in items:
        by_link[item.link].append(item)
    return [
        item._replace(link=_made_link(feed, item.entry)) if _differ(by_link[item.link]) else item
        for item in items
    ]


def _differ(items: Sequence[Found]) -> bool:
    """Return whether items that share a link have nothing else in common: a page of all of them."""
    entries = {(item.entry.guid, item.entry.title, item.entry.published) for item in items}
    if len(entries) < 2:
        return False
    guids, titles, dates = (set(values) for values in zip(*entries, strict=True))
    count = len(entries)
    same_guids = len(guids) < count and guids != {None}
    return not same_guids and len(titles) == len(dates) == count and None not in dates


def _key(*parts: str) -> str:
    whole = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=16).hexdigest()
