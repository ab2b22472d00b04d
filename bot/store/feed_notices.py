"""What there is to tell of feeds, each thing once: marks that are planned, due and told.

A mark is named after its kind and feed; its value says whether it was told, its time when it is
due. A good poll forgets a feed's marks, so that the next failing is told of again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import String, cast, delete, select, update

from bot.domain.values import Notice, NoticeKind
from bot.store import rows
from bot.store.schema import chats, feed_chats, feeds, marks
from bot.store.silences import speaks
from bot.store.tables import SqlTable

_WAITS: Final = 0
_TOLD: Final = 1
_SEVERAL: Final = 3
"""Failures in a row below which a feed is not told of: the bot itself may have been off for days
after the first."""


class FeedNotices(SqlTable):
    """The marks of feeds' notices."""

    async def plan(self, feed_id: int, kind: NoticeKind, at: datetime) -> None:
        """Plan a notice, unless it is planned or was told already."""
        await self._connection.execute(
            self._insert(marks)
            .values(name=_prefix(kind) + str(feed_id), value=_WAITS, at=at)
            .on_conflict_do_nothing()
        )

    async def forget(self, feed_id: int) -> None:
        """Forget a feed's notices, told or not."""
        names = [_prefix(kind) + str(feed_id) for kind in NoticeKind]
        await self._connection.execute(delete(marks).where(marks.c.name.in_(names)))

    async def due(self, now: datetime, limit: int) -> list[Notice]:
        """Return the notices that are due and not told, the longest due first.

        Those for a chat in its quiet hours, or in a pause, wait for the end of that.
        """
        found: list[Notice] = []
        silent = (
            select(feed_chats.c.feed_id)
            .join(chats, chats.c.id == feed_chats.c.chat_id)
            .where(feed_chats.c.feed_id == feeds.c.id, ~speaks(now))
            .correlate(feeds)
        )
        for kind in NoticeKind:
            query = (
                select(feeds)
                .join(marks, marks.c.name == _prefix(kind) + cast(feeds.c.id, String))
                .where(marks.c.value == _WAITS, marks.c.at <= now, feeds.c.removed.is_(False))
                .where(feeds.c.public | ~silent.exists())
                .order_by(marks.c.at, feeds.c.id)
                .limit(limit - len(found))
            )
            if kind is NoticeKind.FAILING:
                query = query.where(feeds.c.failures >= _SEVERAL)
            else:  # it may have been woken since
                query = query.where(feeds.c.ended_at.is_not(None))
            for row in (await self._connection.execute(query)).mappings().all():
                feed = rows.feed(row)
                own = () if feed.public else await self._chats(feed.id)
                found.append(Notice(kind, feed, own))
        return found

    async def told(self, feed_id: int, kind: NoticeKind, now: datetime) -> None:
        """Note that a notice was told."""
        await self._set(feed_id, kind, _TOLD, now)

    async def later(self, feed_id: int, kind: NoticeKind, at: datetime) -> None:
        """Put a notice off."""
        await self._set(feed_id, kind, _WAITS, at)

    async def _set(self, feed_id: int, kind: NoticeKind, value: int, at: datetime) -> None:
        await self._connection.execute(
            update(marks)
            .where(marks.c.name == _prefix(kind) + str(feed_id))
            .values(value=value, at=at)
        )

    async def _chats(self, feed_id: int) -> tuple[int, ...]:
        found = await self._connection.scalars(
            select(feed_chats.c.chat_id)
            .where(feed_chats.c.feed_id == feed_id)
            .order_by(feed_chats.c.added_at, feed_chats.c.chat_id)
        )
        return tuple(found)


def _prefix(kind: NoticeKind) -> str:
    return f"notice {kind} of feed "
