"""Tells people of feeds that ended or fail for long: the adapter of ``domain.ports.Notices``."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.chat import keyboards
from bot.chat.speaking import Speaker
from bot.chat.texts import Texts
from bot.domain.errors import ChatGone, SendError
from bot.domain.ports import Store
from bot.domain.values import Chat, ChatKind, Notice, Place

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChatNotices:
    """Tells the chats that added a feed, or the bot's administrators of a public one."""

    store: Store
    speaker: Speaker
    admin_ids: frozenset[int]

    async def tell(self, notice: Notice) -> None:
        """Tell all whom it concerns. Raises SendError where none of them could be told."""
        chat_ids = notice.chat_ids or tuple(sorted(self.admin_ids))
        if not chat_ids:
            log.warning("nobody is told of feed %s: ADMIN_IDS names nobody", notice.feed.url)
        failures: list[SendError] = []
        for chat_id in chat_ids:
            try:
                await self._tell(notice, chat_id)
            except SendError as error:
                log.warning("chat %d is not told of feed %s: %s", chat_id, notice.feed.url, error)
                failures.append(error)
        if failures and len(failures) == len(chat_ids):
            # what may still go through counts more than who is gone
            raise next((e for e in failures if not isinstance(e, ChatGone)), failures[0])

    async def _tell(self, notice: Notice, chat_id: int) -> None:
        async with self.store.read() as unit:
            known = await unit.chats.get(chat_id)
        chat = known or Chat(chat_id, ChatKind.PRIVATE, None, "en", "UTC", active=True)
        texts = Texts(chat)
        buttons = keyboards.noticed(texts, notice)
        await self.speaker.say(Place(chat_id), texts.notice(notice), buttons)
