"""Updates from Telegram, kept from their arrival until they were handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from bot.store.schema import inbox, marks
from bot.store.tables import SqlTable

_MARK = "highest update"
# Telegram keeps an update for a day; nothing older comes twice.
_REMEMBERED = timedelta(days=2)
# After a week without updates Telegram counts on from a random number (Bot API, "Update").
_NUMBERING_HOLDS = timedelta(days=7)


class SqlInbox(SqlTable):
    """Implements ``ports.InboxTable``."""

    async def add(self, updates: Sequence[tuple[int, str]], now: datetime) -> None:
        """Keep (update_id, JSON); one already there or already handled is passed over."""
        if not updates:
            return
        await self._connection.execute(
            delete(inbox).where(inbox.c.body.is_(None), inbox.c.received_at < now - _REMEMBERED)
        )
        await self._connection.execute(
            self._insert(inbox).on_conflict_do_nothing(),
            [{"update_id": number, "body": body, "received_at": now} for number, body in updates],
        )
        added = self._insert(marks).values(
            name=_MARK, value=max(number for number, _ in updates), at=now
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

    async def pending(self) -> list[tuple[int, str]]:
        """Return what is not yet handled, in order."""
        found = await self._connection.execute(
            select(inbox.c.update_id, inbox.c.body)
            .where(inbox.c.body.is_not(None))
            .order_by(inbox.c.update_id)
        )
        return [(row.update_id, row.body) for row in found]

    async def done(self, update_id: int) -> None:
        """Forget a handled update; its number stays for a while, against a second arrival."""
        await self._connection.execute(
            update(inbox).where(inbox.c.update_id == update_id).values(body=None)
        )

    async def offset(self) -> int:
        """Return the next update id to ask Telegram for; 0 at the beginning."""
        highest = await self._connection.scalar(select(marks.c.value).where(marks.c.name == _MARK))
        return 0 if highest is None else highest + 1
