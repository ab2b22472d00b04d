"""Sends finished messages through python-telegram-bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.chat import cards, digest_message, qr
from bot.chat.cards import Button, Card
from bot.chat.photos import Photos
from bot.chat.refusals import Photo, Way, meaning, remedy
from bot.domain.errors import SendRefused, SendUnsure
from bot.domain.ports import NO_ALSO
from bot.domain.values import Also, CardEdit, Chat, DigestKind, Place, Sent, Story
from bot.pipeline.pacing import Priority

log = logging.getLogger(__name__)

T = TypeVar("T")

_NO_ANSWER: Final = (KeyError, TypeError, AttributeError, ValueError, OverflowError)
"""What python-telegram-bot raises on a result of another form: of a half-made server, a proxy."""
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class _Message(NamedTuple):
    place: Place
    html: str
    text: str
    buttons: tuple[tuple[Button, ...], ...]
    priority: Priority

    def body(self, way: Way) -> str:
        return self.html if way.html else self.text


class TelegramSender:
    """Implements ``ports.Sender`` on a bot, which is initialised by its owner.

    What Telegram refuses for its form goes once more in a plainer one; ``Sent.degraded`` says so.
    Where the bot has a rate limiter, it is told each message's priority.
    """

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot
        self._photos = Photos()

    async def card(
        self,
        place: Place,
        chat: Chat,
        story: Story,
        also: Sequence[Also] = (),
        *,
        priority: Priority = Priority.INSTANT,
    ) -> Sent:
        """Send a story's card; uploads the QR photo unless its file id is known."""
        message = _card(place, chat, story, also, None, priority)
        file_id = await self._photos.find(story)

        async def go(way: Way) -> Message:
            if way.photo is Photo.NONE:
                return await self._send_text(message, way)
            if way.photo is Photo.KNOWN and file_id:
                return await self._send_photo(message, way, file_id)
            return await self._upload(message, way, story)

        photo = Photo.KNOWN if file_id else Photo.FRESH
        return await _deliver(message, Way(photo, buttons=bool(message.buttons)), go)

    async def edit(self, edit: CardEdit, *, priority: Priority = Priority.EDIT) -> None:
        """Show a card that was sent anew: its caption, or its text where it went without a photo.

        Raises SendRefused where the message is gone or cannot be changed any more.
        """
        message = _card(edit.place, edit.chat, edit.story, edit.also, edit.corrected_at, priority)

        async def go(way: Way) -> None:
            try:
                await self._edit(message, way, edit.message_id)
            except BadRequest as error:
                if "not modified" not in error.message.lower():
                    raise

        # FRESH: the way after it is the one without a photo, which is edited as text
        way = Way(Photo.FRESH, buttons=bool(message.buttons))
        _, last, reasons = await _persuade(message, way, go)
        if not last.html or last.buttons is not way.buttons:
            log.warning(
                "the card of story %d was edited in a plainer form: %s",
                edit.story.code,
                "; ".join(reasons),
            )

    async def digest(  # noqa: PLR0917 - the port's signature
        self,
        place: Place,
        chat: Chat,
        stories: Sequence[Story],
        local_date: date,
        also: Mapping[int, Sequence[Also]] = NO_ALSO,
        kind: DigestKind = DigestKind.DAILY,
        more: int = 0,
        *,
        priority: Priority = Priority.DIGEST,
    ) -> Sent:
        """Send a digest as one message."""
        try:
            digest = digest_message.render(
                stories,
                zone=chat.zone,
                language=chat.language,
                local_date=local_date,
                also=also,
                kind=kind,
                more=more,
            )
        except ValueError as error:
            raise SendRefused(f"the digest of {local_date} cannot be made: {error}") from error
        message = _Message(place, digest.html, digest.text, (), priority)
        return await _deliver(message, Way(), partial(self._send_text, message))

    async def probe(self) -> None:
        """Ask Telegram who we are. Raises SendError."""
        try:
            await self._bot.get_me()
        except TelegramError as error:
            raise meaning(error, self._bot.id) from error
        except _NO_ANSWER as error:
            raise SendUnsure(f"getMe: {error!r}; check TELEGRAM_API_URL") from error

    async def _upload(self, message: _Message, way: Way, story: Story) -> Message:
        self._photos.forget(story.id)
        with self._photos.uploading(story.id):
            # long links take a good part of a second, in which other chats shall not wait
            image = await asyncio.to_thread(qr.png, story.link)
            sent = await self._send_photo(message, way, image)
            if sent.photo:
                self._photos.keep(story.id, sent.photo[-1].file_id)
        return sent

    async def _send_photo(self, message: _Message, way: Way, photo: str | bytes) -> Message:
        return await self._bot.send_photo(
            message.place.chat_id,
            photo,
            caption=message.body(way),
            parse_mode=ParseMode.HTML if way.html else None,
            message_thread_id=message.place.thread_id if way.thread else None,
            reply_markup=keyboard(message.buttons) if way.buttons else None,
            rate_limit_args=self._rate(message.priority),
        )

    async def _send_text(self, message: _Message, way: Way) -> Message:
        return await self._bot.send_message(
            message.place.chat_id,
            message.body(way),
            parse_mode=ParseMode.HTML if way.html else None,
            message_thread_id=message.place.thread_id if way.thread else None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(message.buttons) if way.buttons else None,
            rate_limit_args=self._rate(message.priority),
        )

    async def _edit(self, message: _Message, way: Way, message_id: int) -> None:
        chat_id, body = message.place.chat_id, message.body(way)
        parse_mode = ParseMode.HTML if way.html else None
        buttons = keyboard(message.buttons) if way.buttons else None
        rate = self._rate(message.priority)
        if way.photo is Photo.NONE:
            await self._bot.edit_message_text(
                body,
                chat_id,
                message_id,
                parse_mode=parse_mode,
                link_preview_options=_NO_PREVIEW,
                reply_markup=buttons,
                rate_limit_args=rate,
            )
            return
        await self._bot.edit_message_caption(
            chat_id,
            message_id,
            caption=body,
            parse_mode=parse_mode,
            reply_markup=buttons,
            rate_limit_args=rate,
        )

    def _rate(self, priority: Priority) -> Priority | None:
        return priority if self._bot.rate_limiter else None


