"""Answers updates: those of a chat in order, different chats at the same time."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Collection
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
    TelegramAway,
    TokenRefused,
)
from bot.domain.ports import Unit
from bot.domain.trails import Ids, followed
from bot.domain.values import Chat, ChatKind
from bot.jobs.work import Job, Step

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

_AT_ONCE: Final = 32
"""Chats whose updates are answered at the same time."""
_LOOK: Final = 1.0
"""Seconds between two looks at the inbox, for what another process left there."""
_TRIES: Final = 8
_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in hand."""

    id: int
    body: str
    """JSON, as Telegram sent it."""


def _of_chat(item: str) -> Ids:
    return {"chat": int(item)}


def _of_update(waiting: Waiting) -> Ids:
    return {"update": waiting.id}


class Desk:
    """Answers what is in the inbox. Its ``step`` is a chat's updates, one after the other."""

    def __init__(self, application: App, services: Services) -> None:
        self._application = application
        self._services = services
        self._answered: set[int] = set()
        """What was answered and could not leave the inbox: the database was away."""
        self._failures: dict[int, Exception] = {}
        self._closing = False
        self.step = Step("answer", self._chats, self._work, _AT_ONCE, _LOOK)
        application.add_error_handler(self._note)

    def close(self) -> None:
        """Begin no more answers; what waits stays in the inbox."""
        self._closing = True

    def end(self) -> None:
        """Leave the application."""
        self._application.remove_error_handler(self._note)

    async def _chats(self, limit: int, busy: Collection[str]) -> list[Job]:
        if self._closing:
            return []
        async with self._services.store.read() as unit:
            chats = await unit.inbox.chats(limit, {int(key) for key in busy})
        return [Job(str(chat_id), str(chat_id)) for chat_id in chats]

    @followed(_of_chat)
    async def _work(self, item: str) -> None:
        """Answer what waits for one chat, one after the other."""
        while not self._closing:
            async with self._services.store.read() as unit:
                row = await unit.inbox.next_of(int(item))
            if row is None:
                return
            await self._settle(Waiting(*row))

    @followed(_of_update)
    async def _settle(self, waiting: Waiting) -> None:
        """Answer an update, trying again where that may help, and let it leave the inbox."""
        failures = 0
        refused = False
        while waiting.id not in self._answered:
            error = await self._answer(waiting)
            pause = None if error is None else patience(error, failures)
            if pause is None:
                if error is not None:
                    await self._give_up(waiting, error)
                elif refused:
                    self._services.heard(None)
                self._answered.add(waiting.id)
                break
            if isinstance(error, TokenRefused):
                self._services.heard(error)  # which says so, once
                refused = True
            else:
                log.warning("update %d waits %.1f s: %s", waiting.id, pause, error)
            await self._services.timer.sleep(pause)
            failures += 1
        await self._keep(lambda unit: unit.inbox.done(waiting.id))
        self._answered.discard(waiting.id)

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
        """Write to the database, trying for a while. Raises DatabaseError."""
        for failures in range(_TRIES):
            try:
                async with self._services.store.write(first=True) as unit:
                    return await change(unit)
            except DatabaseError as error:
                log.warning("the inbox could not be written: %s", error)
                if failures == _TRIES - 1:
                    raise
                await self._services.timer.sleep(backoff(failures))


def patience(error: Exception, failures: int) -> float | None:
    """Return after how many seconds an answer is tried again; None where that is of no use."""
    if isinstance(error, TokenRefused | TelegramAway):
        return backoff(failures)  # it is answered when Telegram is back, however long that takes
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
