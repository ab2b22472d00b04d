"""What is asked of whoever keeps the pace of a bot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.pace import Answered, Shut, Slot


class Slots(Protocol):
    """Gives the moments at which a bot's messages may leave, to one process or to all of them."""

    async def take(
        self, chat_id: int | None, within: float, answered: Sequence[Answered] = ()
    ) -> Slot | Shut:
        """Return the next slot for a message to the chat; a negative id is a group's.

        Where it would be more than ``within`` seconds ahead, or the chat has to wait for longer
        than it, nothing is used up. ``answered`` is what became known since the last call.
        Raises DatabaseError.
        """

    async def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Note that Telegram refused a message (429) and asked to wait ``retry_after`` seconds.

        The answer does not tell whose limit it was. The chat waits; where another message was
        refused and its wait has not ended, or the call named no chat, it is the bot's own, and all
        wait. Raises DatabaseError.
        """
