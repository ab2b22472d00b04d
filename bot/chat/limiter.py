"""Our pacer under python-telegram-bot, in the place of its AIORateLimiter (docs/pacing.md)."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from typing import Any, Final

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.chat.refusals import seconds_of
from bot.chat.wire import HeldBack, NotSent
from bot.pipeline.pacing import NotYet, Pacer, Priority, Turn

_PACED: Final = ("send", "edit", "copy", "forward")
_FREE: Final = frozenset({"sendChatAction", "editForumTopic", "editGeneralForumTopic"})
_RETRIES: Final = 5
_UNANSWERED: Final = (NetworkError, TimedOut, NotSent)  # a BadRequest is a NetworkError too

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class PacedLimiter(BaseRateLimiter[Priority]):
    """Lets what writes to chats wait for its turn; everything else passes.

    ``rate_limit_args`` is the message's Priority, REPLY where none is given. After a 429 replies
    wait and try again, up to five times; pushes raise RetryAfter at once, as their queue plans
    them again, and so they do where their chat may not be written to for a while. While pushes are
    held back, those whose turn comes raise HeldBack.
    """

    def __init__(self, pacer: Pacer, is_held: Callable[[], bool] = lambda: False) -> None:
        self._pacer = pacer
        self.is_held = is_held
        """Whether nothing gets through to Telegram, so that pushes would only be doubled."""

    async def initialize(self) -> None:
        """Do nothing: the pacer belongs to its owner."""

    async def shutdown(self) -> None:
        """Do nothing, likewise."""

    async def process_request(  # noqa: PLR0917 - as the base class has it
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401 - as the base class has it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Answer:
        """Call back when it is the message's turn."""
        if not is_paced(endpoint):
            return await callback(*args, **kwargs)
        priority = Priority.REPLY if rate_limit_args is None else rate_limit_args
        chat_id = chat_of(data)
        retries = _RETRIES if priority is Priority.REPLY else 0
        while True:
            turn = await self._turn(chat_id, priority)
            if priority is not Priority.REPLY and self.is_held():
                raise HeldBack("nothing gets through to Telegram")
            try:
                answer = await callback(*args, **kwargs)
            except RetryAfter as error:
                self._pacer.answered(turn, endpoint)
                await self._pacer.refused(chat_id, seconds_of(error))
                if retries == 0:
                    raise
                retries -= 1
            except TelegramError as error:
                if type(error) not in _UNANSWERED:
                    self._pacer.answered(turn, endpoint)
                raise
            else:
                self._pacer.answered(turn, endpoint)
                return answer

    async def _turn(self, chat_id: int | None, priority: Priority) -> Turn:
        try:
            return await self._pacer.turn(chat_id, priority)
        except NotYet as error:
            raise RetryAfter(math.ceil(error.seconds)) from error


def is_paced(endpoint: str) -> bool:
    """Return whether a method of the Bot API writes or changes messages."""
    return endpoint.startswith(_PACED) and endpoint not in _FREE


def chat_of(data: dict[str, Any]) -> int | None:
    """Return the chat that a call writes to; None where it names none by number."""
    chat_id = data.get("chat_id")
    try:
        return int(chat_id) if isinstance(chat_id, (int, str)) else None
    except ValueError:  # @channelname
        return None
