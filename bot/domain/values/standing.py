"""How the work stands, as the database has it, and what is watched of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Subject(StrEnum):
    """What is watched."""

    FEEDS = "feeds"
    """Whether any feed can be read."""
    SENDING = "sending"
    """Whether Telegram takes what is planned."""
    DISK = "disk"
    """Whether there is room for the database, on each machine."""
    RETENTION = "retention"
    """Whether old rows are forgotten, without which the database grows."""


class Room(NamedTuple):
    """The room of a disk, in bytes."""

    free: int
    total: int


class Queue(NamedTuple):
    """Work that waits."""

    length: int
    oldest_at: datetime | None
    """Since when the oldest of it waits; None where nothing does."""


class Standing(NamedTuple):
    """How the work of all processes stands. Instants are None where there is no such thing."""

    feeds: int
    """Feeds that are read: neither removed nor ended."""
    feeds_failing: int
    """Those of them that have failed since their last good poll, which was in the past day."""
    feed_due_at: datetime | None
    """When the feed that is due first should be, or should have been, read."""
    last_poll_at: datetime | None
    """The latest good poll of any of them."""
    last_sent_at: datetime | None
    """When Telegram last took a card or a digest."""
    send_due_at: datetime | None
    """When the planned message that may go first may, or might have gone."""
    planned_at: datetime | None
    """When the oldest message that is still planned was."""
    drafts: Queue
    """Stories found whose article is yet to be read."""
    plannings: Queue
    """Stories that more follow than are planned at once, by when they were found."""
    inbox: Queue
    """Updates from Telegram that are not answered yet."""
    kept_since: datetime | None
    """When the oldest card or digest that is still kept was planned."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen of one thing that can go wrong, by all processes together."""

    name: str
    """Its Subject, and after a space the machine, where each has its own."""
    looked_at: datetime
    """When it was last looked at."""
    since: datetime
    """When it was first seen to be in trouble."""
    seen: float = 0.0
    """Seconds that it was seen in trouble; while nobody looked, nothing is counted."""
    trouble: str = ""
    """What was wrong at the last look that found something, in words for the log."""
    ended_at: datetime | None = None
    """When it was first seen to be well again; None while it is not."""
    alarmed: bool = False
    """Whether the trouble has lasted for long enough to be told of."""
    told: bool = False
    """Whether the administrators know of it."""
    tell_at: datetime | None = None
    """Not before this is it told (again): somebody is at it, or has tried in vain."""


class Alarm(NamedTuple):
    """What the administrators are told of something watched."""

    subject: Subject
    since: datetime
    """When the trouble was first seen."""
    detail: str
    """What is, or was, wrong: a sentence or two in English."""
    ended_at: datetime | None = None
    """When it was well again; None while it is not."""
    told: bool = False
    """Whether they were told of the trouble before."""
