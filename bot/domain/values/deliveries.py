"""Cards and digests on their way, and what joins them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.values.chats import Chat, Place
from bot.domain.values.stories import Also, Story


class DeliveryState(StrEnum):
    """Where a delivery stands. Only these moves happen: see ``store``."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    JOINED = "joined"
    """Told by an also-line of another story's card in the place: they tell one event."""
    FAILED = "failed"


class DigestKind(StrEnum):
    """What a digest is for."""

    DAILY = "daily"
    """A local date's own: each has at most one."""
    QUIET = "quiet"
    """What waited for the end of quiet hours."""
    PAUSE = "pause"
    """What waited for the end of a pause; without stories it says that the pause ended."""
    CAP = "cap"
    """What went beyond the most cards an hour, where the daily digest is off."""
    BACK = "back"
    """What was planned for a chat that could not be written to for long, and is back."""


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
    held_back: bool = False
    """Whether it would be a card, but for a silence or a cap: HELD for the next digest."""


@dataclass(frozen=True, slots=True)
class Planning:
    """A story whose deliveries are planned some at a time: more follow it than one batch holds."""

    story_id: int
    feed_id: int
    public: bool
    """Whether its feed serves everybody."""
    backlog: bool
    seen_at: datetime
    """As of the story's draft."""
    before: Mapping[str, str | None] | None
    """Title, text, lang and publisher before it changed, where it did."""
    topic_ids: tuple[int, ...]
    """Topics that it may match and whose followers are still to come, ascending."""
    after: int = 0
    """Of the first of those topics: the last subscription that was dealt with."""


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
    planned_at: datetime | None = None


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
    kind: DigestKind = DigestKind.DAILY
    more: int = 0
    """How many stories it stands for besides: too many waited to name them all."""
    planned_at: datetime | None = None


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


class Came(NamedTuple):
    """How a story came to a place, as its delivery keeps it."""

    subscription_id: int | None
    """The place's subscription that brought it, the first of several; None where it ended."""
    words: tuple[str, ...]
    """The words that brought it."""
    state: DeliveryState
    in_digest: bool
    """Whether it was, or is, for the digest."""
    planned_at: datetime
    held_back: bool = False
    """Whether a silence or a cap kept it from ringing."""


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
    outside_thread: bool = False
    """Whether it went to the chat's general thread because its own is closed or deleted."""


class Failure(NamedTuple):
    """A card or a digest that could not be sent, and is not tried again by itself."""

    name: str
    """``card 12`` or ``digest 3``."""
    place: Place
    what: str
    """The story's code and headline, or the digest's date."""
    planned_at: datetime
    reason: str
    """In one line."""
    gone: bool
    """Whether its chat cannot be written to any more: blocked, left, deleted."""
