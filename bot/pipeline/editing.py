"""Showing cards anew that were sent: with who else tells their event, or a corrected headline."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import ChatGone, ChatMoved, DatabaseError, SendError
from bot.domain.ports import Clock, Sender, Store
from bot.domain.trails import EACH, followed
from bot.domain.values import CardEdit
from bot.pipeline.reach import Reach
from bot.pipeline.sending import BLAMELESS, is_hopeless, wait_after
from bot.pipeline.tracing import of_edit

log = logging.getLogger(__name__)

HELD = timedelta(minutes=2)
"""Who takes an edit has it for so long; it is another's when a process died over it."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Takes the cards that are due to be shown anew and edits them.

    An edit is due until Telegram answered; one that is made twice changes nothing.
    """

    store: Store
    sender: Sender
    clock: Clock
    reach: Reach | None = None
    """The outbox's: while Telegram is out of reach, nothing is edited either."""

    async def take(self, chat_id: int) -> CardEdit | None:
        """Return the card of a chat that shall be edited next.

        None where none is due, or Telegram is out of reach.
        """
        if self.reach is not None and not await self.reach.room(1):
            return None
        now = self.clock.now()
        async with self.store.write() as unit:
            taken = await unit.deliveries.take_edits(now, now + HELD, 1, only=[chat_id])
        if self.reach is not None:
            self.reach.begun(len(taken))
        return taken[0] if taken else None

    @followed(of_edit)
    async def edit(self, edit: CardEdit) -> None:
        """Edit one card and note what came of it. Never raises but when cancelled."""
        failure: Exception | None = None
        try:
            await self.sender.edit(edit)
        except SendError as error:
            failure = error
        except Exception as error:
            # one poison story must not stop the others; its card keeps the reason
            log.exception("the card of story %d could not be made anew", edit.story.code)
            failure = error
        if self.reach is not None:
            self.reach.ended(failure)
        try:
            await self._note(edit, failure)
        except DatabaseError as error:
            log.warning("card %d is edited again: %s", edit.delivery_id, error)

    async def _note(self, edit: CardEdit, failure: Exception | None) -> None:
        async with self.store.write() as unit:
            if failure is None:
                await unit.deliveries.edited(edit)
            elif not is_hopeless(failure, edit.attempts):
                at = self.clock.now() + wait_after(failure, edit.attempts)
                counted = not isinstance(failure, BLAMELESS)
                await unit.deliveries.edit_later(edit, at, str(failure), counted=counted)
            else:
                reason = str(failure) or type(failure).__name__
                await unit.deliveries.edit_failed(edit, reason)
            if isinstance(failure, ChatMoved):
                await unit.chats.moved(edit.place.chat_id, failure.chat_id)
            if isinstance(failure, ChatGone):
                await unit.chats.gone(edit.place.chat_id)
        if failure is not None:
            # a reader who deleted the card or a chat that is gone is no fault
            log.info("card %d of story %d: %s", edit.delivery_id, edit.story.code, failure)
        else:
            log.info("card %d of story %d edited", edit.delivery_id, edit.story.code, extra=EACH)
