"""Where people are, what they follow, and when their digests come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Place(NamedTuple):
    """Where messages go: a chat and, in forums, one of its threads."""

    chat_id: int
    """Telegram's chat id."""
    thread_id: int = 0
    """Telegram's message_thread_id; 0 where there is none."""


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
    """When the last one was composed."""


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
