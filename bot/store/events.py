"""Events that stories may still join, found by keys of their stories and by copies of texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    CompoundSelect,
    Integer,
    bindparam,
    delete,
    insert,
    select,
    union_all,
    update,
)

from bot.domain.values import Told
from bot.store.columns import term_key
from bot.store.schema import (
    event_copies,
    event_counts,
    event_keys,
    event_stories,
    events,
    marks,
    stories,
)
from bot.store.tables import SqlTable, batches

_COUNTED = "events counted"
_PARTS = 100
"""Parts of a compound select; SQLite takes 500."""


class SqlEvents(SqlTable):
    """Implements ``ports.EventTable``."""

    async def begin(self) -> int:
        """Take the turn to join stories until the transaction ends; return the events counted.

        The mark's row is the lock on PostgreSQL; on SQLite there is one writer anyway.
        """
        mark = self._insert(marks).values(
            name=_COUNTED, value=0, at=datetime.fromtimestamp(0, tz=UTC)
        )
        held = mark.on_conflict_do_update(
            index_elements=[marks.c.name], set_={"value": marks.c.value}
        )
        return int(await self._connection.scalar(held.returning(marks.c.value)) or 0)

    async def counts(self, keys: Collection[str]) -> Mapping[str, int]:
        """Return how many events had each of the keys; what none had is left out."""
        known = {term_key(key): key for key in keys}
        counted = await self._connection.execute(
            select(event_counts.c.key, event_counts.c.count).where(
                self._among(event_counts.c.key, known)
            )
        )
        return {known[key]: count for key, count in counted.all()}

    async def listed(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that an event has.

        Asked by the counts, which have each key once: a key may have many events.
        """
        known = {term_key(key): key for key in keys}
        has_event = select(event_keys.c.event_id).where(event_keys.c.key == event_counts.c.key)
        found = await self._connection.scalars(
            select(event_counts.c.key).where(
                self._among(event_counts.c.key, known), has_event.exists()
            )
        )
        return frozenset(known[key] for key in found)

    async def having(self, keys: Collection[str], each: int) -> list[tuple[str, int]]:
        """Return the keys with the events that have them, the latest ``each`` of every key."""
        known = {term_key(key): key for key in keys}
        found = await self._latest(event_keys.c.key, event_keys.c.event_id, sorted(known), each)
        return [(known[key], event_id) for key, event_id in found]

    async def copies(self, hashes: Collection[int], each: int) -> list[tuple[int, int]]:
        """Return the hashes with the stories that have them, the latest ``each`` of every hash."""
        keys = sorted(set(hashes))
        return await self._latest(event_copies.c.hash, event_copies.c.story_id, keys, each)

    async def _latest(
        self, key: Column[Any], one: Column[int], keys: list[Any], each: int
    ) -> list[tuple[Any, int]]:
        """Return pairs of key and id: of each key those with the highest ids."""
        found: list[tuple[Any, int]] = []
        for part in batches(keys, _PARTS):
            asked = {f"key_{number}": value for number, value in enumerate(part)}
            rows = await self._connection.execute(
                _latest_of(key, one, len(part)), asked | {"each": each}
            )
            found += [(row[0], row[1]) for row in rows]
        return found

    async def signatures(
        self, story_ids: Collection[int]
    ) -> Mapping[int, tuple[int, Mapping[str, object]]]:
        """Return the event and the signature of each story."""
        if not story_ids:
            return {}
        found = await self._connection.execute(
            select(event_stories).where(event_stories.c.story_id.in_(sorted(story_ids)))
        )
        return {row.story_id: (row.event_id, row.signature) for row in found}

    async def records(self, event_ids: Collection[int]) -> Mapping[int, Mapping[str, object]]:
        """Return the records of events."""
        if not event_ids:
            return {}
        found = await self._connection.execute(
            select(events).where(events.c.id.in_(sorted(event_ids)))
        )
        return {row.id: row.record for row in found}

    async def keep(self, event_id: int | None, told: Told, now: datetime) -> int:
        """Keep an event with one story more; None opens one. Return the event's id."""
        values = {"record": told.record, "told_at": now}
        if event_id is None:
            opened = insert(events).values(values).returning(events.c.id)
            event_id = (await self._connection.execute(opened)).scalar_one()
            await self._connection.execute(
                update(marks).where(marks.c.name == _COUNTED).values(value=marks.c.value + 1)
            )
        else:
            await self._connection.execute(
                update(events).where(events.c.id == event_id).values(values)
            )
        await self._index(event_id, told)
        await self._connection.execute(
            update(stories).where(stories.c.id == told.story_id).values(event_id=event_id)
        )
        return event_id

    async def _index(self, event_id: int, told: Told) -> None:
        """Let the event be found by its story's keys, the story by its text's."""
        story_id = told.story_id
        row = {"story_id": story_id, "event_id": event_id, "signature": told.signature}
        await self._connection.execute(insert(event_stories).values(row))
        if keys := _keys(told.keys):
            await self._connection.execute(
                self._insert(event_keys).on_conflict_do_nothing(),
                [{"key": key, "event_id": event_id} for key in keys],
            )
        if told.hashes:
            await self._connection.execute(
                insert(event_copies),
                [{"hash": one, "story_id": story_id} for one in sorted(told.hashes)],
            )
        if keys := _keys(told.counted):
            counting = self._insert(event_counts).on_conflict_do_update(
                index_elements=[event_counts.c.key], set_={"count": event_counts.c.count + 1}
            )
            await self._connection.execute(counting, [{"key": key, "count": 1} for key in keys])

    async def forget(self, before: datetime, fade_at: int, limit: int) -> int:
        """Forget events that no story told since; halve the counts once they are that many."""
        counted = await self.begin()
        old = (
            select(events.c.id)
            .where(events.c.told_at < before)
            .order_by(events.c.told_at)
            .limit(limit)
        )
        gone = await self._connection.execute(delete(events).where(events.c.id.in_(old)))
        if counted >= fade_at:
            has_event = select(event_keys.c.event_id).where(event_keys.c.key == event_counts.c.key)
            await self._connection.execute(
                delete(event_counts).where(event_counts.c.count < 2, ~has_event.exists())
            )
            await self._connection.execute(
                update(event_counts).values(count=(event_counts.c.count + 1) // 2)
            )
            await self._connection.execute(
                update(marks).where(marks.c.name == _COUNTED).values(value=counted // 2)
            )
        return gone.rowcount


@cache
def _latest_of(key: Column[Any], one: Column[int], count: int) -> CompoundSelect[Any]:
    """Select the latest ``each`` of ``key_0``, ``key_1`` ...; to build it takes longer than it."""
    parts = []
    for number in range(count):
        latest = (
            select(key, one)
            .where(key == bindparam(f"key_{number}", type_=key.type))
            .order_by(one.desc())
            .limit(bindparam("each", type_=Integer))
        )
        parts.append(select(latest.subquery("latest")))
    return union_all(*parts)


def _keys(keys: Iterable[str]) -> list[str]:
    return sorted({term_key(key) for key in keys})
