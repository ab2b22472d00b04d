"""Who else tells a story's event, and what most sources tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, String, cast, func, select

from bot.domain.values import Also, TextFrom, Trend
from bot.store import rows
from bot.store.feed_chats import is_seen_by
from bot.store.schema import stories
from bot.store.tables import SqlTable

_LOOKED = 200
"""Stories of an event that are looked at: the newest."""


class SqlTelling(SqlTable):
    """The part of ``ports.StoryTable`` that is about events."""

    async def others(
        self, story_id: int, limit: int = 10, seen_by: int | None = None
    ) -> list[Also]:  # fmt: skip
        """Return other sources' stories of a story's event, the newest of each, newest first."""
        event = select(stories.c.event_id).where(stories.c.id == story_id).scalar_subquery()
        told = await self._told(select(stories).where(stories.c.event_id == event), seen_by)
        own = next((row for row in told if row[stories.c.id] == story_id), None)
        if own is None:
            own = await self._row(story_id)
        return one_a_source(told, but=own)[:limit] if own is not None else []

    async def trends(
        self, since: datetime, limit: int, seen_by: int | None = None
    ) -> list[Trend]:  # fmt: skip
        """Return events that at least two sources told since, of all feeds or of a chat's."""
        sources, newest = func.count(_source().distinct()), func.max(stories.c.dated_at)
        most = seen(
            select(stories.c.event_id)
            .where(stories.c.dated_at >= since, stories.c.event_id.is_not(None))
            .group_by(stories.c.event_id)
            .having(sources >= 2)
            .order_by(sources.desc(), newest.desc(), stories.c.event_id.desc())
            .limit(limit),
            seen_by,
        )
        found = []
        for event_id in (await self._connection.scalars(most)).all():
            recent = select(stories).where(
                stories.c.event_id == event_id, stories.c.dated_at >= since
            )
            told = await self._told(recent, seen_by)
            # its whole text before its feed's words, then the newest
            first = max(told, key=lambda row: row[stories.c.text_from] == TextFrom.PAGE.value)
            found.append(Trend(rows.story(first), tuple(one_a_source(told, but=first))))
        return found

    async def _told(self, query: Select[Any], seen_by: int | None) -> list[RowMapping]:
        found = await self._connection.execute(newest_first(seen(query, seen_by)).limit(_LOOKED))
        return list(found.mappings())

    async def _row(self, story_id: int) -> RowMapping | None:
        found = await self._connection.execute(select(stories).where(stories.c.id == story_id))
        return found.mappings().first()


def seen(query: Select[Any], chat_id: int | None) -> Select[Any]:
    """Leave out the stories that a chat does not see; None sees all."""
    return query if chat_id is None else query.where(is_seen_by(chat_id))


def newest_first(query: Select[Any]) -> Select[Any]:
    """Order stories by when they were published, or seen where that is not known."""
    return query.order_by(stories.c.dated_at.desc(), stories.c.id.desc())


def one_a_source(told: Iterable[RowMapping], *, but: RowMapping) -> list[Also]:
    """Return the first story of each source, without the source of ``but``."""
    named = {source(but)}
    found = []
    for row in told:
        if source(row) not in named:
            named.add(source(row))
            found.append(rows.also(row))
    return found


def source(row: RowMapping) -> str:
    """Return what stands for who published a story: its publisher, or its feed."""
    publisher = row[stories.c.publisher]
    return publisher.casefold() if publisher else str(row[stories.c.feed_id])


def _source() -> ColumnElement[str]:
    """Return the same as SQL has it; letters outside ASCII keep their case on SQLite."""
    return func.coalesce(func.lower(stories.c.publisher), cast(stories.c.feed_id, String))
