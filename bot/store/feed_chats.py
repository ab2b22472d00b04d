"""Which chats added a feed. A feed that is not public serves only those."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select, update

from bot.domain.values import Feed
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.schema import feed_chats, feeds
from bot.store.tables import SqlTable

_READ = feeds.c.removed.is_(False)


def hidden_from(chat_id: int) -> Select[tuple[int]]:
    """Select the ids of the feeds whose stories a chat does not see."""
    own = select(feed_chats.c.feed_id).where(feed_chats.c.chat_id == chat_id)
    return select(feeds.c.id).where(feeds.c.public.is_(False), feeds.c.id.not_in(own))


class SqlFeedChats(SqlTable):
    """Implements ``ports.FeedChatTable``."""

    async def join(self, feed_id: int, chat_id: int, now: datetime) -> bool:
        """Let a feed serve a chat; return whether that is new."""
        added = await self._connection.execute(
            self._insert(feed_chats)
            .values(feed_id=feed_id, chat_id=chat_id, added_at=now)
            .on_conflict_do_nothing()
            .returning(feed_chats.c.feed_id)
        )
        return added.first() is not None

    async def leave(self, feed_id: int, chat_id: int) -> bool:
        """End that; return whether it was so."""
        left = await self._connection.execute(
            delete(feed_chats)
            .where(feed_chats.c.feed_id == feed_id, feed_chats.c.chat_id == chat_id)
            .returning(feed_chats.c.feed_id)
        )
        return left.first() is not None

    async def of_chat(self, chat_id: int) -> list[Feed]:
        """Return the feeds that a chat added, in that order."""
        return await self._feeds(
            select(feeds)
            .join(feed_chats, feed_chats.c.feed_id == feeds.c.id)
            .where(feed_chats.c.chat_id == chat_id, _READ)
            .order_by(feed_chats.c.added_at, feeds.c.id)
        )

    async def shown_to(self, chat_id: int) -> list[Feed]:
        """Return the feeds that serve a chat: its own and the public ones, as they were added."""
        own = select(feed_chats.c.feed_id).where(feed_chats.c.chat_id == chat_id)
        return await self._feeds(
            select(feeds)
            .where(_READ, or_(feeds.c.public.is_(True), feeds.c.id.in_(own)))
            .order_by(feeds.c.added_at, feeds.c.id)
        )

    async def chats_of(self, feed_id: int) -> frozenset[int]:
        """Return the chats that added a feed."""
        found = await self._connection.execute(
            select(feed_chats.c.chat_id).where(feed_chats.c.feed_id == feed_id)
        )
        return frozenset(found.scalars())

    async def counts(self) -> Mapping[int, int]:
        """Return by how many chats each feed was added; those that none did are left out."""
        found = await self._connection.execute(
            select(feed_chats.c.feed_id, func.count()).group_by(feed_chats.c.feed_id)
        )
        return {feed_id: count for feed_id, count in found}  # noqa: C416  # rows are no pairs to mypy

    async def among(self, urls: Collection[str]) -> Feed | None:
        """Return the feed that is read at one of the addresses, the oldest of several."""
        found = await self._feeds(
            select(feeds)
            .where(feeds.c.url_key.in_([fingerprint(url) for url in urls]), _READ)
            .order_by(feeds.c.id)
            .limit(1)
        )
        return found[0] if found else None

    async def by_id(self, feed_id: int) -> Feed | None:
        """Return a feed that is read."""
        found = await self._feeds(select(feeds).where(feeds.c.id == feed_id, _READ))
        return found[0] if found else None

    async def set_public(self, feed_id: int, public: bool) -> None:
        """Let a feed serve everybody, or only the chats that added it."""
        await self._set(feed_id, public=public)

    async def wake(self, feed_id: int, now: datetime) -> None:
        """Read a feed again at once, also one that was taken to have ended."""
        await self._set(feed_id, ended_at=None, next_due_at=now)

    async def _set(self, feed_id: int, **values: object) -> None:
        await self._connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**values))

    async def _feeds(self, query: Select[tuple[object, ...]]) -> list[Feed]:
        found = await self._connection.execute(query)
        return [rows.feed(row) for row in found.mappings()]
