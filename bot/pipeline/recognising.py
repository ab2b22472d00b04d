"""Recognising a story: what a poll found, under which keys, and in which order."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from bot.domain.values import Entry, Feed, FeedAnswer
from bot.feeds.urls import canonical


def sort_entries(feed: Feed, answer: FeedAnswer, now: datetime) -> list[tuple[Entry, str, bool]]:
    """Return (entry, canonical link, backlog) of a poll in the order they shall get their codes.

    New stories come oldest first. What the first read of a feed brings and was published before
    the feed was added is its backlog, and comes newest first, for only its top is pushed.
    """
    entries = answer.feed.entries if answer.feed else ()
    first = feed.first_read_at is None and not feed.push_backlog
    usable = [entry for entry in entries if entry.title or entry.link or entry.guid]
    by_age = sorted(
        enumerate(usable), key=lambda pair: (_moment(pair[1], now), -pair[0])
    )  # undated ones count as new; a feed's own order decides between equals
    fresh: list[tuple[Entry, str, bool]] = []
    backlog: list[tuple[Entry, str, bool]] = []
    for _, entry in by_age:
        old = first and (entry.published is None or entry.published < feed.added_at)
        (backlog if old else fresh).append((entry, link_of(feed, entry), old))
    return fresh + backlog[::-1]


def link_of(feed: Feed, entry: Entry) -> str:
    """Return the entry's canonical link; one made of the feed's address where it has none."""
    if entry.link:
        return canonical(entry.link)
    mark = entry.guid or "\n".join((entry.title or "", entry.summary or ""))
    return f"{feed.url}#{hashlib.sha256(mark.encode()).hexdigest()[:16]}"


def is_own_page(feed: Feed, link: str) -> bool:
    """Return whether the link leads to a page of its own, not back to the feed."""
    return not link.startswith(feed.url + "#")


def _moment(entry: Entry, now: datetime) -> datetime:
    return entry.published or now.astimezone(UTC)
