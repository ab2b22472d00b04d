"""Feeds, what they say, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import Step


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed as its publisher wrote it (contract of ``storywire try feed``)."""

    guid: str | None
    """The publisher's id of the item (RSS guid, Atom id, JSON Feed id)."""
    title: str | None
    """The headline as plain text."""
    link: str | None
    """The absolute address as published, tracking parameters kept."""
    published: datetime | None
    """When it was published; falls back to ``updated``; None where absent or ambiguous."""
    updated: datetime | None
    author: str | None
    summary: str | None
    """The short text, as HTML or plain text, as it came."""
    content: str | None
    """The full text, as HTML or plain text, as it came."""
    lang: str | None
    """BCP 47 language of the item or its feed."""
    published_has_time: bool = True
    """False where ``published`` is the midnight of a day that the feed gave without a time."""


class Hints(NamedTuple):
    """When a feed asks to be read again."""

    interval: timedelta | None = None
    """RSS ttl, sy:updatePeriod / updateFrequency: the longest of them."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, 0 to 23 UTC, in which it does not change (RSS skipHours)."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week, 0 is Monday, UTC (RSS skipDays)."""


NO_HINTS = Hints()
"""What a feed says that says nothing of it."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, parsed."""

    title: str | None
    link: str | None
    """The home page of the publisher."""
    lang: str | None
    entries: tuple[Entry, ...]
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a poll of a feed brought."""

    feed: ParsedFeed | None
    """None where the server answered that nothing changed (HTTP 304)."""
    etag: str | None
    last_modified: str | None
    url: str
    """The address in the end; differs from the one asked after permanent redirects only."""
    fresh_for: timedelta | None = None
    """How long the server calls the answer fresh (Cache-Control max-age, Expires)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed the bot reads."""

    id: int
    url: str
    title: str | None
    home: str | None
    lang: str | None
    etag: str | None
    last_modified: str | None
    next_due_at: datetime
    added_at: datetime
    first_read_at: datetime | None
    """When it was first read with success; None before."""
    push_backlog: bool
    """True where every story of the first read is pushed (the playground's newsroom)."""
    failures: int
    """Failed polls in a row."""
    last_error: str | None
    failed_step: Step | None = None
    """The step at which the last poll failed; None after a good one."""
    last_good_at: datetime | None = None
    """When it was last read with success, changed or not."""
    interval: timedelta | None = None
    """Its own rhythm with its hints; each poll that brings nothing new stretches it."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day, UTC, in which it asks not to be read."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week, 0 is Monday, UTC."""
    moving_to: str | None = None
    """Where permanent redirects have led lately; its address once several polls agree."""
    moving_seen: int = 0
    """Polls in a row that were led to ``moving_to``."""
    ended_at: datetime | None = None
    """When its host said that it is gone for good (410); it is not read any more."""
    pace: timedelta | None = None
    """The interval its administrator set; None leaves it to the feed."""
    public: bool = True
    """False while it serves only the chats that added it."""


class NoticeKind(StrEnum):
    """What there is to tell of a feed."""

    ENDED = "ended"
    """Its host said that it is gone for good (410)."""
    FAILING = "failing"
    """It could not be read for days."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the administrators of a feed should know."""

    kind: NoticeKind
    feed: Feed
    chat_ids: tuple[int, ...]
    """The chats that added it; empty for a public feed, which is the bot's administrators'."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A story just found in a feed, before its article is read."""

    id: int
    feed: Feed
    entry: Entry
    link: str
    """The canonical address so far."""
    seen_at: datetime
    attempts: int
    """How often reading its article was tried."""
    backlog: bool
    """True where it was old already when it was found: see ``pipeline.recognising``."""
    story_id: int | None = None
    """The story that it revises; None where it is a new one."""


class Found(NamedTuple):
    """An item of a feed's document, under the keys by which it is known again."""

    entry: Entry
    """As published, but without a guid that tells nothing."""
    link: str
    """The canonical address; one made up where the item has none of its own."""
    backlog: bool = False
    """True where it was old already when it was found."""
    entry_key: str | None = None
    """Stands for title and text as the feed gives them."""
    content_key: str | None = None
    """What it is known by where guid and link are new; None where nothing is distinctive."""


class Known(NamedTuple):
    """A draft or story that may be the same as an item of a feed's document."""

    draft_id: int | None
    """Its id where it is a draft; None where it is a story."""
    story_id: int | None
    dropped: bool
    """True for a draft that was given up."""
    own: bool
    """True where it is of the feed in question."""
    guid: str | None
    """Its guid, where that is one of those asked for and it is of this feed."""
    has_guid: bool
    links: frozenset[str]
    """Which of the links asked for it is known by."""
    content_key: str | None
    """None where it is of another feed."""
    entry_key: str | None
    title: str | None
    published: datetime | None


class Change(NamedTuple):
    """What a feed says anew of something known."""

    known: Known
    found: Found
    guid: str | None
    """The guid it has from now on; None where that stays."""
    link: str | None
    """The canonical link it is known by from now on, too; None where no new one."""
    revises: bool
    """True where title or text changed, so that the story must be read again."""
