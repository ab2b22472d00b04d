"""What pure rooms ask of the outside world. Adapters stand in ``feeds``, ``store``, ``chat``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Protocol

from bot.domain.errors import Step
from bot.domain.values import (
    Also,
    Article,
    CardEdit,
    Change,
    Chat,
    ChatKind,
    Delivery,
    Digest,
    DigestPlan,
    Draft,
    Feed,
    FeedAnswer,
    Found,
    Known,
    Mode,
    Notice,
    NoticeKind,
    Place,
    PlannedDelivery,
    Reading,
    Sent,
    Story,
    Subscription,
    Told,
    Topic,
    Trend,
    Waiting,
)

NO_ALSO: Final[Mapping[int, Sequence[Also]]] = MappingProxyType({})
"""A digest's also-lines where it has none."""


class Clock(Protocol):
    """The wall clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class Timer(Protocol):
    """The clock that only runs forward, for pacing."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""


class FeedSource(Protocol):
    """Reads feeds and articles from the network, under limits."""

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        """Fetch and parse a feed. Raises FetchError, FeedError."""

    async def article(self, url: str) -> Article:
        """Fetch and extract an article. Raises FetchError, ArticleError."""


class LanguageModel(Protocol):
    """Writes as it is told: a model behind an API."""

    @property
    def name(self) -> str:
        """The model's name, as people shall read it."""

    async def write(self, instruction: str, text: str) -> str:
        """Return what it writes of a text, within its deadline. Raises ModelError."""


class Sender(Protocol):
    """Sends finished messages to Telegram. Every method raises SendError."""

    async def card(
        self, place: Place, chat: Chat, story: Story, also: Sequence[Also] = ()
    ) -> Sent:  # fmt: skip
        """Send a story's card; uploads the QR photo unless ``story.photo_file_id`` is known.

        ``also`` are other sources' stories of its event, which the card names.
        """

    async def edit(self, edit: CardEdit) -> None:
        """Show a card that was sent anew; one that shows all of it already stays as it is.

        Raises SendRefused where the message is gone or cannot be changed any more.
        """

    async def digest(
        self,
        place: Place,
        chat: Chat,
        stories: Sequence[Story],
        local_date: date,
        also: Mapping[int, Sequence[Also]] = NO_ALSO,
    ) -> Sent:
        """Send a digest as one message; ``also`` as in ``values.Digest``."""


class Notices(Protocol):
    """Tells people of feeds that need them."""

    async def tell(self, notice: Notice) -> None:
        """Tell those whom it concerns; may be called again for the same. Raises SendError."""


class FeedTable(Protocol):
    """The feeds that are read."""

    async def add(
        self, url: str, now: datetime, *, title: str | None = None, push_backlog: bool = False
    ) -> tuple[Feed, bool]:
        """Return the feed of the address and whether it is new. Due at once when new.

        A removed or ended one is new again.
        """

    async def remove(self, url: str) -> bool:
        """Stop reading a feed; its stories stay. Return whether it was there."""

    async def all(self) -> list[Feed]:
        """Return the feeds in the order they were added, ended ones too."""

    async def at(self, url: str) -> Feed | None:
        """Return the feed of an address, unless it was removed."""

    async def due(
        self, now: datetime, limit: int, *, but_hosts: Collection[str] = ()
    ) -> list[Feed]:
        """Return feeds whose ``next_due_at`` has come, the longest due first.

        None that ended, and none of the hosts in ``but_hosts``.
        """

    async def polled(
        self,
        feed_id: int,
        *,
        now: datetime,
        next_due_at: datetime,
        answer: FeedAnswer,
        interval: timedelta | None = None,
        moving_to: str | None = None,
        moving_seen: int = 0,
    ) -> None:
        """Note a successful poll: validators, title, home, hints, health, no failures."""

    async def moved(self, feed_id: int, url: str) -> bool:
        """Give a feed its new address, unless another feed has or had it; return whether it did."""

    async def merged(self, feed_id: int, into_id: int) -> None:
        """Stop reading a feed that another one is the same as; its chats go to that one."""

    async def failed(
        self,
        feed_id: int,
        *,
        next_due_at: datetime,
        error: str,
        step: Step | None = None,
        notice_at: datetime | None = None,
    ) -> None:
        """Note a failed poll.

        A notice of the failing comes at ``notice_at`` of the first of them in a row, if it is
        failing still.
        """

    async def ended(self, feed_id: int, *, now: datetime, error: str, step: Step) -> None:
        """Note that a feed is gone for good: it is not read any more, and a notice is due."""

    async def set_pace(self, url: str, pace: timedelta | None) -> bool:
        """Set a feed's interval, or leave it to the feed; return whether it is there."""

    async def notices(self, now: datetime, limit: int) -> list[Notice]:
        """Return notices that are due, each of them once told no more."""

    async def told(self, feed_id: int, kind: NoticeKind, now: datetime) -> None:
        """Note that a notice was told."""

    async def tell_later(self, feed_id: int, kind: NoticeKind, at: datetime) -> None:
        """Put a notice off."""


