"""The bot's side of the conversation: from Telegram's update to the handler and its answer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from telegram import Chat as TelegramChat
from telegram import MaybeInaccessibleMessage, Message, MessageEntity, Update, User
from telegram.ext import (
    ApplicationBuilder,
    BaseRateLimiter,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat import commands, keyboards
from bot.chat.desk import App
from bot.chat.handlers import feeds, greetings, reading
from bot.chat.handlers.hearing import Asked, Heard, Linked, Numbered, card_number, hear, only_number
from bot.chat.handlers.talk import Answered, Later, Talk
from bot.chat.measured import MeasuredWire
from bot.chat.notices import ChatNotices
from bot.chat.patience import Patience
from bot.chat.rights import Rights, is_present
from bot.chat.sender import TelegramSender
from bot.chat.services import KEY, NOTICES, PATIENCE, Services
from bot.chat.speaking import Speaker
from bot.chat.updates import RawBot
from bot.chat.wire import Wire
from bot.domain.ports import CallMeter
from bot.domain.values import Chat, ChatKind, Place
from bot.pipeline.reach import Reach

__all__ = ["App", "Conversation", "build"]

Context = ContextTypes.DEFAULT_TYPE

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_GENERAL: Final = 1
"""The thread id of a forum's General topic, which messages to it must not name."""


def build(  # noqa: PLR0917 - the two requests are for tests, and named there
    token: str,
    api_url: str,
    services: Services,
    limiter: BaseRateLimiter[Any] | None = None,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> App:
    """Return the application with all handlers, on the Bot API server at the root ``api_url``.

    It has no updater: ``updates.initialised`` opens it and ``updates.run`` feeds it.
    ``request`` serves all calls but getUpdates, which has ``get_updates_request``. Raises
    TokenRefused where the token has not even the form of one.
    """
    root = api_url.rstrip("/")
    # a proxy that the environment names cannot reach the playground on this machine
    options = {"trust_env": False} if urlsplit(root).hostname in _LOOPBACK else {}
    bot = RawBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request or _request(32, read=20, options=options, meter=services.meter),
        # getUpdates adds the seconds that it lets Telegram wait
        get_updates_request=get_updates_request
        or _request(1, read=10, options=options, meter=services.meter),
        rate_limiter=limiter,
    )
    sender = services.sender or TelegramSender(bot)
    application: App = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    reach = services.reach or Reach(services.clock, sender.probe)
    services = replace(services, sender=sender, reach=reach)
    speaker = Speaker(bot, sender)
    patience = Patience(speaker)
    application.bot_data |= {
        KEY: services,
        PATIENCE: patience,
        NOTICES: ChatNotices(services.store, speaker, services.admin_ids),
    }
    Conversation(services, bot, speaker, patience).register(application)
    return application


def _request(
    connections: int, *, read: float, options: dict[str, Any], meter: CallMeter | None
) -> Wire:
    timed = Wire if meter is None else partial(MeasuredWire, meter)
    return timed(
        connection_pool_size=connections,
        connect_timeout=5,
        read_timeout=read,
        write_timeout=20,
        pool_timeout=30,
        httpx_kwargs=options,
    )


