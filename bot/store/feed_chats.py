"""Which chats added a feed. A feed that is not public serves only those."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    delete,
    func,
    or_,
    select,
    union,
    update,
)

from bot.domain.values import Feed
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.schema import drafts, feed_chats, feeds, sightings, stories
from bot.store.tables import SqlTable, batches

_READ = feeds.c.removed.is_(False)


def hidden_from(chat_id: int) -> Select[tuple[int]]:
    """Select the ids of the feeds whose stories a chat does not see."""
    own = select(feed_chats.c.feed_id).where(feed_chats.c.chat_id == chat_id)
    return select(feeds.c.id).where(feeds.c.public.is_(False), feeds.c.id.not_in(own))


def is_seen_by(
    chat_id: int,
    feed_id: ColumnElement[int] = stories.c.feed_id,
    link_key: ColumnElement[str] = stories.c.found_link_key,
) -> ColumnElement[bool]:
    """Return the condition that a story was found in a feed that serves a chat, or also there."""
    hidden = hidden_from(chat_id)
    also = select(sightings.c.feed_id).where(
        sightings.c.link_key == link_key, sightings.c.feed_id.not_in(hidden)
    )
    return or_(feed_id.not_in(hidden), also.exists())


class SqlFeedChats(SqlTable):
    """Implements ``ports.FeedChatTable``."""

    async def sighted(
        self, feed_id: int, story_ids: Collection[int], draft_ids: Collection[int]
    ) -> set[int]:
        """Note which of the stories and drafts of private feeds another feed brings, too.

        Return the stories of which that is new.
        """
        before = await self._private(stories, stories.c.found_link_key, story_ids)
        waiting = await self._private(drafts, drafts.c.link_key, draft_ids)
        pairs = [{"link_key": key, "feed_id": feed_id} for key in {*before, *waiting}]
        if not pairs:
            return set()
        noted = await self._connection.scalars(
            self._insert(sightings).on_conflict_do_nothing().returning(sightings.c.link_key), pairs
        )
        return {before[key] for key in noted if key in before}

    async def audience(self, story_id: int) -> frozenset[int] | None:
        """Return the chats that a story's feeds serve; None where they serve everybody."""
        key = select(stories.c.found_link_key).where(stories.c.id == story_id).scalar_subquery()
        of = union(
            select(stories.c.feed_id).where(stories.c.id == story_id),
            select(sightings.c.feed_id).where(sightings.c.link_key == key),
        ).subquery()
        found = await self._connection.execute(
            select(feeds.c.public, feed_chats.c.chat_id)
            .join(of, of.c.feed_id == feeds.c.id)
            .outerjoin(feed_chats, feed_chats.c.feed_id == feeds.c.id)
        )
        rows_ = found.all()
        if any(row.public for row in rows_):
            return None
        return frozenset(row.chat_id for row in rows_ if row.chat_id is not None)

    async def _private(
        self, table: Table, key: Column[str], ids: Collection[int]
    ) -> dict[str, int]:
        """Return those of the rows that are of a private feed, by their keys."""
        found: dict[str, int] = {}
        for part in batches(sorted(ids)):
            rows_ = await self._connection.execute(
                select(key, table.c.id)
                .join(feeds, feeds.c.id == table.c.feed_id)
                .where(table.c.id.in_(part), feeds.c.public.is_(False))
            )
            found.update((row[0], row[1]) for row in rows_)
        return found

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
