"""Who may change what a group follows: its administrators, whom Telegram knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from telegram import ChatMember
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.chat.refusals import meaning

_LASTS: Final = timedelta(seconds=10)
"""How long a yes is believed; a no is asked again each time, for it may be mended at once."""
_MOST: Final = 1000
_ADMINISTRATORS: Final = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


class Rights:
    """Asks Telegram who administers a chat, and remembers briefly."""

    def __init__(self, bot: ExtBot[Any]) -> None:
        self._bot = bot
        self._until: dict[tuple[int, int], datetime] = {}

    async def is_admin(self, chat_id: int, person_id: int, now: datetime) -> bool:
        """Return whether a person administers a chat. Raises SendError."""
        until = self._until.get((chat_id, person_id))
        if until is not None and now < until <= now + _LASTS:
            return True
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except BadRequest:
            return False  # Telegram knows no such member
        except TelegramError as error:
            raise meaning(error, chat_id) from error
        if member.status not in _ADMINISTRATORS:
            self._until.pop((chat_id, person_id), None)
            return False
        if len(self._until) >= _MOST:
            self._until.clear()
        self._until[chat_id, person_id] = now + _LASTS
        return True


def is_present(member: ChatMember) -> bool:
    """Return whether a member of a chat is in it."""
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}
