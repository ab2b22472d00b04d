"""The way that cards and digests go: planned, sending, then sent or failed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from itertools import takewhile
from typing import ClassVar

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    delete,
    func,
    select,
    true,
    update,
)

from bot.domain.leases import LEASE
from bot.domain.values import DeliveryState, Sent
from bot.store.schema import chats, deliveries, digests, state
from bot.store.silences import speaks
from bot.store.tables import SqlTable

_PLANNED = state(DeliveryState.PLANNED)
_SENDING = state(DeliveryState.SENDING)
QUEUES = (deliveries, digests)


class SqlQueue(SqlTable):
    """What ``ports.DeliveryTable`` and ``ports.DigestTable`` have in common."""

    queue: ClassVar[Table]

    async def _take(
        self,
        now: datetime,
        limit: int,
        exclude: Collection[int],
        only: Collection[int] | None,
        **values: object,
    ) -> list[int]:
        """Move what may go to ``sending``, with ``values`` set; return its ids, oldest first.

        It is the taker's until ``LEASE`` has passed, and the next one's after that.
        """
        queue = self.queue
        old = lapsed(queue, queue.c.id, now, limit, only)
        left = (await self._connection.scalars(_locked(queue, old))).all()
        new = takeable(queue, queue.c.id, now, limit - len(left), exclude, only)
        taken = (await self._connection.scalars(_locked(queue, new))).all()
        await self._set(left, attempts=queue.c.attempts + 1)
        both = sorted((*left, *taken))
        await self._set(
            both, state=DeliveryState.SENDING.value, not_before=now + LEASE, **values
        )  # fmt: skip
        return both

    async def hold(self, ids: Collection[int], now: datetime) -> None:
        """Keep what was taken for another ``LEASE``."""
        if ids:
            await self._connection.execute(
                update(self.queue)
                .where(self.queue.c.id.in_(ids), self.queue.c.state == _SENDING)
                .values(not_before=now + LEASE)
            )

    async def sent(self, one_id: int, sent: Sent, now: datetime) -> None:
        """Note Telegram's answer."""
        await self._set(
            [one_id],
            state=DeliveryState.SENT.value,
            message_id=sent.message_id,
            sent_at=now,
            error=sent.degraded,
        )

    async def later(self, one_id: int, at: datetime, error: str, *, counted: bool = True) -> None:
        """Plan one again, not before ``at``; counts an attempt, unless it was none."""
        await self._set(
            [one_id],
            state=DeliveryState.PLANNED.value,
            not_before=at,
            attempts=self.queue.c.attempts + int(counted),
            error=error,
        )

    async def failed(self, one_id: int, reason: str) -> None:
        """Give one up, with the reason."""
        await self._set([one_id], state=DeliveryState.FAILED.value, error=reason)

    async def forget(self, before: datetime, after: int, limit: int) -> int | None:
        """Forget those of the next ``limit`` ids behind ``after`` that were planned before.

        What is being sent stays, and a digest that deliveries refer to. Return the last id looked
        at; None where no older one is left.
        """
        columns = self.queue.c
        found = await self._connection.execute(
            select(columns.id, columns.planned_at)
            .where(columns.id > after)
            .order_by(columns.id)
            .limit(limit)
        )
        # ids are given in the order of time: no index is needed to find the old ones
        old: list[int] = [row.id for row in takewhile(lambda row: row.planned_at < before, found)]
        if not old:
            return None
        await self._connection.execute(
            delete(self.queue).where(columns.id.in_(old), columns.state != _SENDING, self._free())
        )
        return old[-1]

    def _free(self) -> ColumnElement[bool]:
        """Return the condition that nothing refers to a row."""
        return true()

    async def _set(self, ids: Collection[int], **values: object) -> None:
        if ids:  # an idle bot asks several times a second, and nearly always there is nothing
            await self._connection.execute(
                update(self.queue).where(self.queue.c.id.in_(ids)).values(**values)
            )


def takeable(  # noqa: PLR0917  # what, when, and of which chats
    queue: Table,
    column: Column[int],
    now: datetime,
    limit: int,
    exclude: Collection[int],
    only: Collection[int] | None = None,
) -> Select[int]:
    """Select what may go now: the oldest of each chat, none where one is on its way.

    The scan goes by id and stops at ``limit``; each row costs a look at its chat's index entries.
    """
    older, *on_their_way = _aliases(queue)
    has_older = select(older.c.id).where(
        older.c.chat_id == queue.c.chat_id,
        older.c.state == _PLANNED,
        older.c.id < queue.c.id,
        older.c.not_before <= now,
    )
    busy = [
        select(other.c.id).where(other.c.chat_id == queue.c.chat_id, other.c.state == _SENDING)
        for other in on_their_way
    ]
    return (
        select(column)
        .join(chats, and_(chats.c.id == queue.c.chat_id, chats.c.active))
        .where(
            queue.c.state == _PLANNED,
            queue.c.not_before <= now,
            speaks(now),
            *_of(queue, only),
            queue.c.chat_id.not_in(sorted(set(exclude))),
            ~has_older.exists(),
            *(~one.exists() for one in busy),
        )
        .order_by(queue.c.id)
        .limit(limit)
    )


@cache
def _aliases(queue: Table) -> tuple[FromClause, ...]:
    """Return other names of a queue, and of all queues: to make one takes longer than to ask."""
    return queue.alias("older"), *(one.alias(f"{one.name}_on_their_way") for one in QUEUES)


def lapsed(
    queue: Table, column: Column[int], now: datetime, limit: int, only: Collection[int] | None
) -> Select[int]:
    """Select what somebody took and let his time pass: he is dead, most likely."""
    return (
        select(column)
        .join(chats, and_(chats.c.id == queue.c.chat_id, chats.c.active))
        .where(queue.c.state == _SENDING, queue.c.not_before <= now, speaks(now), *_of(queue, only))
        .order_by(queue.c.chat_id, queue.c.id)
        .limit(limit)
    )


def _locked(queue: Table, query: Select[int]) -> Select[int]:
    """Let others pass over what is selected, and pass over what they have."""
    return query.with_for_update(of=queue, skip_locked=True)


def _of(queue: Table, only: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if only is None else [queue.c.chat_id.in_(sorted(only))]


def pending(queue: Table) -> Select[int]:
    """Count what is planned or being sent in active chats; each state has an index of its own."""
    planned, sending = (
        select(func.count())
        .select_from(queue)
        .join(chats, and_(chats.c.id == queue.c.chat_id, chats.c.active))
        .where(queue.c.state == one)
        .scalar_subquery()
        for one in (_PLANNED, _SENDING)
    )
    return select(planned + sending)


def next_at(queue: Table) -> Select[datetime]:
    """Find the earliest time at which something planned in an active chat may go."""
    return (
        select(queue.c.not_before)
        .join(chats, and_(chats.c.id == queue.c.chat_id, chats.c.active))
        .where(queue.c.state == _PLANNED)
        .order_by(queue.c.not_before)
        .limit(1)
    )
