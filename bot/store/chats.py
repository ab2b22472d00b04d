"""Chats and their settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.domain.values import Chat, ChatKind
from bot.store import moving, rows
from bot.store.schema import chats
from bot.store.silences import SqlSilences
from bot.store.subscriptions import SqlSubscriptions
from bot.store.tables import batches
from bot.store.threads import SqlThreads

STILL_NEWS = timedelta(days=1)
"""What was planned for longer is no card any more when a chat is back."""
_LANGUAGE = "en"
_ZONE = "UTC"


class SqlChats(SqlSubscriptions, SqlThreads):
    """Implements ``ports.ChatTable``, together with its subscriptions and lost threads."""

    async def ensure(
        self,
        chat_id: int,
        kind: ChatKind,
        title: str | None,
        language: str | None,
        now: datetime,
    ) -> Chat:
        """Return the chat, made or refreshed: title and language if given, active again.

        A language that was set with ``set_language`` stays. Where it was gone, what was planned
        for it before is sent now, and what is no news any more comes as one digest.
        """
        before = await self.get(chat_id)
        if before is not None and not before.active:
            silences = SqlSilences(self._connection, writable=self._writable)
            await silences.hold_old(chat_id, now - STILL_NEWS, now)
        fresh: dict[str, object] = {"kind": kind.value, "active": True}
        if title is not None:
            fresh["title"] = title
        row = {
            "id": chat_id,
            "title": title,
            "language": language or _LANGUAGE,
            "language_chosen": False,
            "zone": _ZONE,
            "added_at": now,
            **fresh,
        }
        await self._connection.execute(
            self._insert(chats)
            .values(**row)
            .on_conflict_do_update(index_elements=[chats.c.id], set_=fresh)
        )
        if language is not None:
            await self._connection.execute(
                update(chats)
                .where(chats.c.id == chat_id, chats.c.language_chosen.is_(False))
                .values(language=language)
            )
        found = await self.get(chat_id)
        assert found is not None  # noqa: S101  # inserted above, in this transaction
        return found

    async def get(self, chat_id: int) -> Chat | None:
        """Return a chat."""
        found = await self._connection.execute(select(chats).where(chats.c.id == chat_id))
        row = found.mappings().first()
        return None if row is None else rows.chat(row)

    async def set_zone(self, chat_id: int, zone: str) -> None:
        """Set the time zone; the caller recomputes the digest plans."""
        await self._set(chat_id, zone=zone)

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of the interface, for good."""
        await self._set(chat_id, language=language, language_chosen=True)

    async def set_every_source(self, chat_id: int, every: bool) -> None:
        """Let each source's story of an event ring by itself, or not."""
        await self._set(chat_id, every_source=every)

    async def gone(self, chat_id: int) -> None:
        """Note that Telegram refuses the chat: no more pushes, settings are kept."""
        await self._set(chat_id, active=False)

    async def _set(self, chat_id: int, **values: object) -> None:
        await self._connection.execute(update(chats).where(chats.c.id == chat_id).values(**values))

    async def moved(self, old_id: int, new_id: int) -> None:
        """Move everything of a group to its new id; where both exist, they are merged."""
        await moving.move(self._connection, old_id, new_id)

    async def languages(self, chat_ids: Collection[int]) -> Mapping[int, str]:
        """Return the interface language of each of the chats that is active."""
        known: dict[int, str] = {}
        for part in batches(sorted(set(chat_ids))):
            found = await self._connection.execute(
                select(chats.c.id, chats.c.language).where(chats.c.id.in_(part), chats.c.active)
            )
            known.update((row.id, row.language) for row in found)
        return known
