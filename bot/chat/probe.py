"""Asking Telegram who we are, for doctor."""

from __future__ import annotations

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.wire import Wire
from bot.domain.errors import SendUnsure, TokenRefused


async def whoami(token: str, api_url: str) -> str:
    """Return the bot's user name as the Bot API server at the root ``api_url`` knows it.

    Raises TokenRefused, or SendUnsure where the server does not answer.
    """
    request = Wire(connect_timeout=5, read_timeout=10, httpx_kwargs={"trust_env": False})
    try:
        bot = ExtBot(token, base_url=f"{api_url.rstrip('/')}/bot", request=request)
        async with bot:
            return f"@{bot.username}"
    except InvalidToken as error:
        raise TokenRefused(
            f"{api_url} does not know this token; copy it again from @BotFather"
        ) from error
    except TelegramError as error:
        raise SendUnsure(
            f"{api_url} does not answer ({error.message}); check the network and TELEGRAM_API_URL"
        ) from error
