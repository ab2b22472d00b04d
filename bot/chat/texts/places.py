"""Sentences about chats and their threads, for those who run the bot."""

from __future__ import annotations

from bot.chat.escape import Html, bold
from bot.chat.texts.parts import Parts, fill
from bot.domain.values import LostThread


class Places(Parts):
    """Sentences about where messages go."""

    def thread_lost(self, lost: LostThread) -> Html:
        """Return what the bot's administrators are told of a thread that takes no messages."""
        form = self._(
            "⚠️ Telegram takes no messages for the forum topic {thread} of {chat} any more: it was"
            " closed or deleted. All that was followed there comes to the chat’s general topic from"
            " now on, and is listed there by /topics."
        )
        name = lost.title or str(lost.place.chat_id)
        return fill(form, thread=str(lost.place.thread_id), chat=bold(name))
