"""Updates from Telegram, kept from their arrival until they were handled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from bot.store.schema import inbox, marks
from bot.store.tables import SqlTable

_MARK = "highest update"
# Telegram keeps an update for a day; nothing older comes twice.
_REMEMBERED = timedelta(days=2)
# After a week without updates Telegram counts on from a random number (Bot API, "Update").
_NUMBERING_HOLDS = timedelta(days=7)


class SqlInbox(SqlTable):
    """Implements ``ports.InboxTable``."""

    async def add(self, updates: Sequence[tuple[int, int, str]], now: datetime) -> None:
        """Keep (update_id, chat_id, JSON); one already there or handled is passed over."""
        if not updates:
            return
        await self._connection.execute(
            delete(inbox).where(inbox.c.body.is_(None), inbox.c.received_at < now - _REMEMBERED)
        )
        await self._connection.execute(
            self._insert(inbox).on_conflict_do_nothing(),
            [
                {"update_id": number, "chat_id": chat_id, "body": body, "received_at": now}
                for number, chat_id, body in updates
            ],
        )
        added = self._insert(marks).values(
            name=_MARK, value=max(number for number, _, _ in updates), at=now
        )
        await self._connection.execute(
            added.on_conflict_do_update(
                index_elements=[marks.c.name],
                set_={"value": added.excluded.value, "at": added.excluded.at},
                where=or_(
                    added.excluded.value > marks.c.value, marks.c.at < now - _NUMBERING_HOLDS
                ),
            )
        )

    async def pending(self, limit: int) -> int:
        """Return how many are not yet handled, counting no further than ``limit``."""
        waiting = select(inbox.c.update_id).where(inbox.c.body.is_not(None)).limit(limit)
        count = select(func.count()).select_from(waiting.subquery())
        return await self._connection.scalar(count) or 0

    async def chats(self, limit: int, but: Collection[int] = ()) -> list[int]:
        """Return chats that have updates not yet handled, but those of ``but``.

        Those whose first has waited longest come first.
        """
        found = await self._connection.scalars(
            select(inbox.c.chat_id)
            .where(inbox.c.body.is_not(None), inbox.c.chat_id.not_in(sorted(but)))
            .group_by(inbox.c.chat_id)
            .order_by(func.min(inbox.c.update_id))
            .limit(limit)
        )
        return list(found.all())

    async def next_of(self, chat_id: int) -> tuple[int, str] | None:
        """Return (update_id, JSON) of a chat's first update that is not yet handled."""
        found = await self._connection.execute(
            select(inbox.c.update_id, inbox.c.body)
            .where(inbox.c.body.is_not(None), inbox.c.chat_id == chat_id)
            .order_by(inbox.c.update_id)
            .limit(1)
        )
        row = found.first()
        return None if row is None else (row.update_id, row.body)

    async def done(self, update_id: int) -> None:
        """Forget a handled update; its number stays for a while, against a second arrival."""
        await self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(body=None)
        )

    async def offset(self) -> int:
        """Return the next update id to ask Telegram for; 0 at the beginning."""
        highest = await self._connection.scalar(select(marks.c.value).where(marks.c.name == _MARK))
        return 0 if highest is None else highest + 1
