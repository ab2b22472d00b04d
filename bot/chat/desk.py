"""Answers updates: those of a chat in order, different chats at the same time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes

from bot.chat.services import Services
from bot.chat.texts import Texts
from bot.domain.errors import (
    ChatGone,
    DatabaseError,
    SendError,
    SendLater,
    SendUnsure,
    TokenRefused,
)
from bot.domain.ports import Unit
from bot.domain.trails import Ids, followed
from bot.domain.values import Chat, ChatKind

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

_AT_ONCE: Final = 32
"""Updates answered at the same time, of different chats."""
_MOST_WAITING: Final = 1000
"""Updates in hand above which no more are taken."""
_REMEMBERED: Final = 10_000
"""Updates that are known to have left our hands."""
_TRIES: Final = 8
_LONGEST_WAIT: Final = 60.0
_GRACE: Final = 3.0
"""Seconds that answers on their way have when we stop."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in hand."""

    id: int
    body: str
    """JSON, as Telegram sent it."""


def _of_chat(chat_id: int) -> Ids:
    return {"chat": chat_id}


def _of_update(waiting: Waiting) -> Ids:
    return {"update": waiting.id}


class Desk:
    """Answers updates: those of a chat in order, different chats at the same time."""

    def __init__(self, application: App, services: Services) -> None:
        self._application = application
        self._services = services
        self._lanes: dict[int, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        # On PostgreSQL an update may leave the inbox after somebody read it there, and before he
        # hands it on: it must not be answered twice.
        self._left: dict[int, None] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._eased = asyncio.Event()
        self._failures: dict[int, Exception] = {}
        self._closing = False
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Gets TokenRefused, where Telegram refuses the token in the middle of an answer."""
        application.add_error_handler(self._note)

    def take(self, rows: Sequence[tuple[int, str]]) -> None:
        """Take updates of the inbox; those in hand already or before are passed over."""
        for number, body in rows:
            if number in self._in_hand or number in self._left:
                continue
            self._in_hand.add(number)
            chat_id = chat_of(body)
            lane = self._lanes.get(chat_id)
            if lane is None:
                lane = self._lanes[chat_id] = deque()
                task = asyncio.create_task(self._work(chat_id, lane), name=f"chat {chat_id}")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            lane.append(Waiting(number, body))

    async def room(self) -> None:
        """Wait while too many updates are in hand."""
        while len(self._in_hand) >= _MOST_WAITING:
            self._eased.clear()
            await self._eased.wait()

    async def close(self) -> None:
        """Finish the answers on their way, within a few seconds; the rest waits in the inbox."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_GRACE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._application.remove_error_handler(self._note)
        self.broken.cancel()

    @followed(_of_chat)
    async def _work(self, chat_id: int, lane: deque[Waiting]) -> None:
        """Answer what waits for one chat, one after the other."""
        while lane and not self._closing:
            try:
                await self._settle(lane[0])
            except TokenRefused as error:
                if not self.broken.done():
                    self.broken.set_exception(error)
                return
            self._let_go(lane.popleft().id)
        del self._lanes[chat_id]

    def _let_go(self, number: int) -> None:
        self._in_hand.discard(number)
        self._left[number] = None
        if len(self._left) > _REMEMBERED:
            del self._left[next(iter(self._left))]
        self._eased.set()

    @followed(_of_update)
    async def _settle(self, waiting: Waiting) -> None:
        """Answer an update, trying again where that may help, and let it leave the inbox."""
        failures = 0
        while True:
            async with self._slots:
                error = await self._answer(waiting)
            pause = None if error is None else patience(error, failures)
            if pause is None:
                break
            log.warning("update %d waits %.1f s: %s", waiting.id, pause, error)
            await self._services.timer.sleep(pause)
            failures += 1
        if error is not None:
            await self._give_up(waiting, error)
        await self._keep(lambda unit: unit.inbox.done(waiting.id))

    async def _answer(self, waiting: Waiting) -> Exception | None:
        """Let the application answer; return what went wrong."""
        try:
            update = Update.de_json(json.loads(waiting.body), self._application.bot)
            await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001 - what one strange update breaks stops no other
            return error
        return self._failures.pop(waiting.id, None)

    async def _note(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep what a handler raised; the application would only log it."""
        if isinstance(update, Update) and context.error is not None:
            self._failures[update.update_id] = context.error

    async def _give_up(self, waiting: Waiting, error: Exception) -> None:
        """Log an update that cannot be answered; say sorry where that can help."""
        if isinstance(error, TokenRefused):
            raise error
        known = isinstance(error, SendError)
        if known:
            log.warning("update %d: %s", waiting.id, error)
        else:
            log.error("update %d could not be answered", waiting.id, exc_info=error)
        if isinstance(error, ChatGone):
            chat_id = chat_of(waiting.body)
            await self._keep(lambda unit: unit.chats.gone(chat_id))
        elif not known:
            try:
                await self._apologise(waiting)
            except TelegramError as another:
                log.warning("update %d: no apology either: %s", waiting.id, another)

    async def _apologise(self, waiting: Waiting) -> None:
        try:
            update = Update.de_json(json.loads(waiting.body), self._application.bot)
        except Exception:  # noqa: BLE001 - logged already; nobody can be told whom it came from
            return
        words = Texts(Chat(0, ChatKind.PRIVATE, None, "en", "UTC", active=True)).apology()
        if update.callback_query:
            await update.callback_query.answer(words, show_alert=True)
        elif update.effective_message and update.effective_message.chat.type == ChatKind.PRIVATE:
            await update.effective_message.reply_text(words, do_quote=False)

    async def _keep(self, change: Callable[[Unit], Awaitable[None]]) -> None:
        """Write to the database; where that fails for long, the update waits for the next start."""
        for failures in range(_TRIES):
            try:
                async with self._services.store.write() as unit:
                    await change(unit)
            except DatabaseError as error:
                log.warning("the inbox could not be written: %s", error)
                await self._services.timer.sleep(backoff(failures))
            else:
                return


def patience(error: Exception, failures: int) -> float | None:
    """Return after how many seconds an answer is tried again; None where that is of no use."""
    if failures >= _TRIES:
        return None
    if isinstance(error, SendLater):
        return error.retry_after
    if isinstance(error, SendUnsure | DatabaseError):
        return backoff(failures)
    return None


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row."""
    return min(2.0 ** min(failures, 10) / 2, _LONGEST_WAIT)


def chat_of(body: str) -> int:
    """Return the chat of an update's JSON, else its person, else 0: such wait for each other."""
    try:
        update = json.loads(body)
        what = next(value for key, value in update.items() if key != "update_id")
        chat = what.get("chat") or what.get("message", {}).get("chat") or what.get("from") or {}
        return int(chat.get("id", 0))
    except (ValueError, TypeError, AttributeError, StopIteration):
        return 0
