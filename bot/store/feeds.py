"""The feeds table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.domain.values import Feed, FeedAnswer
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.schema import drafts, feeds
from bot.store.tables import SqlTable

_READ = feeds.c.removed.is_(False)


class SqlFeeds(SqlTable):
    """Implements ``ports.FeedTable``."""

    async def add(
        self, url: str, now: datetime, *, title: str | None = None, push_backlog: bool = False
    ) -> tuple[Feed, bool]:
        """Return the feed of the address and whether it is new; a removed one begins anew."""
        fresh = {
            "url": url,
            "title": title,
            "etag": None,
            "last_modified": None,
            "next_due_at": now,
            "added_at": now,
            "first_read_at": None,
            "push_backlog": push_backlog,
            "failures": 0,
            "last_error": None,
            "removed": False,
        }
        added = await self._connection.execute(
            self._insert(feeds)
            .values(url_key=fingerprint(url), **fresh)
            .on_conflict_do_update(
                index_elements=[feeds.c.url_key], set_=fresh, where=feeds.c.removed.is_(True)
            )
            .returning(feeds.c.id)
        )
        is_new = added.first() is not None
        found = await self._connection.execute(
            select(feeds).where(feeds.c.url_key == fingerprint(url))
        )
        return rows.feed(found.mappings().one()), is_new

    async def remove(self, url: str) -> bool:
        """Stop reading a feed and forget its drafts; its stories stay."""
        removed = await self._connection.execute(
            update(feeds)
            .where(feeds.c.url_key == fingerprint(url), _READ)
            .values(removed=True)
            .returning(feeds.c.id)
        )
        feed_id = removed.scalar()
        if feed_id is None:
            return False
        await self._connection.execute(
            delete(drafts).where(drafts.c.feed_id == feed_id, drafts.c.dropped_for.is_(None))
        )
        return True

    async def all(self) -> list[Feed]:
        """Return the feeds in the order they were added."""
        found = await self._connection.execute(
            select(feeds).where(_READ).order_by(feeds.c.added_at, feeds.c.id)
        )
        return [rows.feed(row) for row in found.mappings()]

    async def due(self, now: datetime, limit: int) -> list[Feed]:
        """Return feeds whose ``next_due_at`` has come, the longest due first."""
        found = await self._connection.execute(
            select(feeds)
            .where(_READ, feeds.c.next_due_at <= now)
            .order_by(feeds.c.next_due_at, feeds.c.id)
            .limit(limit)
        )
        return [rows.feed(row) for row in found.mappings()]

    async def polled(
        self, feed_id: int, *, now: datetime, next_due_at: datetime, answer: FeedAnswer
    ) -> None:
        """Note a successful poll. What the answer does not tell stays as it was."""
        read = answer.feed
        told = {} if read is None else {"title": read.title, "home": read.link, "lang": read.lang}
        validators = {"etag": answer.etag, "last_modified": answer.last_modified}
        if read is None:  # 304: servers may leave validators out
            told |= validators
            validators = {}
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id)
            .values(
                **{name: value for name, value in told.items() if value},
                **validators,
                first_read_at=func.coalesce(feeds.c.first_read_at, now),
                next_due_at=next_due_at,
                failures=0,
                last_error=None,
            )
        )
        await self.moved(feed_id, answer.url)

    async def moved(self, feed_id: int, url: str) -> None:
        """Follow a permanent redirect, unless that address is a feed already."""
        key = fingerprint(url)
        taken = select(feeds.c.id).where(feeds.c.url_key == key).exists()
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id, feeds.c.url_key != key, ~taken)
            .values(url=url, url_key=key)
        )

    async def failed(self, feed_id: int, *, next_due_at: datetime, error: str) -> None:
        """Note a failed poll."""
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id)
            .values(failures=feeds.c.failures + 1, last_error=error, next_due_at=next_due_at)
        )
