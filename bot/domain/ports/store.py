"""The database as a whole: transactions of all its tables."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ports.people import ChatTable, InboxTable, SilenceTable
from bot.domain.ports.queues import DeliveryTable, DigestTable, PlanningTable
from bot.domain.ports.reading import EventTable, FeedChatTable, FeedTable, StoryTable
from bot.domain.values import Failure, Standing, Watch


class UpkeepTable(Protocol):
    """Looking after the database as a whole."""

    async def clock_set_back(self, now: datetime, ahead: timedelta) -> None:
        """Pull every next-due time that lies further ``ahead`` of ``now`` back to ``now``.

        Digest times are left to the caller.
        """

    async def mark(self, name: str) -> int:
        """Return how far a round of upkeep is; 0 before the first."""

    async def set_mark(self, name: str, value: int, now: datetime) -> None:
        """Note how far a round of upkeep is."""

    async def counts(self) -> dict[str, int]:
        """Return the number of feeds, stories, drafts, chats, subscriptions, planned, failed."""

    async def standing(self, now: datetime) -> Standing:
        """Return how the work stands at the instant ``now``."""

    async def topics_followed(self) -> int:
        """Return how many topics somebody follows."""

    async def sent_since(self, since: datetime) -> int:
        """Return how many cards and digests Telegram has taken since."""

    async def failed_to(self, *, gone: bool) -> int:
        """Return how many messages failed: to chats that are gone, or to all others."""

    async def given_up(self, limit: int) -> list[str]:
        """Return why the latest stories were given up before they had a code, the latest first."""

    async def watches(self) -> list[Watch]:
        """Return what was seen in trouble, and not told of being well again."""

    async def watch(self, name: str) -> Watch | None:
        """Return one of them; in a transaction that writes, no other process changes it."""

    async def set_watch(self, watch: Watch) -> None:
        """Keep what was seen of one; where two begin with it at once, the first has it."""

    async def forget_watch(self, name: str) -> None:
        """Forget one that is well."""

    async def failures(self, limit: int) -> list[Failure]:
        """Return the messages that failed last, the latest first."""

    async def unread(self, limit: int) -> list[Failure]:
        """Return the stories that were given up before they had a code, the latest first."""

    async def retry(self, names: Collection[str] | None, now: datetime) -> list[str]:
        """Plan failed messages again, all where no names are given; return the names of those."""


class Unit(Protocol):
    """One transaction. All of it is committed at the end of its block, or none."""

    feeds: FeedTable
    feed_chats: FeedChatTable
    stories: StoryTable
    events: EventTable
    chats: ChatTable
    silences: SilenceTable
    plannings: PlanningTable
    deliveries: DeliveryTable
    digests: DigestTable
    inbox: InboxTable
    upkeep: UpkeepTable


class Store(Protocol):
    """The database."""

    def write(self, *, first: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Begin a transaction that may write (BEGIN IMMEDIATE on SQLite).

        ``first`` goes before others that wait: what it notes would be done again after a crash.
        """

    def read(self) -> AbstractAsyncContextManager[Unit]:
        """Begin a transaction that only reads."""
