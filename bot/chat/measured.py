"""Times each call of the Bot API, on the wire: the wait for its turn is not in it."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram.error import RetryAfter, TelegramError, TimedOut

from bot.chat.wire import Wire
from bot.domain.ports import CallMeter


class MeasuredWire(Wire):
    """Asks a Bot API server, and tells a meter what came of each call."""

    def __init__(self, meter: CallMeter, **options: Any) -> None:  # noqa: ANN401 - Wire's own
        super().__init__(**options)
        self._meter = meter

    async def do_request(self, url: str, *call: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401 - Wire's own
        """Do as Wire does."""
        now = asyncio.get_running_loop().time
        begun, outcome = now(), ""
        try:
            status, body = await super().do_request(url, *call, **more)
            outcome = str(status)
        except TelegramError as error:
            outcome = _outcome(error)
            raise
        finally:
            # the address ends with the call's name; what stands before it has the token
            if outcome:  # else it was cancelled: the process ends
                self._meter.called(url.rpartition("/")[2], outcome, now() - begun)
        return status, body


def _outcome(error: TelegramError) -> str:
    if isinstance(error, RetryAfter):
        return "429"
    return "timeout" if isinstance(error, TimedOut) else "connection"
