"""Receives Telegram's updates so that none is lost, and hands each to the application.

An update is committed to the inbox before Telegram is told that we have it, and leaves the inbox
after it was answered: what a dead process left there is answered by the next one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat import commands
from bot.chat.desk import App, Desk, backoff
from bot.chat.refusals import seconds_of
from bot.chat.services import KEY, Services
from bot.chat.texts import Texts
from bot.domain.errors import DatabaseError, TokenRefused
from bot.domain.values import Chat, ChatKind

log = logging.getLogger(__name__)

Json = dict[str, Any]

ALLOWED: Final = ("message", "channel_post", "callback_query", "my_chat_member")
"""What Telegram shall send us."""


class RawBot(ExtBot[Any]):
    """A bot that gives updates as they came."""

    async def raw_updates(self, offset: int, wait: int) -> list[Json]:
        """Return updates as JSON objects, waiting up to ``wait`` seconds for the first.

        ``get_updates`` parses the whole batch at once, so that one that it cannot parse would stop
        all. Raises TelegramError.
        """
        answer = await self._post(
            "getUpdates",
            {"offset": offset or None, "timeout": wait, "allowed_updates": list(ALLOWED)},
            read_timeout=(self._request[0].read_timeout or 0) + wait,
        )
        return answer if isinstance(answer, list) else []


@asynccontextmanager
async def initialised(application: App) -> AsyncIterator[None]:
    """Keep the application's bot open, after waiting for the network where need be.

    Raises TokenRefused.
    """
    services: Services = application.bot_data[KEY]
    failures = 0
    while True:
        try:
            await application.initialize()
        except TelegramError as error:
            await services.timer.sleep(_trouble(error, failures))
            failures += 1
        else:
            break
    try:
        yield
    finally:
        await application.shutdown()


async def run(application: App, *, wait: int = 25) -> None:
    """Answer people until cancelled, first those whose updates are still in the inbox.

    The application is one of ``conversation.build``, and initialised. ``wait`` is the length of a
    long poll in seconds. Raises TokenRefused.
    """
    services: Services = application.bot_data[KEY]
    await _introduce(application)
    desk = Desk(application, services)
    receiving = asyncio.create_task(
        _receive(application.bot, desk, services, wait), name="receiver"
    )
    try:
        await asyncio.wait({receiving, desk.broken}, return_when=asyncio.FIRST_COMPLETED)
        for ended in (receiving, desk.broken):
            if ended.done():
                ended.result()  # raises what ended it
    finally:
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await desk.close()


async def _introduce(application: App) -> None:
    """Set the command menu; getUpdates is refused while a webhook of former days is set."""
    texts = Texts(Chat(0, ChatKind.PRIVATE, None, "en", "UTC", active=True))
    try:
        await application.bot.delete_webhook()
        await application.bot.set_my_commands(commands.menu(texts))
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)


async def _receive(bot: RawBot, desk: Desk, services: Services, wait: int) -> None:
    async with services.store.read() as unit:
        offset = await unit.inbox.offset()
        desk.take(await unit.inbox.pending())
    failures = 0
    while True:
        await desk.room()
        try:
            raw = await bot.raw_updates(offset, wait)
            if raw:
                offset = await _keep(raw, desk, services)
        except (TelegramError, DatabaseError) as error:
            await services.timer.sleep(_trouble(error, failures))
            failures += 1
        else:
            failures = 0


async def _keep(raw: Sequence[Json], desk: Desk, services: Services) -> int:
    """Commit updates to the inbox, hand them on, and return the next offset."""
    rows = [(int(update["update_id"]), json.dumps(update, ensure_ascii=False)) for update in raw]
    async with services.store.write() as unit:
        await unit.inbox.add(rows, services.clock.now())
        pending = await unit.inbox.pending()
        offset = await unit.inbox.offset()
    desk.take(pending)
    return offset


def _trouble(error: Exception, failures: int) -> float:
    """Log why Telegram could not be asked and return how many seconds to wait."""
    if isinstance(error, InvalidToken):
        # not "from error": python-telegram-bot's text has the token in it, and logs must not
        raise TokenRefused(
            "Telegram does not know the token; set TELEGRAM_BOT_TOKEN to the one that @BotFather"
            " shows"
        ) from None
    seconds = backoff(failures)
    if isinstance(error, RetryAfter):
        seconds = seconds_of(error)
    if isinstance(error, Conflict):
        seconds = max(seconds, 5.0)
        log.error("another process reads this bot's updates; stop one of the two (%s)", error)
    else:
        log.warning("no updates for %.1f s: %s", seconds, error)
    return seconds
