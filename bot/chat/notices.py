"""Tells people what needs them: adapts ``Notices``, ``ThreadNotices`` and ``Alarms``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.chat import keyboards
from bot.chat.speaking import Speaker
from bot.chat.texts import Texts
from bot.domain.errors import ChatGone, SendError
from bot.domain.ports import Store
from bot.domain.values import Alarm, Chat, ChatKind, LostThread, Notice, Place

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

        async def say(place: Place, texts: Texts) -> None:
            buttons = keyboards.noticed(texts, notice)
            await self.speaker.say(place, texts.notice(notice), buttons)

        await self._tell(chat_ids, f"feed {notice.feed.url}", say)

    async def alarm(self, alarm: Alarm) -> None:
        """Tell the administrators. Raises SendError where none of them could be told."""
        if not self.admin_ids:
            log.warning("nobody is told of trouble with %s: ADMIN_IDS names nobody", alarm.subject)

        async def say(place: Place, texts: Texts) -> None:
            await self.speaker.say(place, texts.alarm(alarm))

        await self._tell(sorted(self.admin_ids), alarm.subject, say)

    async def thread_lost(self, lost: LostThread) -> None:
        """Tell the administrators. Raises SendError where none of them could be told."""
        what = f"thread {lost.place.thread_id} of chat {lost.place.chat_id}"
        if not self.admin_ids:
            log.warning("nobody is told that %s was lost: ADMIN_IDS names nobody", what)

        async def say(place: Place, texts: Texts) -> None:
            await self.speaker.say(place, texts.thread_lost(lost))

        await self._tell(sorted(self.admin_ids), what, say)

    async def _tell(
        self, chat_ids: Collection[int], what: str, say: Callable[[Place, Texts], Awaitable[None]]
    ) -> None:
        """Tell each chat in its language. Raises SendError where none of them could be told."""
        failures: list[SendError] = []
        for chat_id in chat_ids:
            try:
                await say(Place(chat_id), Texts(await self._chat(chat_id)))
            except SendError as error:
                log.warning("chat %d is not told of %s: %s", chat_id, what, error)
                failures.append(error)
        if failures and len(failures) == len(chat_ids):
            # what may still go through counts more than who is gone
            raise next((e for e in failures if not isinstance(e, ChatGone)), failures[0])

    async def _chat(self, chat_id: int) -> Chat:
        async with self.store.read() as unit:
            known = await unit.chats.get(chat_id)
        return known or Chat(chat_id, ChatKind.PRIVATE, None, "en", "UTC", active=True)