class FeedChatTable(Protocol):
    """Which chats added a feed, and whom a feed serves."""

    async def join(self, feed_id: int, chat_id: int, now: datetime) -> bool:
        """Let a feed serve a chat; return whether that is new."""

    async def leave(self, feed_id: int, chat_id: int) -> bool:
        """End that; return whether it was so."""

    async def of_chat(self, chat_id: int) -> list[Feed]:
        """Return the feeds that a chat added, in that order."""

    async def shown_to(self, chat_id: int) -> list[Feed]:
        """Return the feeds that serve a chat: its own and the public ones, as they were added."""

    async def chats_of(self, feed_id: int) -> frozenset[int]:
        """Return the chats that added a feed."""

    async def audience(self, story_id: int) -> frozenset[int] | None:
        """Return the chats that a story's feeds serve; None where they serve everybody."""

    async def sighted(
        self, feed_id: int, story_ids: Collection[int], draft_ids: Collection[int]
    ) -> set[int]:
        """Note which of the stories and drafts of private feeds another feed brings, too.

        Return the stories of which that is new.
        """

    async def counts(self) -> Mapping[int, int]:
        """Return by how many chats each feed was added; those that none did are left out."""

    async def among(self, urls: Collection[str]) -> Feed | None:
        """Return the feed that is read at one of the addresses, the oldest of several."""

    async def by_id(self, feed_id: int) -> Feed | None:
        """Return a feed that is read."""

    async def set_public(self, feed_id: int, public: bool) -> None:
        """Let a feed serve everybody, or only the chats that added it."""

    async def wake(self, feed_id: int, now: datetime) -> None:
        """Read a feed again at once, also one that was taken to have ended."""


class StoryTable(Protocol):
    """Stories, from found to read."""

    async def known(
        self,
        feed_id: int,
        guids: Collection[str],
        links: Collection[str],
        content_keys: Collection[str],
    ) -> list[Known]:
        """Return what has one of the guids or content keys in this feed, or a link in any.

        Links that differ in scheme or a leading ``www.`` only are the same.
        """

    async def found(self, feed: Feed, new: Sequence[Found], now: datetime) -> int:
        """Add drafts; return how many were new.

        A guid known in the feed or a link known at all is passed over, within the call too.
        """

    async def changed(self, feed: Feed, changes: Sequence[Change], now: datetime) -> int:
        """Keep new keys of what is known; return how many stories are to be read again.

        A story that a change revises gets a draft for it, one at a time; a draft its new entry.
        """

    async def newest(self, feed_id: int) -> datetime | None:
        """Return when the feed's newest story was published; None where none is dated."""

    async def drafts(self, now: datetime, limit: int) -> list[Draft]:
        """Return drafts whose next try has come, in the order found; a feed's backlog waits."""

    async def retry(self, draft_id: int, next_try_at: datetime, error: str) -> None:
        """Note that reading a draft failed and shall be tried again."""

    async def drop(self, draft_id: int, reason: str) -> None:
        """Give a draft up for good, with the reason (kept for doctor)."""

    async def read(self, draft_id: int, reading: Reading, terms: Collection[str]) -> Story | None:
        """Turn a draft into a story with the next code; index its search ``terms``.

        None where another story already has the reading's canonical link: the draft is dropped.
        """

    async def revise(
        self, draft_id: int, reading: Reading, terms: Collection[str], now: datetime
    ) -> tuple[Story, Story] | None:
        """Give the draft's story a new title, text and ``terms``; return it before and after.

        Its code and date stay; ``updated_at`` is set where title or text differ. None where the
        draft is gone.
        """

    async def by_number(self, number: str) -> list[Story]:
        """Return stories whose code or publisher's code this is, ours first, newest first."""

    async def by_id(self, story_id: int) -> Story | None:
        """Return a story."""

    async def latest(self, limit: int, seen_by: int | None = None) -> list[Story]:
        """Return the newest stories of all feeds, or of those that serve a chat."""

    async def since(
        self,
        since: datetime,
        terms: Collection[str] | None,
        limit: int,
        seen_by: int | None = None,
    ) -> list[tuple[Story, frozenset[str]]]:
        """Return stories seen or published since, newest first, with their terms.

        Where ``terms`` is given, only those that have at least one of them; where ``seen_by`` is,
        only those of feeds that serve that chat.
        """

    async def set_photo(self, story_id: int, file_id: str) -> None:
        """Keep Telegram's id of the uploaded QR photo."""

    async def forget_texts(self, before: datetime) -> int:
        """Empty the texts and terms of stories seen before; codes and headlines stay."""

    async def others(
        self, story_id: int, limit: int = 10, seen_by: int | None = None
    ) -> list[Also]:  # fmt: skip
        """Return other sources' stories of a story's event, the newest of each, newest first.

        Where ``seen_by`` is given, only those of feeds that serve that chat.
        """

    async def trends(
        self, since: datetime, limit: int, seen_by: int | None = None
    ) -> list[Trend]:  # fmt: skip
        """Return events that at least two sources told since, of all feeds or of a chat's.

        Those with the most sources first, then the newest.
        """


