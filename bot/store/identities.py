"""What stories are known by: guids within a feed, addresses everywhere, contents within a feed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    RowMapping,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from bot.domain.values import Change, Entry, Feed, Found, Known
from bot.store import rows
from bot.store.columns import fingerprint
from bot.store.schema import drafts, stories
from bot.store.tables import SqlTable, batches

_SAME_SITE = re.compile(r"^https?://(?:www\.(?=[^/]+\.[^/]))?", re.IGNORECASE)


def link_key(link: str) -> str:
    """Return what an address is known by: whether secure and with ``www.`` or not is one."""
    return fingerprint(_SAME_SITE.sub("", link))


def revision_key(story_id: int) -> str:
    """Return what stands for a link in the draft that revises a story: it has no more than one."""
    return fingerprint(f"the story {story_id} anew")


_Query = Callable[[int, Sequence[str]], CompoundSelect[Any]]


class _Asked(NamedTuple):
    """What is looked for, by its fingerprint."""

    guids: Mapping[str, str]
    links: Mapping[str, frozenset[str]]
    content_keys: frozenset[str]


class SqlIdentities(SqlTable):
    """The part of ``ports.StoryTable`` that tells old from new."""

    async def known(
        self,
        feed_id: int,
        guids: Collection[str],
        links: Collection[str],
        content_keys: Collection[str],
    ) -> list[Known]:
        """Return what has one of the guids or content keys in this feed, or a link in any."""
        by_link: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            by_link[link_key(link)].add(link)
            by_link[fingerprint(link)].add(link)  # as they were kept before 0002
        asked = _Asked(
            {fingerprint(guid): guid for guid in guids},
            {key: frozenset(same) for key, same in by_link.items()},
            frozenset(content_keys),
        )
        found: dict[tuple[str, int], Known] = {}
        for part in zip_longest(*(batches(sorted(keys), 2_000) for keys in asked), fillvalue=()):
            for table, query in ((drafts, _drafts_like), (stories, _stories_like)):
                for row in (await self._connection.execute(query(feed_id, *part))).mappings():
                    found[table.name, row["id"]] = _known(row, feed_id, asked)
        return [found[key] for key in sorted(found)]

    async def found(self, feed: Feed, new: Sequence[Found], now: datetime) -> int:
        """Add drafts; return how many were new."""
        if not new:
            return 0
        guids = await self._taken(
            _guids, [fingerprint(o.entry.guid) for o in new if o.entry.guid], feed.id
        )
        links = await self._taken(_links, [link_key(one.link) for one in new], feed.id)
        added = [
            row
            for row in (_draft_row(feed, one, now) for one in new)
            if row["link_key"] not in links and row["guid_key"] not in guids
        ]
        if not added:
            return 0
        # Twins within the call, and another process's find, meet the unique constraints.
        ids = await self._connection.scalars(
            self._insert(drafts).on_conflict_do_nothing().returning(drafts.c.id), added
        )
        return len(ids.all())

    async def changed(self, feed: Feed, changes: Sequence[Change], now: datetime) -> int:
        """Keep new keys of what is known; return how many stories are to be read again."""
        again = 0
        for change in changes:
            known = change.known
            if known.story_id is None:
                await self._change_draft(change)
                continue
            await self._change_story(known.story_id, change)
            if change.revises:
                await self._revise_later(feed, known.story_id, change.found, now)
                again += 1
        return again

    async def newest(self, feed_id: int) -> datetime | None:
        """Return when the feed's newest story was published; None where none is dated."""
        newest: datetime | None = await self._connection.scalar(
            select(func.max(stories.c.published)).where(stories.c.feed_id == feed_id)
        )
        return newest

    async def _taken(self, query: _Query, keys: Sequence[str], feed_id: int) -> set[str]:
        taken: set[str] = set()
        for part in batches(keys):
            taken.update(await self._connection.scalars(query(feed_id, part)))
        return taken

    async def _change_draft(self, change: Change) -> None:
        here = drafts.c.id == change.known.draft_id
        if change.revises and not change.known.dropped:
            # a new row: where the old one is being read just now, that comes to nothing
            gone = await self._connection.execute(delete(drafts).where(here).returning(drafts))
            if row := gone.mappings().first():  # else it has become a story just now
                entry = rows.packed_entry(change.found.entry)
                anew = dict(row) | _keys(change) | {"entry": entry}
                del anew["id"]
                await self._connection.execute(insert(drafts).values(**anew))
        else:
            await self._connection.execute(update(drafts).where(here).values(**_keys(change)))

    async def _change_story(self, story_id: int, change: Change) -> None:
        values = _keys(change)
        if change.link is not None:
            key = link_key(change.link)
            # the page's own canonical address stays; one that only the feed gave goes with it
            moves = and_(stories.c.id == story_id, stories.c.link_key == stories.c.found_link_key)
            await self._connection.execute(
                update(stories).where(moves).values(link=change.link, link_key=key)
            )
            stays = and_(stories.c.id == story_id, stories.c.link_key != key)
            await self._connection.execute(update(stories).where(stays).values(found_link_key=key))
        await self._connection.execute(
            update(stories).where(stories.c.id == story_id).values(**values)
        )

    async def _revise_later(self, feed: Feed, story_id: int, found: Found, now: datetime) -> None:
        key = revision_key(story_id)
        row = _draft_row(feed, found, now) | {"guid_key": None, "link_key": key}
        # a new row, as above
        await self._connection.execute(delete(drafts).where(drafts.c.link_key == key))
        await self._connection.execute(insert(drafts).values(**row, story_id=story_id))


