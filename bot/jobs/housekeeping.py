"""Housekeeping: what is past its retention goes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ports import Clock, DeliveryTable, DigestTable, Store, Unit
from bot.summaries.events import COUNTED, WINDOW

log = logging.getLogger(__name__)

KEEP = timedelta(days=30)
"""How long texts of stories are kept, and what was sent to whom."""
FORGOTTEN = 100
"""How many are forgotten in one transaction: others wait meanwhile."""
EVERY = timedelta(hours=6)
_MARK = "cleaned"
"""When the house was cleaned last, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Housekeeper:
    """Forgets what is past its retention, and events that no story joins any more."""

    store: Store
    clock: Clock

    async def is_due(self) -> bool:
        """Return whether nobody cleaned for ``EVERY``."""
        async with self.store.read() as unit:
            last = await unit.upkeep.mark(_MARK)
        return self.clock.now().timestamp() - last >= EVERY.total_seconds()

    async def clean(self) -> None:
        """Forget, a few at a time, each in a transaction of its own: others write meanwhile."""
        now = self.clock.now()
        before = now - KEEP
        texts = 0
        while forgotten := await self._forget_texts(before):
            texts += forgotten
        if texts:
            log.info("forgot the texts of %d old stories", texts)
        await self._forget_queue(before, lambda unit: unit.deliveries)
        await self._forget_queue(before, lambda unit: unit.digests)
        while await self._forget_events() == FORGOTTEN:
            pass
        async with self.store.write() as unit:
            await unit.upkeep.set_mark(_MARK, int(now.timestamp()), now)

    async def _forget_texts(self, before: datetime) -> int:
        async with self.store.write() as unit:
            return await unit.stories.forget_texts(before, FORGOTTEN)

    async def _forget_queue(
        self, before: datetime, table: Callable[[Unit], DeliveryTable | DigestTable]
    ) -> None:
        last: int | None = 0
        while last is not None:
            async with self.store.write() as unit:
                last = await table(unit).forget(before, last, FORGOTTEN)

    async def _forget_events(self) -> int:
        before = self.clock.now() - WINDOW
        async with self.store.write() as unit:
            return await unit.events.forget(before, COUNTED, FORGOTTEN)
