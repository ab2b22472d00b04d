"""The feeds table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Step
from bot.domain.values import Feed, FeedAnswer, Notice, NoticeKind
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.feed_notices import FeedNotices
from bot.store.schema import drafts, feed_chats, feeds
from bot.store.tables import SqlTable

_READ = feeds.c.removed.is_(False)
_UNREAD_COLUMNS: dict[str, Any] = {
    "etag": None,
    "last_modified": None,
    "first_read_at": None,
    "failures": 0,
    "last_error": None,
    "failed_step": None,
    "last_good_at": None,
    "interval": None,
    "pace": None,
    "skip_hours": None,
    "skip_days": None,
    "moving_to": None,
    "moving_seen": 0,
    "ended_at": None,
    "public": True,
    "removed": False,
}
"""What a feed begins with."""


class SqlFeeds(SqlTable):
    """Implements ``ports.FeedTable``."""

    def __init__(self, connection: AsyncConnection, *, writable: bool) -> None:
        super().__init__(connection, writable=writable)
        self._notices = FeedNotices(connection, writable=writable)

    async def add(
        self, url: str, now: datetime, *, title: str | None = None, push_backlog: bool = False
    ) -> tuple[Feed, bool]:
        """Return the feed of the address and whether it is new.

        One that was removed or has ended begins anew.
        """
        fresh = _UNREAD_COLUMNS | {
            "url": url,
            "title": title,
            "next_due_at": now,
            "added_at": now,
            "push_backlog": push_backlog,
        }
        added = await self._connection.execute(
            self._insert(feeds)
            .values(url_key=fingerprint(url), **fresh)
            .on_conflict_do_update(
                index_elements=[feeds.c.url_key],
                set_=fresh,
                where=or_(feeds.c.removed.is_(True), feeds.c.ended_at.is_not(None)),
            )
            .returning(feeds.c.id)
        )
        feed_id = added.scalar()
        if feed_id is not None:
            await self._notices.forget(feed_id)
            # whoever added it before it was removed does not have it back unasked
            await self._connection.execute(
                delete(feed_chats).where(feed_chats.c.feed_id == feed_id)
            )
        found = await self._connection.execute(
            select(feeds).where(feeds.c.url_key == fingerprint(url))
        )
        return rows.feed(found.mappings().one()), feed_id is not None

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
        await self._notices.forget(feed_id)
        await self._connection.execute(
            delete(drafts).where(drafts.c.feed_id == feed_id, drafts.c.dropped_for.is_(None))
        )
        return True

    async def all(self) -> list[Feed]:
        """Return the feeds in the order they were added, ended ones too."""
        found = await self._connection.execute(
            select(feeds).where(_READ).order_by(feeds.c.added_at, feeds.c.id)
        )
        return [rows.feed(row) for row in found.mappings()]

    async def at(self, url: str) -> Feed | None:
        """Return the feed of an address, unless it was removed."""
        found = await self._connection.execute(
            select(feeds).where(feeds.c.url_key == fingerprint(url), _READ)
        )
        row = found.mappings().first()
        return None if row is None else rows.feed(row)

    async def due(
        self, now: datetime, limit: int, *, but_hosts: Collection[str] = ()
    ) -> list[Feed]:
        """Return feeds whose ``next_due_at`` has come, the longest due first."""
        found = await self._connection.execute(
            select(feeds)
            .where(_READ, feeds.c.ended_at.is_(None), feeds.c.next_due_at <= now)
            .where(*(~_is_of(host) for host in but_hosts))
            .order_by(feeds.c.next_due_at, feeds.c.id)
            .limit(limit)
        )
        return [rows.feed(row) for row in found.mappings()]

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
        """Note a successful poll. What the answer does not tell stays as it was."""
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id)
            .values(
                **_told(answer),
                first_read_at=func.coalesce(feeds.c.first_read_at, now),
                last_good_at=now,
                next_due_at=next_due_at,
                interval=_seconds(interval),
                moving_to=moving_to,
                moving_seen=moving_seen,
                failures=0,
                last_error=None,
                failed_step=None,
            )
        )
        await self._notices.forget(feed_id)

    async def moved(self, feed_id: int, url: str) -> bool:
        """Give a feed its new address, unless another feed has or had it; return whether it did."""
        key = fingerprint(url)
        taken = select(feeds.c.id).where(feeds.c.url_key == key).exists()
        moved = await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id, feeds.c.url_key != key, ~taken)
            .values(url=url, url_key=key, moving_to=None, moving_seen=0)
            .returning(feeds.c.id)
        )
        return moved.first() is not None

    async def merged(self, feed_id: int, into_id: int) -> None:
        """Stop reading a feed that another one is the same as.

        Its drafts are read still: the other feed does not bring again what is known.
        """
        chats = select(literal(into_id), feed_chats.c.chat_id, feed_chats.c.added_at).where(
            feed_chats.c.feed_id == feed_id
        )
        await self._connection.execute(
            self._insert(feed_chats)
            .from_select(["feed_id", "chat_id", "added_at"], chats)
            .on_conflict_do_nothing()
        )
        was_public = select(feeds.c.id).where(feeds.c.id == feed_id, feeds.c.public).exists()
        await self._connection.execute(
            update(feeds).where(feeds.c.id == into_id, was_public).values(public=True)
        )
        await self._connection.execute(
            update(feeds).where(feeds.c.id == feed_id).values(removed=True)
        )
        await self._notices.forget(feed_id)

    async def failed(
        self,
        feed_id: int,
        *,
        next_due_at: datetime,
        error: str,
        step: Step | None = None,
        notice_at: datetime | None = None,
    ) -> None:
        """Note a failed poll; of a row of them the first one plans the notice."""
        await self._connection.execute(
            update(feeds)
            .where(feeds.c.id == feed_id)
            .values(
                failures=feeds.c.failures + 1,
                last_error=error,
                failed_step=step.value if step else None,
                next_due_at=next_due_at,
                # polls that shall agree must come in a row
                moving_to=None,
                moving_seen=0,
            )
        )
        if notice_at:
            await self._notices.plan(feed_id, NoticeKind.FAILING, notice_at)

    async def ended(self, feed_id: int, *, now: datetime, error: str, step: Step) -> None:
        """Note that a feed is gone for good, and that there is a notice of it."""
        await self.failed(feed_id, next_due_at=now, error=error, step=step)
        await self._connection.execute(
            update(feeds).where(feeds.c.id == feed_id).values(ended_at=now)
        )
        await self._notices.forget(feed_id)
        await self._notices.plan(feed_id, NoticeKind.ENDED, now)

    async def set_pace(self, url: str, pace: timedelta | None) -> bool:
        """Set a feed's interval, or leave it to the feed; return whether it is there."""
        found = await self._connection.execute(
            update(feeds)
            .where(feeds.c.url_key == fingerprint(url), _READ)
            .values(pace=_seconds(pace))
            .returning(feeds.c.id)
        )
        return found.first() is not None

    async def notices(self, now: datetime, limit: int) -> list[Notice]:
        """Return notices that are due; of a failing feed once it has failed several times."""
        return await self._notices.due(now, limit)

    async def told(self, feed_id: int, kind: NoticeKind, now: datetime) -> None:
        """Note that a notice was told."""
        await self._notices.told(feed_id, kind, now)

    async def tell_later(self, feed_id: int, kind: NoticeKind, at: datetime) -> None:
        """Put a notice off."""
        await self._notices.later(feed_id, kind, at)


def _told(answer: FeedAnswer) -> dict[str, Any]:
    """Return the columns that an answer sets."""
    read = answer.feed
    validators = {"etag": answer.etag, "last_modified": answer.last_modified}
    if read is None:  # 304: servers may leave validators out
        return {name: value for name, value in validators.items() if value}
    named = {"title": read.title, "home": read.link, "lang": read.lang}
    return {name: value for name, value in named.items() if value} | {
        **validators,
        "skip_hours": sorted(read.hints.skip_hours) or None,
        "skip_days": sorted(read.hints.skip_days) or None,
    }


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())


def _is_of(host: str) -> ColumnElement[bool]:
    """Return the condition that a feed is of a host, at whatever port."""
    name = f"[{host}]" if ":" in host else host
    url = func.lower(feeds.c.url)
    return or_(
        *(
            url.startswith(f"{scheme}://{name}{end}", autoescape=True)
            for scheme in ("http", "https")
            for end in "/:?"
        )
    )
