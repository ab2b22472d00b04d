"""What was found in feeds and is not read yet, or was given up."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import delete, select, update

from bot.domain.values import Draft
from bot.store import rows
from bot.store.identities import SqlIdentities
from bot.store.schema import drafts, feeds

_WAITING = drafts.c.dropped_for.is_(None)
SAME: Final = "another story is at "
"""Begins the reason why a draft was dropped that turned out to be a story which is there."""


class SqlDrafts(SqlIdentities):
    """The part of ``ports.StoryTable`` that comes before a story has its code."""

    async def drafts(self, now: datetime, limit: int) -> list[Draft]:
        """Return drafts whose next try has come, in the order found; a feed's backlog waits.

        Within a write transaction, drafts that another process holds are passed over.
        """
        query = (
            select(drafts, feeds)
            .join(feeds, feeds.c.id == drafts.c.feed_id)
            .where(_WAITING, drafts.c.next_try_at <= now)
            .order_by(drafts.c.backlog, drafts.c.seen_at, drafts.c.id)
            .limit(limit)
        )
        if self._writable:
            query = query.with_for_update(of=drafts, skip_locked=True)
        found = await self._connection.execute(query)
        return [rows.draft(row) for row in found.mappings()]

    async def draft(self, draft_id: int, now: datetime) -> Draft | None:
        """Return a draft that is to be read and whose next try has come."""
        found = await self._connection.execute(
            select(drafts, feeds)
            .join(feeds, feeds.c.id == drafts.c.feed_id)
            .where(_WAITING, drafts.c.id == draft_id, drafts.c.next_try_at <= now)
        )
        row = found.mappings().first()
        return None if row is None else rows.draft(row)

    async def retry(self, draft_id: int, next_try_at: datetime, error: str) -> None:
        """Note that reading a draft failed and shall be tried again."""
        await self._connection.execute(
            update(drafts)
            .where(drafts.c.id == draft_id)
            .values(attempts=drafts.c.attempts + 1, next_try_at=next_try_at, error=error)
        )

    async def drop(self, draft_id: int, reason: str) -> None:
        """Give a draft up; its guid and link stay known.

        It keeps its entry, so that it can be read after all, unless another story is the same. One
        that revises a story goes without a trace.
        """
        await self._connection.execute(
            delete(drafts).where(drafts.c.id == draft_id, drafts.c.story_id.is_not(None))
        )
        same = {"entry": None} if reason.startswith(SAME) else {}
        await self._connection.execute(
            update(drafts).where(drafts.c.id == draft_id).values({"dropped_for": reason} | same)
        )