class EventTable(Protocol):
    """Events that stories may still join. What records and signatures hold is the caller's."""

    async def begin(self) -> int:
        """Take the turn to join stories until the transaction ends; return the events counted.

        Two that joined side by side could open one event twice, or lose each other's story.
        """

    async def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """Return how many events had each of the keys; what none had is left out."""

    async def listed(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that an event has."""

    async def having(self, keys: Collection[str], each: int) -> list[tuple[str, int]]:
        """Return the keys with the events that have them, the latest ``each`` of every key."""

    async def copies(self, hashes: Collection[int], each: int) -> list[tuple[int, int]]:
        """Return the hashes with the stories that have them, the latest ``each`` of every hash."""

    async def signatures(
        self, story_ids: Collection[int]
    ) -> Mapping[int, tuple[int, Mapping[str, object]]]:
        """Return the event and the signature of each story."""

    async def records(self, event_ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
        """Return the records of events."""

    async def keep(self, event_id: int | None, told: Told, now: datetime) -> int:
        """Keep an event with one story more; None opens one. Return the event's id."""

    async def forget(self, before: datetime, fade_at: int, limit: int = 500) -> int:
        """Forget events that no story told since; stories keep their ids. Return how many.

        At most ``limit`` at once: others wait meanwhile.
        Counts are halved once ``fade_at`` events were counted: the past fades.
        """


class ChatTable(Protocol):
    """Chats, their settings and topics."""

    async def ensure(
        self,
        chat_id: int,
        kind: ChatKind,
        title: str | None,
        language: str | None,
        now: datetime,
    ) -> Chat:
        """Return the chat, made or refreshed: title, language if given, active again."""

    async def get(self, chat_id: int) -> Chat | None:
        """Return a chat."""

    async def set_zone(self, chat_id: int, zone: str) -> None:
        """Set the time zone; the caller recomputes the digest plans."""

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of the interface."""

    async def set_every_source(self, chat_id: int, every: bool) -> None:
        """Let each source's story of an event ring by itself, or not."""

    async def gone(self, chat_id: int) -> None:
        """Note that Telegram refuses the chat: no more pushes, settings are kept."""

    async def moved(self, old_id: int, new_id: int) -> None:
        """Move everything of a group to its new id; where both exist, they are merged."""

    async def subscribe(  # noqa: PLR0917  # in the order in which one would say them
        self,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[str],
        mode: Mode,
        now: datetime,
    ) -> tuple[Subscription, bool]:
        """Return the place's subscription to a topic and whether it is new (mode is set if so)."""

    async def set_mode(self, subscription_id: int, place: Place, mode: Mode) -> bool:
        """Change a subscription of the place; return whether it is there."""

    async def unsubscribe(self, subscription_id: int, place: Place) -> bool:
        """End a subscription of the place; return whether it was there."""

    async def subscriptions(self, place: Place) -> list[Subscription]:
        """Return the place's subscriptions in the order they were made."""

    async def topics_with(self, terms: Collection[str]) -> list[Topic]:
        """Return topics with a subscriber and at least one anchor among the terms."""

    async def subscribers(self, topic_ids: Collection[int]) -> list[Subscription]:
        """Return subscriptions to these topics in active chats, the oldest first."""

    async def languages(self, chat_ids: Collection[int]) -> Mapping[int, str]:
        """Return each chat's interface language."""


class DeliveryTable(Protocol):
    """Cards planned, on their way, sent or held."""

    async def plan(
        self, story_id: int, planned: Sequence[PlannedDelivery], now: datetime
    ) -> int:  # fmt: skip
        """Add deliveries; one already there for (place, story) stays as it is.

        Cards that those which are joined refer to are due to be shown anew.
        """

    async def cards_of(
        self, event_id: int, but: int, chat_ids: Collection[int], since: datetime
    ) -> dict[Place, int]:
        """Return where cards of an event's stories (``but`` one) were planned since, and which.

        Of each place the oldest; chats that want every source, and failed cards, are left out.
        They stay as they are until the transaction ends.
        """

    async def correct(self, story_id: int, now: datetime, since: datetime) -> int:
        """Let the story's cards that were sent since be shown anew; return how many."""

    async def take_edits(
        self, now: datetime, until: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[CardEdit]:
        """Return cards that are due to be shown anew, and keep others from them ``until`` then.

        The longest due first, at most one a chat and none of a chat in ``exclude``.
        """

    async def edited(self, edit: CardEdit) -> None:
        """Note that Telegram showed a card anew; what was asked of it meanwhile stays due."""

    async def edit_later(self, edit: CardEdit, at: datetime, error: str) -> None:
        """Show a card anew at ``at``; counts an attempt."""

    async def edit_failed(self, edit: CardEdit, reason: str) -> None:
        """Leave a card as it is, with the reason."""

    async def backlog_pushed(
        self, subscription_ids: Collection[int], feed_id: int
    ) -> dict[int, int]:
        """Return how many cards of the feed's backlog each subscription was planned already."""

    async def take(
        self, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[Delivery]:
        """Move planned deliveries whose time has come to ``sending`` and return them.

        Oldest first, at most one a chat and none of a chat in ``exclude``. Inactive chats' wait.
        """

    async def sent(self, delivery_id: int, sent: Sent, now: datetime) -> None:
        """Note Telegram's answer."""

    async def later(self, delivery_id: int, at: datetime, error: str) -> None:
        """Plan a delivery again, not before ``at``; counts an attempt."""

    async def failed(self, delivery_id: int, reason: str) -> None:
        """Give a delivery up, with the reason.

        The oldest of what its card would have told of gets a card of its own.
        """

    async def take_up(self) -> int:
        """Plan again what a dead process left in ``sending`` (cards, digests); return the count."""

    async def pending(self) -> int:
        """Return how many cards and digests are planned or being sent in active chats."""

    async def next_at(self) -> datetime | None:
        """Return the earliest time at which a planned card or digest may go."""


class DigestTable(Protocol):
    """Digests and when they are due."""

    async def plan_of(self, place: Place) -> DigestPlan:
        """Return the place's plan; 08:00 every day, not yet scheduled, where none was set."""

    async def set_plan(self, plan: DigestPlan) -> None:
        """Set time, days and ``next_at`` of a place."""

    async def plans_of_chat(self, chat_id: int) -> list[DigestPlan]:
        """Return the stored plans of all places of a chat."""

    async def plans(self) -> list[DigestPlan]:
        """Return the stored plans of all places."""

    async def due(self, now: datetime, limit: int) -> list[DigestPlan]:
        """Return plans of active chats whose ``next_at`` has come."""

    async def waiting(self, place: Place, limit: int) -> list[Waiting]:
        """Return stories that wait for the place's digest, newest first."""

    async def compose(
        self, place: Place, local_date: date, story_ids: Sequence[int], now: datetime
    ) -> bool:
        """Plan the digest of a local date with these stories, and take all that waited with it.

        False, and nothing changes, where that date's digest is already there.
        """

    async def take(self, now: datetime, limit: int, exclude: Collection[int] = ()) -> list[Digest]:
        """As for deliveries."""

    async def sent(self, digest_id: int, sent: Sent, now: datetime) -> None:
        """As for deliveries."""

    async def later(self, digest_id: int, at: datetime, error: str) -> None:
        """As for deliveries."""

    async def failed(self, digest_id: int, reason: str) -> None:
        """As for deliveries."""


class InboxTable(Protocol):
    """Updates from Telegram, kept from their arrival until they were handled."""

    async def add(self, updates: Sequence[tuple[int, str]], now: datetime) -> None:
        """Keep (update_id, JSON); one already there or already handled is passed over."""

    async def pending(self) -> list[tuple[int, str]]:
        """Return what is not yet handled, in order."""

    async def done(self, update_id: int) -> None:
        """Forget a handled update, remembering the highest id."""

    async def offset(self) -> int:
        """Return the next update id to ask Telegram for; 0 at the beginning."""


class UpkeepTable(Protocol):
    """Looking after the database as a whole."""

    async def clock_set_back(self, now: datetime, ahead: timedelta) -> None:
        """Pull every next-due time that lies further ``ahead`` of ``now`` back to ``now``.

        Digest times are left to the caller.
        """

    async def counts(self) -> dict[str, int]:
        """Return the number of feeds, stories, drafts, chats, subscriptions, planned, failed."""


class Unit(Protocol):
    """One transaction. All of it is committed at the end of its block, or none."""

    feeds: FeedTable
    feed_chats: FeedChatTable
    stories: StoryTable
    events: EventTable
    chats: ChatTable
    deliveries: DeliveryTable
    digests: DigestTable
    inbox: InboxTable
    upkeep: UpkeepTable


class Store(Protocol):
    """The database."""

    def write(self) -> AbstractAsyncContextManager[Unit]:
        """Begin a transaction that may write (BEGIN IMMEDIATE on SQLite)."""

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Begin a transaction that only reads."""
