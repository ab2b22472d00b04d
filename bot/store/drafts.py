"""What was found in feeds and is not read yet, or was given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, select, union_all, update

from bot.domain.values import Draft, Entry, Feed
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.schema import drafts, feeds, stories
from bot.store.tables import SqlTable, batches

_WAITING = drafts.c.dropped_for.is_(None)


class SqlDrafts(SqlTable):
    """The half of ``ports.StoryTable`` that comes before a story has its code."""

    async def known(
        self, feed_id: int, guids: Collection[str], links: Collection[str]
    ) -> tuple[set[str], set[str]]:
        """Return which guids (of this feed) and which canonical links (of any) are known."""
        by_guid = {fingerprint(guid): guid for guid in guids}
        by_link = {fingerprint(link): link for link in links}
        known_guids: set[str] = set()
        known_links: set[str] = set()
        for part in batches(list(by_guid)):
            known_guids.update(await self._connection.scalars(_guids(feed_id, part)))
        for part in batches(list(by_link)):
            known_links.update(await self._connection.scalars(_links(part)))
        return {by_guid[key] for key in known_guids}, {by_link[key] for key in known_links}

    async def found(
        self, feed: Feed, entries: Sequence[tuple[Entry, str, bool]], now: datetime
    ) -> int:
        """Add drafts of (entry, canonical link, backlog); return how many were new."""
        guids = {entry.guid for entry, _, _ in entries if entry.guid}
        known_guids, known_links = await self.known(
            feed.id, guids, {link for _, link, _ in entries}
        )
        fresh = [
            _draft_row(feed, entry, link, backlog, now)
            for entry, link, backlog in entries
            if link not in known_links and not (entry.guid and entry.guid in known_guids)
        ]
        if not fresh:
            return 0
        # Twins within the call, and another process's find, meet the unique constraints.
        added = await self._connection.scalars(
            self._insert(drafts).on_conflict_do_nothing().returning(drafts.c.id), fresh
        )
        return len(added.all())

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

    async def retry(self, draft_id: int, next_try_at: datetime, error: str) -> None:
        """Note that reading a draft failed and shall be tried again."""
        await self._connection.execute(
            update(drafts)
            .where(drafts.c.id == draft_id)
            .values(attempts=drafts.c.attempts + 1, next_try_at=next_try_at, error=error)
        )

    async def drop(self, draft_id: int, reason: str) -> None:
        """Give a draft up for good; its guid and link stay known."""
        await self._connection.execute(
            update(drafts).where(drafts.c.id == draft_id).values(dropped_for=reason, entry=None)
        )


def _guids(feed_id: int, keys: Sequence[str]) -> CompoundSelect[Any]:
    return union_all(
        *(
            select(table.c.guid_key).where(table.c.feed_id == feed_id, table.c.guid_key.in_(keys))
            for table in (drafts, stories)
        )
    )


def _links(keys: Sequence[str]) -> CompoundSelect[Any]:
    columns = (drafts.c.link_key, stories.c.link_key, stories.c.found_link_key)
    parts: list[Select[Any]] = [select(column).where(column.in_(keys)) for column in columns]
    return union_all(*parts)


def _draft_row(
    feed: Feed, entry: Entry, link: str, backlog: bool, now: datetime
) -> dict[str, object]:
    return {
        "feed_id": feed.id,
        "guid_key": fingerprint(entry.guid) if entry.guid else None,
        "link": link,
        "link_key": fingerprint(link),
        "entry": rows.packed_entry(entry),
        "seen_at": now,
        "backlog": backlog,
        "attempts": 0,
        "next_try_at": now,
    }
