"""Forum threads that Telegram takes nothing for any more: their chat's general one has it all.

That a thread was lost is a mark: its value says whether the administrators were told, its time when
they are to be. It stays for ever, so that each thread is told of once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, Table, delete, select, update

from bot.domain.values import DeliveryState, LostThread, Place
from bot.store.moving import further
from bot.store.schema import chats, deliveries, digest_plans, digests, marks, subscriptions
from bot.store.tables import SqlTable, at

_PREFIX: Final = "lost thread "
_WAITS: Final = 0
_TOLD: Final = 1
_OPEN: Final = (DeliveryState.PLANNED.value, DeliveryState.SENDING.value)


class SqlThreads(SqlTable):
    """The part of ``ports.ChatTable`` that is about lost threads."""

    async def thread_lost(self, place: Place, now: datetime) -> None:
        """Let the general thread of the chat have all that a thread has; it is to be told of.

        Where both follow or were sent the same, it stays once, the one that got further.
        """
        if not place.thread_id:
            return
        await self._move_subscriptions(place)
        await self._release_digests(place)
        await self._move_deliveries(place)
        await self._move_plan(place)
        await self._connection.execute(
            self._insert(marks)
            .values(name=_name(place), value=_WAITS, at=now)
            .on_conflict_do_nothing()
        )

    async def lost_threads(self, now: datetime, limit: int) -> list[LostThread]:
        """Return the lost threads that the administrators are to be told of now."""
        found = await self._connection.execute(
            select(marks.c.name)
            .where(marks.c.name.startswith(_PREFIX), marks.c.value == _WAITS, marks.c.at <= now)
            .order_by(marks.c.at, marks.c.name)
            .limit(limit)
        )
        places = [_place(name) for name in found.scalars()]
        titles = await self._connection.execute(
            select(chats.c.id, chats.c.title).where(chats.c.id.in_({p.chat_id for p in places}))
        )
        known = {row.id: row.title for row in titles}
        return [LostThread(place, known.get(place.chat_id)) for place in places]

    async def thread_told(self, place: Place, now: datetime) -> None:
        """Note that the administrators know of a lost thread."""
        await self._mark(place, _TOLD, now)

    async def tell_thread_later(self, place: Place, when: datetime) -> None:
        """Put that off."""
        await self._mark(place, _WAITS, when)

    async def _mark(self, place: Place, value: int, when: datetime) -> None:
        await self._connection.execute(
            update(marks).where(marks.c.name == _name(place)).values(value=value, at=when)
        )

    async def _move_subscriptions(self, place: Place) -> None:
        for old, new in await self._twins(subscriptions, place, "topic_id"):
            await self._connection.execute(
                update(deliveries)
                .where(deliveries.c.subscription_id == old["id"])
                .values(subscription_id=new["id"])
            )
            await self._drop(subscriptions, old["id"])
        await self._rename(subscriptions, place)

    async def _release_digests(self, place: Place) -> None:
        """Let what a digest on its way would have shown wait for the general thread's next one."""
        unsent = select(digests.c.id).where(at(digests, place), digests.c.state.in_(_OPEN))
        ids = (await self._connection.scalars(unsent)).all()
        await self._connection.execute(
            update(deliveries).where(deliveries.c.digest_id.in_(ids)).values(digest_id=None)
        )
        await self._connection.execute(delete(digests).where(digests.c.id.in_(ids)))

    async def _move_deliveries(self, place: Place) -> None:
        for old, new in await self._twins(deliveries, place, "story_id"):
            kept, dropped = further(old, new)
            await self._connection.execute(
                update(deliveries)
                .where(deliveries.c.card_id == dropped["id"])
                .values(card_id=kept["id"])
            )
            await self._drop(deliveries, dropped["id"])
        await self._rename(deliveries, place)

    async def _move_plan(self, place: Place) -> None:
        """Move the digest's plan, unless the general thread has one that is set and not off."""
        general = place._replace(thread_id=0)
        mine, theirs = await self._plan(place), await self._plan(general)
        if mine is None:
            return
        stays = theirs is not None and theirs["next_at"] is not None
        moves, goes = (general, place) if stays else (place, general)
        await self._connection.execute(delete(digest_plans).where(at(digest_plans, goes)))
        both = [one for one in (mine, theirs) if one is not None]
        await self._connection.execute(
            update(digest_plans)
            .where(at(digest_plans, moves))
            .values(
                thread_id=0,
                # what a limit held back in either comes when the first of them would have
                rest_at=min((one["rest_at"] for one in both if one["rest_at"]), default=None),
                last_date=max((one["last_date"] for one in both if one["last_date"]), default=None),
            )
        )

    async def _plan(self, place: Place) -> RowMapping | None:
        found = await self._connection.execute(select(digest_plans).where(at(digest_plans, place)))
        return found.mappings().first()

    async def _twins(
        self, table: Table, place: Place, same: str
    ) -> list[tuple[dict[str, object], dict[str, object]]]:
        """Return pairs of rows, the thread's and the general one's, of the same thing."""
        mine, theirs = table.alias("mine"), table.alias("theirs")
        found = await self._connection.execute(
            select(mine, theirs)
            .join(theirs, theirs.c[same] == mine.c[same])
            .where(
                mine.c.chat_id == place.chat_id,
                theirs.c.chat_id == place.chat_id,
                mine.c.thread_id == place.thread_id,
                theirs.c.thread_id == 0,
            )
        )
        return [
            ({c.key: row[c] for c in mine.c}, {c.key: row[c] for c in theirs.c})
            for row in found.mappings()
        ]

    async def _drop(self, table: Table, row_id: object) -> None:
        await self._connection.execute(delete(table).where(table.c.id == row_id))

    async def _rename(self, table: Table, place: Place) -> None:
        await self._connection.execute(update(table).where(at(table, place)).values(thread_id=0))


def _name(place: Place) -> str:
    return f"{_PREFIX}{place.chat_id}/{place.thread_id}"


def _place(name: str) -> Place:
    chat_id, thread_id = name.removeprefix(_PREFIX).split("/")
    return Place(int(chat_id), int(thread_id))
