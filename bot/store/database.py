"""The store: transactions over one database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ports import (
    ChatTable,
    DeliveryTable,
    DigestTable,
    EventTable,
    FeedChatTable,
    FeedTable,
    InboxTable,
    PlanningTable,
    SilenceTable,
    StoryTable,
    Unit,
    UpkeepTable,
)
from bot.store import address, engines
from bot.store.address import Address
from bot.store.chats import SqlChats
from bot.store.deliveries import SqlDeliveries
from bot.store.digests import SqlDigests
from bot.store.events import SqlEvents
from bot.store.faults import explained
from bot.store.feed_chats import SqlFeedChats
from bot.store.feeds import SqlFeeds
from bot.store.inbox import SqlInbox
from bot.store.plannings import SqlPlannings
from bot.store.silences import SqlSilences
from bot.store.stories import SqlStories
from bot.store.turn import Turn
from bot.store.upkeep import SqlUpkeep


class SqlUnit:
    """Implements ``ports.Unit``: the tables within one transaction."""

    def __init__(self, connection: AsyncConnection, *, writable: bool) -> None:
        self.feeds: FeedTable = SqlFeeds(connection, writable=writable)
        self.feed_chats: FeedChatTable = SqlFeedChats(connection, writable=writable)
        self.stories: StoryTable = SqlStories(connection, writable=writable)
        self.events: EventTable = SqlEvents(connection, writable=writable)
        self.chats: ChatTable = SqlChats(connection, writable=writable)
        self.silences: SilenceTable = SqlSilences(connection, writable=writable)
        self.plannings: PlanningTable = SqlPlannings(connection, writable=writable)
        self.deliveries: DeliveryTable = SqlDeliveries(connection, writable=writable)
        self.digests: DigestTable = SqlDigests(connection, writable=writable)
        self.inbox: InboxTable = SqlInbox(connection, writable=writable)
        self.upkeep: UpkeepTable = SqlUpkeep(connection, writable=writable)


class SqlStore:
    """Implements ``ports.Store``. Its blocks raise DatabaseError when the database fails."""

    def __init__(self, where: Address) -> None:
        self._address = where
        self._engines = engines.connect(where)
        # SQLite's writers wait by asking again and again, and give up after busy_timeout. Within
        # this process they queue here instead.
        self._turn = None if where.path is None else Turn()

    @asynccontextmanager
    async def write(self, *, first: bool = False) -> AsyncIterator[Unit]:
        """Begin a transaction that may write (BEGIN IMMEDIATE on SQLite).

        Committed at the end of the block, undone when the block raises. On SQLite ``first`` goes
        before others of this process that wait; on PostgreSQL nobody waits for another.
        """
        turn = self._turn.taken(first=first) if self._turn else nullcontext()
        with explained(self._address):
            async with turn, self._engines.writer.begin() as connection:
                yield SqlUnit(connection, writable=True)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """Begin a transaction that sees one snapshot of what was committed; writing fails."""
        with explained(self._address):
            async with self._engines.reader.begin() as connection:
                yield SqlUnit(connection, writable=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._engines.close()


def open_store(database_url: str) -> SqlStore:
    """Return the store at the address; it connects when first used. Raises DatabaseError.

    The tables are ``migrate``'s to make, before.
    """
    return SqlStore(address.parse(database_url))
