"""Frozen values that all rooms share. Instants are aware datetimes in UTC unless said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import Step, Wall


class Sentence(NamedTuple):
    """A sentence of an article, as the summary ranked it."""

    text: str
    """The sentence, letter for letter but for white space."""
    position: int
    """Its place in the article, from 0."""
    rank: int
    """Its worth for the summary: 0 is the best."""
    paragraph: int
    """The paragraph it stands in, from 0."""


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


class DeliveryState(StrEnum):
    """Where a delivery stands. Only these moves happen: see ``store``."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    JOINED = "joined"
    """Told by an also-line of another story's card in the place: they tell one event."""
    FAILED = "failed"


class TextFrom(StrEnum):
    """Where a story's text comes from."""

    PAGE = "page"
    FEED = "feed"
    """The page could not be read, or said less than the feed."""
    PAY = "pay"
    """A paywall: the feed's text, or what the page shows of itself."""
    CONSENT = "consent"
    """A consent wall, likewise."""
    BOTS = "bots"
    """A wall against bots, likewise."""


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
class Article:
    """What a page says (contract of ``storywire try article``)."""

    title: str | None
    text: str
    """Plain text, paragraphs parted by a blank line."""
    published: datetime | None
    published_has_time: bool
    """False where the page gives a day only."""
    author: str | None
    origin: str | None
    """Who first reported it, where the publisher syndicates."""
    publisher: str | None
    home: str | None
    """The publisher's home page."""
    image: str | None
    canonical_url: str | None
    lang: str | None
    publisher_code: str | None
    wall: Wall | None = None
    """What keeps visitors from the rest of the text, where ``text`` is only its beginning."""


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
    """Its own rhythm with its hints, as the last poll that brought a feed saw it."""
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


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was read and has its code."""

    id: int
    code: int
    """Our number: short, sequential, for ever."""
    publisher_code: str | None
    """The publisher's own number."""
    title: str
    text: str
    """The article as plain text; empty once the retention has passed."""
    extract: tuple[Sentence, ...]
    """Ranked sentences, in the article's order."""
    published: datetime | None
    published_has_time: bool
    seen_at: datetime
    origin: str | None
    author: str | None
    publisher: str | None
    home: str | None
    link: str
    """Canonical address."""
    lang: str | None
    photo_file_id: str | None
    """Telegram's id of the QR photo once it was uploaded."""
    text_from: TextFrom = TextFrom.PAGE
    summary: str | None = None
    """What a language model wrote of it, on one line; None where only the extract serves."""
    summary_by: str | None = None
    """The model's name; None where there is no summary."""
    event_id: int | None = None
    """The event it tells; None where that was not asked (yet)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a draft gave: everything of a Story but its id, code and photo."""

    publisher_code: str | None
    title: str
    text: str
    extract: tuple[Sentence, ...]
    published: datetime | None
    published_has_time: bool
    origin: str | None
    author: str | None
    publisher: str | None
    home: str | None
    link: str
    lang: str | None
    text_from: TextFrom = TextFrom.PAGE
    summary: str | None = None
    summary_by: str | None = None


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


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """What planning decides for one place and story."""

    place: Place
    subscription_id: int
    words: tuple[str, ...]
    """The words that brought the story."""
    state: DeliveryState
    """PLANNED for a card, JOINED where another card tells of it, HELD for the digest only."""
    in_digest: bool
    card_id: int | None = None
    """The delivery whose card tells of it; None where it is not joined."""


class Also(NamedTuple):
    """Another source's story of an event, as a card or a digest names it."""

    code: int
    """The story's code."""
    publisher: str
    """Who published it."""


class Trend(NamedTuple):
    """An event that several sources tell."""

    story: Story
    """The story that stands for it."""
    also: tuple[Also, ...]
    """The others, one a source."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A card on its way to a place."""

    id: int
    place: Place
    story: Story
    chat: Chat
    attempts: int
    also: tuple[Also, ...] = ()
    """What its also-line names."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest on its way to a place."""

    id: int
    place: Place
    chat: Chat
    local_date: date
    stories: tuple[Story, ...]
    """In the order they are shown: one of each event."""
    attempts: int
    also: Mapping[int, tuple[Also, ...]] = field(default_factory=dict)
    """By the ids of ``stories``: the others of its event that waited for the digest too."""


@dataclass(frozen=True, slots=True)
class CardEdit:
    """A card that was sent and shall be shown anew."""

    delivery_id: int
    place: Place
    chat: Chat
    story: Story
    message_id: int
    """Telegram's id of the card."""
    also: tuple[Also, ...]
    corrected_at: datetime | None
    """When its story was corrected after the card was sent; None where it was not."""
    attempts: int
    taken_until: datetime | None = None
    """Until when nobody else takes it; tells apart what is asked of the card meanwhile."""


class Waiting(NamedTuple):
    """A story that waits for a place's digest."""

    story: Story
    words: tuple[str, ...]
    """The words that brought it."""
    has_card: bool
    """Whether the place has, or shall have, a card of it."""


class Told(NamedTuple):
    """A story of an event, as the store keeps it to find the event's next ones."""

    story_id: int
    record: Mapping[str, object]
    """The event with this story in it, as JSON can hold it."""
    signature: Mapping[str, object]
    """What tells copies of the story, likewise."""
    keys: frozenset[str]
    """Keys under which the event is looked up from now on."""
    counted: frozenset[str]
    """Keys that the event has for the first time."""
    hashes: frozenset[int]
    """Keys under which copies of the story are looked up."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram's answer to a message we sent."""

    message_id: int
    photo_file_id: str | None = None
    degraded: str | None = None
    """Why the message went as plain text or without its photo, if it did."""
