"""Times each call of the Bot API, on the wire: the wait for its turn is not in it."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.error import RetryAfter, TelegramError, TimedOut
from telegram.request import RequestData

from bot.chat.wire import Wire
from bot.domain.ports import CallMeter


class MeasuredWire(Wire):
    """Asks a Bot API server, and tells a meter what came of each call."""

    def __init__(self, meter: CallMeter, **options: Any) -> None:  # noqa: ANN401 - Wire's own
        super().__init__(**options)
        self._meter = meter

    async def do_request(  # noqa: PLR0917 - as the base class has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Do as Wire does."""
        now = asyncio.get_running_loop().time
        begun, outcome = now(), ""
        try:
            status, body = await super().do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout,
                pool_timeout,
            )  # fmt: skip
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
