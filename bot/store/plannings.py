"""Stories whose deliveries are planned some at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select

from bot.domain.values import Planning
from bot.store.schema import plannings
from bot.store.tables import SqlTable


class SqlPlannings(SqlTable):
    """Implements ``ports.PlanningTable``."""

    async def keep(self, planning: Planning) -> None:
        """Keep how far a story's planning is, for ``next``."""
        packed = asdict(planning) | {"seen_at": planning.seen_at.isoformat()}
        await self._connection.execute(
            self._insert(plannings)
            .values(story_id=planning.story_id, planning=packed)
            .on_conflict_do_update(index_elements=["story_id"], set_={"planning": packed})
        )

    async def waiting(self, limit: int, but: Collection[int] = ()) -> list[int]:
        """Return stories that are to be planned on, the longest waiting first."""
        found = await self._connection.scalars(
            select(plannings.c.story_id)
            .where(plannings.c.story_id.not_in(sorted(but)))
            .order_by(plannings.c.story_id)
            .limit(limit)
        )
        return list(found.all())

    async def of(self, story_id: int) -> Planning | None:
        """Return a story's planning; None where all its deliveries are planned.

        In a transaction that writes it is locked.
        """
        query = select(plannings.c.planning).where(plannings.c.story_id == story_id)
        return await self._read(query.with_for_update() if self._writable else query)

    async def _read(self, query: Select[Any]) -> Planning | None:
        packed = await self._connection.scalar(query)
        if packed is None:
            return None
        read = {
            "seen_at": datetime.fromisoformat(packed["seen_at"]),
            "topic_ids": tuple(packed["topic_ids"]),
        }
        return Planning(**(packed | read))

    async def done(self, story_id: int) -> None:
        """Forget a story whose deliveries are all planned."""
        await self._connection.execute(delete(plannings).where(plannings.c.story_id == story_id))
