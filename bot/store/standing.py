"""How the work stands, and what is watched of it. Each question is answered by an index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Column, ScalarSelect, Select, Table, and_, delete, func, select

from bot.domain.values import DeliveryState, Queue, Standing, Watch
from bot.store import queues
from bot.store.drafts import SAME
from bot.store.schema import (
    chats,
    drafts,
    feeds,
    inbox,
    plannings,
    state,
    stories,
    topics,
    watches,
)
from bot.store.silences import speaks
from bot.store.tables import SqlTable

_LATELY: Final = timedelta(days=1)
_ALIVE = and_(feeds.c.removed.is_(False), feeds.c.ended_at.is_(None))
_DRAFT = drafts.c.dropped_for.is_(None)


class SqlStanding(SqlTable):
    """The part of ``ports.UpkeepTable`` that is about how the work stands."""

    async def standing(self, now: datetime) -> Standing:
        """Return how the work stands at the instant ``now``."""
        feeds_alive, failing, feed_due, last_poll = await self._feeds(now)
        return Standing(
            feeds=feeds_alive,
            feeds_failing=failing,
            feed_due_at=feed_due,
            last_poll_at=last_poll,
            last_sent_at=max(await self._both(_last_sent), default=None),
            send_due_at=min(await self._both(partial(_first_due, now)), default=None),
            planned_at=min(await self._both(partial(_first_planned, now)), default=None),
            drafts=await self._queue(
                select(func.count(), func.min(drafts.c.seen_at)).where(_DRAFT)
            ),
            plannings=await self._queue(
                select(func.count(), _first_followed()).select_from(plannings)
            ),
            inbox=await self._queue(
                select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.body.is_not(None))
            ),
            kept_since=min(await self._both(_first_kept), default=None),
        )

    async def topics_followed(self) -> int:
        """Return how many topics somebody follows."""
        count = select(func.count()).select_from(topics).where(topics.c.followed)
        return await self._connection.scalar(count) or 0

    async def sent_since(self, since: datetime) -> int:
        """Return how many cards and digests Telegram has taken since."""
        counts = [
            await self._connection.scalar(
                select(func.count()).select_from(queue).where(queue.c.sent_at >= since)
            )
            for queue in queues.QUEUES
        ]
        return sum(count or 0 for count in counts)

    async def failed_to(self, *, gone: bool) -> int:
        """Return how many messages failed: to chats that are gone, or to all others."""
        counts = [
            await self._connection.scalar(
                select(func.count())
                .select_from(queue.join(chats, chats.c.id == queue.c.chat_id))
                .where(queue.c.state == state(DeliveryState.FAILED), chats.c.active.is_(not gone))
            )
            for queue in queues.QUEUES
        ]
        return sum(count or 0 for count in counts)

    async def given_up(self, limit: int) -> list[str]:
        """Return why the latest stories were given up before they had a code, the latest first."""
        dropped = select(drafts.c.dropped_for).where(~drafts.c.dropped_for.startswith(SAME))
        found = await self._connection.scalars(dropped.order_by(drafts.c.id.desc()).limit(limit))
        return [reason for reason in found if reason is not None]

    async def watches(self) -> list[Watch]:
        """Return what was seen in trouble, and not told of being well again."""
        found = await self._connection.execute(select(watches).order_by(watches.c.name))
        return [Watch(**row) for row in found.mappings()]

    async def watch(self, name: str) -> Watch | None:
        """Return one of them; in a transaction that writes, no other process changes it."""
        query = select(watches).where(watches.c.name == name)
        if self._writable:
            query = query.with_for_update()
        row = (await self._connection.execute(query)).mappings().first()
        return None if row is None else Watch(**row)

    async def set_watch(self, watch: Watch) -> None:
        """Keep what was seen of one; where two begin with it at once, the first has it."""
        values = asdict(watch)
        before = await self.watch(watch.name)
        insert = self._insert(watches).values(**values)
        await self._connection.execute(
            insert.on_conflict_do_nothing()
            if before is None
            else insert.on_conflict_do_update(index_elements=["name"], set_=values)
        )

    async def forget_watch(self, name: str) -> None:
        """Forget one that is well."""
        await self._connection.execute(delete(watches).where(watches.c.name == name))

    async def _feeds(self, now: datetime) -> tuple[int, int, datetime | None, datetime | None]:
        fails = (feeds.c.failures > 0) & (
            func.coalesce(feeds.c.last_good_at, feeds.c.added_at) >= now - _LATELY
        )
        found = await self._connection.execute(
            select(
                func.count(),
                func.count().filter(fails),
                func.min(feeds.c.next_due_at),
                func.max(feeds.c.last_good_at),
            ).where(_ALIVE)
        )
        alive, failing, due, good = found.one()
        return alive, failing, due, good

    async def _both(self, question: Callable[[Table], Select[datetime]]) -> list[datetime]:
        """Return what the queues of cards and digests answer."""
        times = [await self._connection.scalar(question(queue)) for queue in queues.QUEUES]
        return [time for time in times if time is not None]

    async def _queue(self, question: Select[Any, Any]) -> Queue:
        length, oldest = (await self._connection.execute(question)).one()
        return Queue(length, oldest)


def _first_followed() -> ScalarSelect[datetime]:
    """Find when the oldest story of the plannings was found: it has the lowest code."""
    first = select(func.min(plannings.c.story_id)).scalar_subquery()
    return select(stories.c.seen_at).where(stories.c.id == first).scalar_subquery()


def _last_sent(queue: Table) -> Select[datetime]:
    sent = select(queue.c.sent_at).where(queue.c.sent_at.is_not(None))
    return sent.order_by(queue.c.sent_at.desc()).limit(1)


def _first_due(now: datetime, queue: Table) -> Select[datetime]:
    """Find when the message that may go first may."""
    return _planned(queue, queue.c.not_before, now).order_by(queue.c.not_before).limit(1)


def _first_planned(now: datetime, queue: Table) -> Select[datetime]:
    """Find when the oldest message that is planned was."""
    return _planned(queue, queue.c.planned_at, now).order_by(queue.c.id).limit(1)


def _planned(queue: Table, column: Column[datetime], now: datetime) -> Select[datetime]:
    """Select of what is planned to active chats that no silence lies upon."""
    return (
        select(column)
        .join(chats, and_(chats.c.id == queue.c.chat_id, chats.c.active))
        .where(queue.c.state == state(DeliveryState.PLANNED), speaks(now))
    )


def _first_kept(queue: Table) -> Select[datetime]:
    return select(queue.c.planned_at).order_by(queue.c.id).limit(1)
