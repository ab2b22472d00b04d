"""What is asked of the database about feeds, stories and events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.errors import Step
from bot.domain.values import (
    Also,
    Change,
    Draft,
    Feed,
    FeedAnswer,
    Found,
    Hit,
    Known,
    Notice,
    NoticeKind,
    Reading,
    Story,
    StoryTerms,
    Told,
    Trend,
    Wanted,
)


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

    async def draft(self, draft_id: int, now: datetime) -> Draft | None:
        """Return a draft that is to be read and whose next try has come."""

    async def retry(self, draft_id: int, next_try_at: datetime, error: str) -> None:
        """Note that reading a draft failed and shall be tried again."""

    async def drop(self, draft_id: int, reason: str) -> None:
        """Give a draft up, with the reason; one that revises a story just goes.

        ``UpkeepTable.retry`` may let it be read after all.
        """

    async def read(self, draft_id: int, reading: Reading, terms: StoryTerms) -> Story | None:
        """Turn a draft into a story with the next code; index its ``terms``.

        None where another story already has the reading's canonical link: the draft is dropped.
        """

    async def revise(
        self, draft_id: int, reading: Reading, terms: StoryTerms, now: datetime
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

    async def search(
        self,
        wanted: Wanted,
        limit: int,
        *,
        since: datetime | None = None,
        seen_by: int | None = None,
    ) -> list[Story]:
        """Return stories that hold what is wanted, the highest codes first.

        Where ``since`` is given, only those seen since; where ``seen_by`` is, only those of feeds
        that serve that chat.
        """

    async def hits(
        self, wanted: Wanted, limit: int, *, before: int | None = None, seen_by: int | None = None
    ) -> list[Hit]:
        """Return the same, of codes below ``before``, without the stories themselves."""

    async def several(self, story_ids: Sequence[int]) -> list[tuple[Story, StoryTerms]]:
        """Return stories in the order of their ids here; what is not there is left out.

        With what the index has of each, but its words; of old ones the headline's terms.
        """

    async def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return about how many stories hold each of the terms; what none holds is left out."""

    async def recent_terms(self, since: datetime, limit: int) -> list[frozenset[str]]:
        """Return the terms of stories seen since, the newest first."""

    async def spelt_like(self, word: str, limit: int) -> list[tuple[str, str]]:
        """Return words of the archive that a person who typed the folded ``word`` may have meant.

        They are about as long, and begin with one of its first two letters: hardly anybody has
        both wrong. Each comes folded and as a story wrote it.
        """

    async def set_photo(self, story_id: int, file_id: str) -> None:
        """Keep Telegram's id of the uploaded QR photo."""

    async def forget_texts(self, before: datetime, limit: int) -> int:
        """Empty the texts of some stories seen before; codes and headlines stay, to search as well.

        Return how many: fewer than ``limit`` where none is left.
        """

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

    async def forget(self, before: datetime, fade_at: int, limit: int) -> int:
        """Forget events that no story told since; stories keep their ids. Return how many.

        At most ``limit`` at once: others wait meanwhile.
        Counts are halved once ``fade_at`` events were counted: the past fades.
        """
