"""Receives Telegram's updates so that none is lost, and hands each to the application.

An update is committed to the inbox before Telegram is told that we have it, and leaves the inbox
after it was answered: what a dead process left there is answered by the next one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat import commands
from bot.chat.desk import App, Desk, backoff, chat_of
from bot.chat.refusals import seconds_of
from bot.chat.services import KEY, PATIENCE, Services
from bot.chat.texts import Texts
from bot.domain.errors import DatabaseError, TokenRefused
from bot.domain.values import Chat, ChatKind
from bot.jobs.local import LocalHands
from bot.jobs.shift import Shift
from bot.jobs.work import Hands

log = logging.getLogger(__name__)

Json = dict[str, Any]

ALLOWED: Final = ("message", "channel_post", "callback_query", "my_chat_member")
"""What Telegram shall send us."""
GRACE: Final = 3.0
"""Seconds that answers on their way have when we stop; the rest waits in the inbox."""
_MOST_WAITING: Final = 1000
"""Updates unanswered above which no more are taken."""
_EASED: Final = 0.5
"""Seconds between two looks whether they have become fewer."""
_REFUSED: Final = (
    "Telegram does not know the token; set TELEGRAM_BOT_TOKEN to the one that @BotFather shows, and"
    " start again"
)
LONG_POLL: Final = 25
"""Seconds that Telegram waits for an update before it answers that there is none."""


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
            await services.timer.sleep(trouble(error, failures))
            failures += 1
        else:
            break
    try:
        yield
    finally:
        await application.shutdown()


class Intake:
    """What long polling and the webhook share: updates into the inbox, then to a desk."""

    def __init__(
        self, services: Services, talking: asyncio.Event, kept: Callable[[], None]
    ) -> None:
        self.services = services
        self.talking = talking
        """To be set once updates can come."""
        self._kept = kept

    async def offset(self) -> int:
        """Return the number of the next update to ask for. Raises DatabaseError."""
        async with self.services.store.read() as unit:
            return await unit.inbox.offset()

    async def room(self) -> None:
        """Wait while too many updates are unanswered. Raises DatabaseError."""
        while True:
            async with self.services.store.read() as unit:
                if await unit.inbox.pending(_MOST_WAITING) < _MOST_WAITING:
                    return
            await self.services.timer.sleep(_EASED)

    async def keep(self, raw: Sequence[Json]) -> int:
        """Commit updates to the inbox, let them be answered, and return the next offset.

        Raises DatabaseError.
        """
        # escaped: a lone surrogate can stand in JSON so, but in no database's text
        bodies = [(int(update["update_id"]), json.dumps(update)) for update in raw]
        rows = [(number, chat_of(body), body) for number, body in bodies]
        async with self.services.store.write() as unit:
            await unit.inbox.add(rows, self.services.clock.now())
            offset = await unit.inbox.offset()
        self._kept()
        return offset


Receive = Callable[[RawBot, Intake], Awaitable[None]]
"""A way to receive updates, until cancelled: ``poll``, or ``webhook.Webhook.receive``."""


async def run(
    application: App,
    receive: Receive | None = None,
    talking: asyncio.Event | None = None,
    hands: Hands | None = None,
) -> None:
    """Answer people until cancelled, first those whose updates are still in the inbox.

    The application is one of ``conversation.build``, and initialised. Updates come by ``receive``,
    long polling where it is None; ``talking`` is set once they can. Where several processes have
    one inbox, ``hands`` are theirs. Raises what ``receive`` raises.
    """
    services: Services = application.bot_data[KEY]
    await _introduce(application)
    desk = Desk(application, services)
    shift = Shift(hands or LocalHands(GRACE), [desk.step])
    intake = Intake(services, talking or asyncio.Event(), partial(shift.ring, desk.step))
    try:
        async with shift.running():
            receiving = asyncio.ensure_future((receive or poll)(application.bot, intake))
            try:
                await receiving
            finally:
                desk.close()
                receiving.cancel()
                await asyncio.gather(receiving, return_exceptions=True)
    finally:
        desk.end()
        await application.bot_data[PATIENCE].close()


async def poll(bot: RawBot, intake: Intake) -> None:
    """Ask Telegram for updates until cancelled, also while it refuses the token: it may change."""
    await _end_webhook(bot)
    intake.talking.set()
    services = intake.services
    failures = 0
    refused = False
    offset: int | None = None
    while True:
        try:
            await intake.room()
            if offset is None:
                offset = await intake.offset()
            raw = await bot.raw_updates(offset, LONG_POLL)
            if raw:
                offset = await intake.keep(raw)
        except InvalidToken:
            services.heard(TokenRefused(_REFUSED))  # which says so, once
            refused = True
            await services.timer.sleep(backoff(failures))
            failures += 1
        except (TelegramError, DatabaseError) as error:
            if isinstance(error, Conflict) and "webhook" in error.message:
                await _end_webhook(bot)
            await services.timer.sleep(trouble(error, failures))
            failures += 1
        else:
            failures = 0
            if refused:
                services.heard(None)
                refused = False


async def _introduce(application: App) -> None:
    """Set the command menu."""
    texts = Texts(Chat(0, ChatKind.PRIVATE, None, "en", "UTC", active=True))
    try:
        await application.bot.set_my_commands(commands.menu(texts))
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)


async def _end_webhook(bot: RawBot) -> None:
    """End the webhook of former days: getUpdates is refused while one is set."""
    try:
        await bot.delete_webhook()
    except TelegramError as error:
        log.warning("a former webhook could not be ended: %s", error)


def trouble(error: Exception, failures: int) -> float:
    """Log why Telegram could not be asked and return how many seconds to wait.

    Raises TokenRefused.
    """
    if isinstance(error, InvalidToken):
        # not "from error": python-telegram-bot's text has the token in it, and logs must not
        raise TokenRefused(_REFUSED) from None
    seconds = backoff(failures)
    if isinstance(error, RetryAfter):
        seconds = seconds_of(error)
    if isinstance(error, Conflict):
        seconds = max(seconds, 5.0)
        log.error("another process reads this bot's updates; stop one of the two (%s)", error)
    else:
        log.warning("no updates for %.1f s: %s", seconds, error)
    return seconds
