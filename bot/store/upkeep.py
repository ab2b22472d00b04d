"""Looking after the database as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, func, select, update

from bot.domain.values import DeliveryState
from bot.store.failing import SqlFailing
from bot.store.schema import (
    chats,
    deliveries,
    digests,
    drafts,
    feeds,
    marks,
    state,
    stories,
    subscriptions,
)
from bot.store.standing import SqlStanding


class SqlUpkeep(SqlFailing, SqlStanding):
    """Implements ``ports.UpkeepTable``."""

    async def clock_set_back(self, now: datetime, ahead: timedelta) -> None:
        """Pull every next-due time that lies further ``ahead`` of ``now`` back to ``now``."""
        for table, name in (
            (feeds, "next_due_at"),
            (drafts, "next_try_at"),
            (deliveries, "not_before"),
            (deliveries, "edit_at"),
            (deliveries, "edit_from"),
            (digests, "not_before"),
        ):
            await self._connection.execute(
                update(table).where(table.c[name] > now + ahead).values({name: now})
            )

    async def mark(self, name: str) -> int:
        """Return how far a round of upkeep is; 0 before the first."""
        return await self._connection.scalar(select(marks.c.value).where(marks.c.name == name)) or 0

    async def set_mark(self, name: str, value: int, now: datetime) -> None:
        """Note how far a round of upkeep is."""
        values = {"value": value, "at": now}
        await self._connection.execute(
            self._insert(marks)
            .values(name=name, **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )

    async def counts(self) -> dict[str, int]:
        """Return the number of feeds, stories, drafts, chats, subscriptions, planned, failed.

        ``planned`` and ``failed`` count cards and digests.
        """
        parts: dict[str, ColumnElement[int]] = {
            "feeds": _count(feeds, feeds.c.removed.is_(False)),
            "stories": _count(stories),
            "drafts": _count(drafts, drafts.c.dropped_for.is_(None)),
            "chats": _count(chats),
            "subscriptions": _count(subscriptions),
            "planned": _queued(DeliveryState.PLANNED),
            "failed": _queued(DeliveryState.FAILED),
        }
        found = await self._connection.execute(
            select(*(part.label(name) for name, part in parts.items()))
        )
        return dict(found.mappings().one())


def _count(table: Table, *where: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count()).select_from(table).where(*where).scalar_subquery()


def _queued(value: DeliveryState) -> ColumnElement[int]:
    cards, plans = (_count(queue, queue.c.state == state(value)) for queue in (deliveries, digests))
    return cards + plans
