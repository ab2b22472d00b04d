"""Puts an answer into a chat: as a message, in the place of one, as a card, as a digest."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from telegram import CallbackQuery, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.chat.escape import Html
from bot.chat.handlers.talk import Answer, Answered, ShowCard, ShowDigest, Talk
from bot.chat.keyboards import Keyboard
from bot.chat.refusals import Way, meaning, remedy
from bot.chat.sender import TelegramSender, keyboard
from bot.domain.errors import ChatMoved, SendUnsure
from bot.domain.values import Place
from bot.pipeline.pacing import Priority

log = logging.getLogger(__name__)

T = TypeVar("T")

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_TRIES: Final = 3
_TOAST: Final = 200
"""Characters that Telegram shows of a button's answer."""


class Spot(NamedTuple):
    """Where a message of ours stands."""

    place: Place
    message_id: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Answers on a bot. Every method raises SendError."""

    bot: ExtBot[Any]
    sender: TelegramSender

    async def answer(self, talk: Talk, answered: Answered, message: Message | None) -> None:
        """Answer a message in its chat; in a group as a reply to it."""
        await self._persist(talk, lambda place: self._say(talk, place, answered, message))

    async def press(self, talk: Talk, answered: Answered, query: CallbackQuery) -> None:
        """Answer a pressed button: its toast first, then the message."""
        shown = answered if isinstance(answered, Answer) else Answer()
        await self.toast(query, shown.toast, alert=shown.alert)
        if isinstance(answered, Answer) and (shown.alert or not shown.body):
            return
        if shown.body and not shown.fresh and await self._edit(query, shown, talk.chat.id):
            return
        await self._persist(talk, lambda place: self._say(talk, place, answered, None))

    async def typing(self, place: Place) -> None:
        """Show that an answer is being made; where that fails, nothing is lost."""
        with suppress(TelegramError):
            await self.bot.send_chat_action(
                place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id or None
            )

    async def begin(self, talk: Talk, answer: Answer, message: Message | None) -> Spot:
        """Say something whose place another answer will take; return where it stands."""
        reply_to = _reply_to(talk, message)

        async def go(place: Place) -> Spot:
            return Spot(place, await self.say(place, answer.body, answer.buttons, reply_to))

        return await self._persist(talk, go)

    async def finish(self, talk: Talk, spot: Spot, answer: Answer) -> None:
        """Put an answer in the place of what ``begin`` said; as a new message if that is gone."""

        async def go(place: Place) -> None:
            try:
                await self.bot.edit_message_text(
                    answer.body.html,
                    place.chat_id,
                    spot.message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=keyboard(answer.buttons) if answer.buttons else None,
                )
            except BadRequest as error:
                if "not modified" not in error.message.lower():
                    await self.say(place, answer.body, answer.buttons)
            except TelegramError as error:
                raise meaning(error, place.chat_id) from error

        await self._persist(talk, go)

    async def toast(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """Answer a button, so that it stops waiting; one pressed long ago needs none any more."""
        try:
            await query.answer(text[:_TOAST] or None, show_alert=alert)
        except BadRequest:
            return  # "query is too old": Telegram has given it up, the rest still matters
        except TelegramError as error:
            raise meaning(error, query.from_user.id) from error

    async def _say(
        self, talk: Talk, place: Place, answered: Answered, message: Message | None
    ) -> None:
        if isinstance(answered, ShowCard):
            story, others = answered.story, answered.also
            sent = await self.sender.card(
                place, talk.chat, story, others, priority=Priority.REPLY
            )  # fmt: skip
            if sent.degraded:
                log.warning("story %d was shown in a plainer form: %s", story.code, sent.degraded)
        elif isinstance(answered, Answer):
            await self.say(place, answered.body, answered.buttons, _reply_to(talk, message))
        elif isinstance(answered, ShowDigest):
            await self.sender.digest(
                place,
                talk.chat,
                answered.stories,
                answered.local_date,
                answered.also,
                priority=Priority.REPLY,
            )

    async def say(
        self, place: Place, body: Html, buttons: Keyboard = (), reply_to: int | None = None
    ) -> int:
        """Send a message and return its id; refused for its form, it goes in a plainer one."""
        way = Way(thread=place.thread_id != 0, buttons=bool(buttons))
        while True:
            try:
                sent = await self.bot.send_message(
                    place.chat_id,
                    body.html if way.html else body.text,
                    parse_mode=ParseMode.HTML if way.html else None,
                    message_thread_id=place.thread_id if way.thread else None,
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=_reply(reply_to),
                    reply_markup=keyboard(buttons) if way.buttons else None,
                )
            except BadRequest as error:
                step = remedy(way, error)
                if step is None:
                    raise meaning(error, place.chat_id) from error
                log.warning("an answer goes %s", step.reason)
                way = step.way
            except TelegramError as error:
                raise meaning(error, place.chat_id) from error
            else:
                return sent.message_id

    async def _edit(self, query: CallbackQuery, answer: Answer, chat_id: int) -> bool:
        """Put the answer in the place of the button's message; False where that cannot be."""
        if not isinstance(query.message, Message) or query.message.text is None:
            return False  # too old to be changed, or a photo
        try:
            await query.edit_message_text(
                answer.body.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(answer.buttons),
            )
        except BadRequest as error:
            # pressed twice: what it asks for is shown already
            return "not modified" in error.message.lower()
        except TelegramError as error:
            raise meaning(error, chat_id) from error
        return True

    async def _persist(self, talk: Talk, go: Callable[[Place], Awaitable[T]]) -> T:
        """Send, again where the network failed, and to its new chat where the group has moved."""
        place, failures = talk.place, 0
        while True:
            try:
                return await go(place)
            except ChatMoved as moved:
                async with talk.services.store.write() as unit:
                    await unit.chats.moved(place.chat_id, moved.chat_id)
                if place.chat_id != talk.place.chat_id:
                    raise
                place = place._replace(chat_id=moved.chat_id)
            except SendUnsure as error:
                # the handler has done its work: only its words are said again
                if failures == _TRIES:
                    raise
                log.info("an answer is sent again: %s", error)
                await talk.services.timer.sleep(2.0**failures / 2)
                failures += 1


def _reply_to(talk: Talk, message: Message | None) -> int | None:
    return None if talk.private or message is None else message.message_id


def _reply(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)