def _drafts_like(
    feed_id: int, guids: Sequence[str], links: Sequence[str], content_keys: Sequence[str]
) -> Select[Any]:
    c = drafts.c
    like = _like(drafts, feed_id, guids, content_keys, (c.link_key, links))
    return select(
        c.id, c.feed_id, c.guid_key, c.link_key, c.content_key, c.entry_key, c.entry, c.dropped_for
    ).where(like)


def _stories_like(
    feed_id: int, guids: Sequence[str], links: Sequence[str], content_keys: Sequence[str]
) -> Select[Any]:
    c = stories.c
    like = _like(
        stories, feed_id, guids, content_keys, (c.link_key, links), (c.found_link_key, links)
    )
    return select(
        c.id, c.feed_id, c.guid_key, c.link_key, c.found_link_key, c.content_key, c.entry_key,
        c.title, c.published,
    ).where(like)  # fmt: skip


def _like(
    table: Table,
    feed_id: int,
    guids: Sequence[str],
    content_keys: Sequence[str],
    *links: tuple[Column[str], Sequence[str]],
) -> ColumnElement[bool]:
    """Find rows by any of their keys; each key has an index."""
    here = table.c.feed_id == feed_id
    return or_(
        and_(here, table.c.guid_key.in_(guids)),
        and_(here, table.c.content_key.in_(content_keys)),
        *(column.in_(keys) for column, keys in links),
    )


def _known(row: RowMapping, feed_id: int, asked: _Asked) -> Known:
    own = row["feed_id"] == feed_id
    is_draft = "entry" in row
    entry: Entry | None = rows.entry(row["entry"]) if is_draft and row["entry"] else None
    keys = (row["link_key"], row.get("found_link_key"))
    content = row["content_key"]
    guid_key = row["guid_key"]
    return Known(
        draft_id=row["id"] if is_draft else None,
        story_id=None if is_draft else row["id"],
        dropped=is_draft and row["dropped_for"] is not None,
        own=own,
        guid=asked.guids.get(str(guid_key)) if own else None,
        has_guid=guid_key is not None,
        links=frozenset[str]().union(*(asked.links.get(str(key), ()) for key in keys)),
        content_key=content if own else None,
        entry_key=row["entry_key"],
        title=(entry.title if entry else None) if is_draft else row["title"],
        published=(entry.published if entry else None) if is_draft else row["published"],
    )


def _guids(feed_id: int, keys: Sequence[str]) -> CompoundSelect[Any]:
    return union_all(
        *(
            select(table.c.guid_key).where(table.c.feed_id == feed_id, table.c.guid_key.in_(keys))
            for table in (drafts, stories)
        )
    )


def _links(_feed_id: int, keys: Sequence[str]) -> CompoundSelect[Any]:
    columns = (drafts.c.link_key, stories.c.link_key, stories.c.found_link_key)
    return union_all(*(select(column).where(column.in_(keys)) for column in columns))


def _keys(change: Change) -> dict[str, object]:
    entry_key, content_key = change.found.entry_key, change.found.content_key
    keys: dict[str, object] = {"entry_key": entry_key, "content_key": content_key}
    return keys if change.guid is None else keys | {"guid_key": fingerprint(change.guid)}


def _draft_row(feed: Feed, found: Found, now: datetime) -> dict[str, object]:
    guid = found.entry.guid
    return {
        "feed_id": feed.id,
        "guid_key": fingerprint(guid) if guid else None,
        "link": found.link,
        "link_key": link_key(found.link),
        "entry": rows.packed_entry(found.entry),
        "seen_at": now,
        "backlog": found.backlog,
        "attempts": 0,
        "next_try_at": now,
        "entry_key": found.entry_key,
        "content_key": found.content_key,
    }