class Conversation:
    """Turns updates into talks, and lets the registry's handlers answer them."""

    def __init__(
        self, services: Services, bot: ExtBot[Any], speaker: Speaker, patience: Patience
    ) -> None:
        self._services = services
        self._bot = bot
        self._speaker = speaker
        self._patience = patience
        self._rights = Rights(bot)

    def register(self, application: App) -> None:
        """Add the handlers to an application."""
        heard = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        membership = ChatMemberHandler.MY_CHAT_MEMBER
        application.add_handler(MessageHandler(heard, self.on_message))
        application.add_handler(CallbackQueryHandler(self.on_press))
        application.add_handler(ChatMemberHandler(self.on_membership, membership))

    async def on_message(self, update: Update, _: Context) -> None:
        """Answer a message, if it is for us."""
        message = update.effective_message
        if message is None or await self._moved(message):
            return
        heard = self._heard(message)
        if heard is None:
            return
        speaks_as = message.sender_chat
        anonymous = speaks_as is not None and speaks_as.id == message.chat.id
        talk = await self._talk(message, None if speaks_as else message.from_user, anonymous)
        talk = replace(talk, replied=_card_answered(message))
        answered = await _respond(talk, heard)
        if isinstance(answered, Later):
            await self._patience.answer(talk, answered, message)
        else:
            await self._speaker.answer(talk, answered, message)

    async def on_press(self, update: Update, _: Context) -> None:
        """Answer a pressed button."""
        query = update.callback_query
        if query is None:
            return
        pressed = keyboards.read(query.data or "")
        handler = commands.BUTTONS.get(pressed.verb)
        if query.message is None or handler is None:
            await self._speaker.toast(query)
            return
        talk = await self._talk(query.message, query.from_user)
        talk = replace(talk, shown=_first_bold(query.message), links=_links(query.message))
        answered = await handler(talk, pressed.argument)
        if isinstance(answered, Later):
            await self._speaker.toast(query)
            await self._patience.answer(talk, answered, None)
        else:
            await self._speaker.press(talk, answered, query)

    async def on_membership(self, update: Update, _: Context) -> None:
        """Note where we were blocked or put out; say hello where we were added."""
        change = update.my_chat_member
        if change is None:
            return
        if not is_present(change.new_chat_member):
            async with self._services.store.write() as unit:
                await unit.chats.gone(change.chat.id)
            return
        chat = await self._ensure(change.chat, change.from_user)
        if chat.kind is not ChatKind.PRIVATE and not is_present(change.old_chat_member):
            talk = self._talk_of(chat, Place(chat.id), change.from_user)
            await self._speaker.answer(talk, await greetings.hello_group(talk), None)

    def _heard(self, message: Message) -> Heard | None:
        author = message.from_user
        if author and author.is_bot and message.sender_chat is None:
            return None  # other bots, who would answer our answers
        if message.via_bot and message.via_bot.id == self._bot.id:
            return None
        text = message.text or message.caption or ""
        private = message.chat.type == TelegramChat.PRIVATE
        if private and (message.forward_origin or message.caption):
            number = card_number(text)
            if number:
                return Numbered(number)
        replied = message.reply_to_message
        addressed = bool(replied and replied.from_user and replied.from_user.id == self._bot.id)
        heard = hear(text, username=self._bot.username, private=private, addressed=addressed)
        if isinstance(heard, Asked) and not (private or heard.named or commands.find(heard.name)):
            return None  # a command of another bot in the group
        return heard

    async def _moved(self, message: Message) -> bool:
        """Note that a group became a supergroup; both say so, in messages without words."""
        old, new = message.migrate_from_chat_id, message.migrate_to_chat_id
        if old is None and new is None:
            return False
        async with self._services.store.write() as unit:
            await unit.chats.moved(old or message.chat.id, new or message.chat.id)
        return True

    async def _talk(
        self,
        message: MaybeInaccessibleMessage,
        author: User | None,
        anonymous: bool = False,
    ) -> Talk:
        chat = await self._ensure(message.chat, author)
        return self._talk_of(chat, Place(chat.id, _thread(message)), author, anonymous=anonymous)

    def _talk_of(
        self, chat: Chat, place: Place, author: User | None, *, anonymous: bool = False
    ) -> Talk:
        now = self._services.clock.now()

        async def is_admin() -> bool:
            if anonymous:
                return True  # only administrators can speak as their group or channel
            return author is not None and await self._rights.is_admin(chat.id, author.id, now)

        return Talk(
            services=self._services,
            chat=chat,
            place=place,
            now=now,
            commands=commands.COMMANDS,
            person_id=author.id if author else None,
            is_admin=is_admin,
        )

    async def _ensure(self, chat: TelegramChat, author: User | None) -> Chat:
        """Return our chat for Telegram's. Of a person only the language is kept, not the name."""
        private = chat.type == TelegramChat.PRIVATE
        async with self._services.store.write() as unit:
            return await unit.chats.ensure(
                chat.id,
                ChatKind(chat.type),
                None if private else chat.title,
                author.language_code if private and author else None,
                self._services.clock.now(),
            )


async def _respond(talk: Talk, heard: Heard) -> Answered:
    if isinstance(heard, Asked):
        command = commands.find(heard.name)
        if command is None:
            return await greetings.unknown(talk, heard.name)
        return await command.handler(talk, heard.argument)
    if isinstance(heard, Numbered):
        return await reading.story(talk, heard.number)
    if isinstance(heard, Linked):
        return await feeds.link(talk, heard.url)
    return await reading.wonder(talk, heard.text)


def _thread(message: MaybeInaccessibleMessage) -> int:
    """Return the forum thread of a message; replies outside forums have thread ids as well."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return 0
    thread = message.message_thread_id or 0
    return 0 if thread == _GENERAL else thread


def _card_answered(message: Message) -> str:
    """Return the number of the story whose card a message answers; empty where it answers none."""
    card = message.reply_to_message
    if card is None:
        return ""
    number = card_number(card.caption) if card.caption else only_number(card.text or "")
    return number or ""


def _first_bold(message: MaybeInaccessibleMessage) -> str:
    """Return what stands in bold first, which is the topic where a button has no room for it."""
    if not isinstance(message, Message) or not message.text:
        return ""
    return next(iter(message.parse_entities([MessageEntity.BOLD]).values()), "")


def _links(message: MaybeInaccessibleMessage) -> tuple[str, ...]:
    """Return the addresses that a message's words are linked to, in order."""
    entities = message.entities if isinstance(message, Message) else ()
    return tuple(entity.url for entity in entities if entity.url)