def _card(  # noqa: PLR0917 - one for each part of the message
    place: Place,
    chat: Chat,
    story: Story,
    also: Sequence[Also],
    corrected_at: datetime | None,
    priority: Priority,
) -> _Message:
    """Return a card as it stands in its chat. Raises SendRefused where none can be made."""
    try:
        card = _render(story, chat.zone, chat.language, tuple(also), corrected_at)
    except ValueError as error:
        raise SendRefused(f"story {story.code} makes no card: {error}") from error
    return _Message(place, card.html, card.text, card.buttons, priority)


@lru_cache(maxsize=64)
def _render(
    story: Story, zone: str, language: str, also: tuple[Also, ...], corrected_at: datetime | None
) -> Card:
    """Return a card; the same for all who read alike, one after the other."""
    return cards.render(story, zone=zone, language=language, also=also, corrected_at=corrected_at)


async def _deliver(message: _Message, way: Way, go: Callable[[Way], Awaitable[Message]]) -> Sent:
    """Send a message. Raises SendError."""
    first = way._replace(thread=message.place.thread_id != 0)
    sent, last, reasons = await _persuade(message, first, go)
    file_id = sent.photo[-1].file_id if sent.photo else None
    astray = first.thread and not last.thread
    return Sent(sent.message_id, file_id, "; ".join(reasons) or None, outside_thread=astray)


async def _persuade(
    message: _Message, way: Way, go: Callable[[Way], Awaitable[T]]
) -> tuple[T, Way, list[str]]:
    """Try a way and after each refusal the next plainer one; return what went, how, and why so.

    Raises SendError.
    """
    chat_id = message.place.chat_id
    reasons: list[str] = []
    while True:
        try:
            return await go(way), way, reasons
        except qr.NoCodeError as error:
            way = way._replace(photo=Photo.NONE)
            reasons.append(f"without its photo: {error}")
        except BadRequest as error:
            step = remedy(way, error)
            if step is None:
                raise meaning(error, chat_id) from error
            way = step.way
            reasons.extend(filter(None, [step.reason]))
        except TelegramError as error:
            raise meaning(error, chat_id) from error
        except _NO_ANSWER as error:
            text = f"the answer about a message to chat {chat_id} is no Bot API server's"
            raise SendUnsure(f"{text}: {error!r}; check TELEGRAM_API_URL") from error


def keyboard(buttons: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram's inline keyboard; None where there are none."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, url=b.url, callback_data=b.data) for b in row]
            for row in buttons
        ]
    )
