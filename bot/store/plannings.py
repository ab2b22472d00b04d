"""Stories whose deliveries are planned some at a time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

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

    async def next(self) -> Planning | None:
        """Return the longest waiting; other processes pass over it until the transaction ends."""
        query = select(plannings.c.planning).order_by(plannings.c.story_id).limit(1)
        if self._writable:
            query = query.with_for_update(skip_locked=True)
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
