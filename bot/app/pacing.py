"""The pace at which a process writes to Telegram, by itself or together with others."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from bot.domain.pace import Limits
from bot.domain.ports import Timer
from bot.ops.settings import Settings
from bot.pipeline.pacing import Pacer
from bot.store.pace import shared_slots


@contextlib.asynccontextmanager
async def pacing(
    settings: Settings, token: str, timer: Timer, *, alone: bool = False
) -> AsyncIterator[Pacer]:
    """Give the pacer of a bot; on PostgreSQL it shares its pace with the bot's other processes.

    ``alone`` says that there are none; then any ``timer`` will do. Raises DatabaseError.
    """
    limits = Limits(per_second=settings.messages_per_second)
    if alone:
        yield Pacer(timer, limits)
        return
    async with shared_slots(settings.database, bot_of(token), timer, limits) as slots:
        yield Pacer(timer, limits, slots)


def bot_of(token: str) -> int:
    """Return the bot's id, by which its processes know each other; 0 where a token has none.

    It outlives the token: one that was revoked and given anew has the same.
    """
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
