"""Cards that were sent and shall be shown anew.

``edit_at`` says when, and goes only after Telegram's answer. Who takes an edit moves it on to when
others may have it: a dead process's edit comes again then, and one asked for meanwhile differs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, RowMapping, Select, Table, case, literal, or_, select, update

from bot.domain.values import Also, CardEdit, DeliveryState, Place
from bot.store import rows
from bot.store.columns import Instant
from bot.store.queues import SqlQueue
from bot.store.schema import CARD, chats, deliveries, state, stories
from bot.store.tables import batches

EDIT_GAP = timedelta(seconds=30)
"""Between two edits of a card: sources that come together make one."""


class SqlEdits(SqlQueue):
    """The part of ``ports.DeliveryTable`` that shows cards anew."""

    queue: ClassVar[Table] = deliveries

    async def correct(self, story_id: int, now: datetime, since: datetime) -> int:
        """Let the story's cards that were sent since be shown anew; return how many.

        Planned ones too: they may be on their way by the time this is known, and else forget it.
        """
        asked = await self._connection.execute(
            update(deliveries)
            .where(
                deliveries.c.story_id == story_id,
                CARD,
                deliveries.c.state != DeliveryState.FAILED.value,
                or_(deliveries.c.sent_at.is_(None), deliveries.c.sent_at >= since),
            )
            .values(edit_at=_soon(now), corrected_at=now)
        )
        return asked.rowcount

    async def _ask(self, card_ids: Collection[int], now: datetime) -> None:
        """Let cards be shown anew."""
        for part in batches(sorted(set(card_ids))):
            await self._set(part, edit_at=_soon(now))

    async def chats_to_edit(
        self, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[int]:
        """Return chats that have cards due to be shown anew, but those of ``exclude``."""
        found = await self._connection.execute(_due(now, limit, exclude, None))
        return list(dict.fromkeys(row.chat_id for row in found))[:limit]

    async def take_edits(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[CardEdit]:
        """Return cards that are due to be shown anew, and keep others from them ``until`` then.

        The longest due first, at most one a chat and none of a chat in ``exclude``; where ``only``
        is given, of these chats.
        """
        due = _due(now, limit, exclude, only).with_for_update(of=deliveries, skip_locked=True)
        found = await self._connection.execute(due)
        first: dict[int, int] = {}
        for row in found:
            first.setdefault(row.chat_id, row.id)
        taken = list(first.values())[:limit]
        await self._set(taken, edit_at=until, edit_from=now + EDIT_GAP)
        c = deliveries.c
        return [
            CardEdit(
                delivery_id=row[c.id],
                place=Place(row[c.chat_id], row[c.thread_id]),
                chat=rows.chat(row),
                story=rows.story(row),
                message_id=row[c.message_id],
                also=also,
                corrected_at=row[c.corrected_at],
                attempts=row[c.edit_attempts],
                taken_until=until,
            )
            for row, also in await self._cards(taken)
        ]

    async def _cards(self, card_ids: Collection[int]) -> list[tuple[RowMapping, tuple[Also, ...]]]:
        """Return the rows of cards, with story and chat, by id, and what their also-lines name."""
        if not card_ids:
            return []
        also = await self._also(card_ids)
        found = await self._connection.execute(
            select(deliveries, stories, chats)
            .join(stories, stories.c.id == deliveries.c.story_id)
            .join(chats, chats.c.id == deliveries.c.chat_id)
            .where(deliveries.c.id.in_(card_ids))
            .order_by(deliveries.c.id)
        )
        return [(row, also.get(row[deliveries.c.id], ())) for row in found.mappings()]

    async def _also(self, card_ids: Collection[int]) -> dict[int, tuple[Also, ...]]:
        """Return what the also-line of each card names, in the order in which it came."""
        joined: dict[int, tuple[Also, ...]] = {}
        for part in batches(sorted(card_ids)):
            found = await self._connection.execute(
                select(deliveries.c.card_id, stories)
                .join(stories, stories.c.id == deliveries.c.story_id)
                .where(deliveries.c.card_id.in_(part))
                .order_by(deliveries.c.id)
            )
            for row in found.mappings():
                card_id = row[deliveries.c.card_id]
                joined[card_id] = (*joined.get(card_id, ()), rows.also(row))
        return joined

    async def edited(self, edit: CardEdit) -> None:
        """Note that Telegram showed a card anew; what was asked of it meanwhile stays due."""
        at = deliveries.c.edit_at
        await self._set(
            [edit.delivery_id],
            edit_at=case((at == edit.taken_until, None), else_=at),
            edit_attempts=0,
            edit_error=None,
        )

    async def edit_later(
        self, edit: CardEdit, at: datetime, error: str, *, counted: bool = True
    ) -> None:
        """Show a card anew at ``at``; counts an attempt, unless it was none."""
        await self._set(
            [edit.delivery_id],
            edit_at=at,
            edit_attempts=deliveries.c.edit_attempts + int(counted),
            edit_error=error,
        )

    async def edit_failed(self, edit: CardEdit, reason: str) -> None:
        """Leave a card as it is, with the reason."""
        await self._set([edit.delivery_id], edit_at=None, edit_attempts=0, edit_error=reason)


def _soon(now: datetime) -> ColumnElement[datetime]:
    """Return now, or when the gap after the card's last edit has passed."""
    at = literal(now, Instant)
    return case((deliveries.c.edit_from > at, deliveries.c.edit_from), else_=at)


def _due(
    now: datetime, limit: int, exclude: Collection[int], only: Collection[int] | None
) -> Select[tuple[int, int]]:
    """Select cards that are due to be shown anew, the longest due first, with their chats."""
    of_these = [] if only is None else [deliveries.c.chat_id.in_(sorted(only))]
    return (
        select(deliveries.c.id, deliveries.c.chat_id)
        .join(chats, (chats.c.id == deliveries.c.chat_id) & chats.c.active)
        .where(
            deliveries.c.edit_at <= now,
            deliveries.c.state == state(DeliveryState.SENT),
            deliveries.c.message_id.is_not(None),
            deliveries.c.chat_id.not_in(sorted(set(exclude))),
            *of_these,
        )
        .order_by(deliveries.c.edit_at, deliveries.c.id)
        .limit(4 * limit)  # several may be of one chat
    )
