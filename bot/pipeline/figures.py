"""The figures of the bot as a whole, for those who run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.ports import CallMeter, Clock, Store
from bot.domain.values import Failure, Standing, Watch

HOUR: Final = timedelta(hours=1)
FAILURES: Final = 5
"""How many of the latest are shown."""


class Figures(NamedTuple):
    """How the bot does."""

    now: datetime
    counts: Mapping[str, int]
    """Rows of each kind (see ``UpkeepTable.counts``)."""
    topics: int
    """Topics that somebody follows."""
    standing: Standing
    hourly: int
    """Cards and digests sent in the past hour."""
    failures: Sequence[Failure]
    """The latest of what could not be sent."""
    troubles: Sequence[Watch]
    """What has been wrong for long."""
    refused: Mapping[str, int]
    """Calls that Telegram refused to this process, by kind."""


async def gather(store: Store, clock: Clock, meter: CallMeter | None) -> Figures:
    """Return the figures of now. Raises DatabaseError."""
    now = clock.now()
    async with store.read() as unit:
        watches = await unit.upkeep.watches()
        return Figures(
            now,
            await unit.upkeep.counts(),
            await unit.upkeep.topics_followed(),
            await unit.upkeep.standing(now),
            await unit.upkeep.sent_since(now - HOUR),
            await unit.upkeep.failures(FAILURES),
            [watch for watch in watches if watch.alarmed and watch.ended_at is None],
            meter.refused() if meter else {},
        )
