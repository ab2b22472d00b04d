"""Where people are, what they follow, and when their digests come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """Where messages go: a chat and, in forums, one of its threads."""

    chat_id: int
    """Telegram's chat id."""
    thread_id: int = 0
    """Telegram's message_thread_id; 0 where there is none."""


class LostThread(NamedTuple):
    """A forum thread that was closed or deleted while somebody followed something there."""

    place: Place
    title: str | None
    """The chat's, where it is known."""


class Mode(StrEnum):
    """How a subscription's stories arrive."""

    INSTANT = "instant"
    DIGEST = "digest"
    BOTH = "both"


class ChatKind(StrEnum):
    """Telegram's chat types."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic somebody subscribes to."""

    id: int
    normal: str
    """The unique normalised query; ``topics.parse`` reads it back."""


class QuietHours(NamedTuple):
    """When nothing is pushed to a chat, each night: wall times ``HH:MM`` in its time zone."""

    start: str
    end: str
    """The next day's where it is no later than ``start``."""


class Pause(NamedTuple):
    """A time in which nothing is pushed to a chat, because somebody said so."""

    since: datetime
    until: datetime | None
    """None: until somebody ends it."""
    thread_id: int = 0
    """The forum thread in which it was asked for, which is told of its end."""


class Silence(NamedTuple):
    """A time in which nothing is pushed to a chat: quiet hours and pauses, joined where they meet.

    It lasts from ``start`` until it was ended, for which ``end`` has to come.
    """

    start: datetime
    end: datetime | None
    """None: until somebody ends it."""


class Restraint(NamedTuple):
    """What keeps a place's cards from ringing."""

    silent: bool
    """Whether its chat's silence lasts."""
    cap: int | None
    """The most cards within an hour; None where there is no cap."""
    rang: tuple[datetime, ...]
    """When its latest cards were planned, ascending, not all of the past hour; with a cap only."""
    has_digest: bool
    """Whether its digest comes on some days; False where it is off."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat and its settings."""

    id: int
    kind: ChatKind
    title: str | None
    language: str
    """BCP 47, from Telegram; ``en`` where unknown."""
    zone: str
    """IANA time zone."""
    active: bool
    """False once Telegram said that we may not write there (403)."""
    every_source: bool = False
    """True where each source's story of an event rings by itself."""
    quiet: QuietHours | None = None
    pause: Pause | None = None
    cap: int | None = None
    """The most cards within an hour in each place; None where there is no cap."""
    silence: Silence | None = None
    """The silence that lasts, else the next; None where there is none."""


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When a place's digest comes, in its chat's time zone."""

    place: Place
    zone: str
    time: str
    """Wall time ``HH:MM``; empty when digests are off."""
    days: tuple[str, ...]
    """Some of mon tue wed thu fri sat sun; empty means every day."""
    next_at: datetime | None
    """The next instant it is due; None when off."""
    last_at: datetime | None
    """When the last one was due that was composed."""
    last_date: date | None = None
    """The local date of that one."""
    rest_at: datetime | None = None
    """When what the cap held back comes by itself, where the digest is off then."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A place's subscription to a topic."""

    id: int
    place: Place
    topic: Topic
    text: str
    """The topic as the person typed it."""
    mode: Mode
    created_at: datetime
