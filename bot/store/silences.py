"""Quiet hours, pauses and caps of chats, and the cards that they hold back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from bot.domain.values import Chat, DeliveryState, Place, Restraint, Silence
from bot.store import rows
from bot.store.schema import WAITING, chats, deliveries, digest_plans, state
from bot.store.tables import SqlTable, at, batches

_TIME = "08:00"
_HELD_BACK = {"state": DeliveryState.HELD.value, "held_back": True, "card_id": None}


class SqlSilences(SqlTable):
    """Implements ``ports.SilenceTable``."""

    async def lock(self, chat_id: int) -> Chat | None:
        """Return a chat; until the transaction ends nobody plans for it, nor ends its silence."""
        found = await self._connection.execute(
            select(chats).where(chats.c.id == chat_id).with_for_update(key_share=True)
        )
        row = found.mappings().first()
        return None if row is None else rows.chat(row)

    async def keep(self, chat: Chat) -> None:
        """Keep a chat's quiet hours, pause and cap."""
        quiet, pause = chat.quiet, chat.pause
        await self._connection.execute(
            update(chats)
            .where(chats.c.id == chat.id)
            .values(
                quiet_start=quiet.start if quiet else None,
                quiet_end=quiet.end if quiet else None,
                paused_at=pause.since if pause else None,
                paused_until=pause.until if pause else None,
                pause_thread=pause.thread_id if pause else 0,
                cap=chat.cap,
            )
        )

    async def set(self, silences: Mapping[int, Silence | None]) -> None:
        """Set the silence that lasts or comes next, by chat; cards are taken until it starts."""
        values = [
            {"of": chat_id, "start": one and one.start, "end": one and one.end}
            for chat_id, one in sorted(silences.items())
        ]
        if values:
            await self._connection.execute(
                update(chats)
                .where(chats.c.id == bindparam("of"))
                .values(silent_from=bindparam("start"), silent_until=bindparam("end")),
                values,
            )

    async def ended(self, now: datetime, limit: int) -> list[Chat]:
        """Return active chats whose silence has an end that has come, the longest ended first.

        In a transaction that writes they are locked, and those that another process has are
        passed over.
        """
        query = (
            select(chats)
            .where(chats.c.silent_until <= now, chats.c.active)
            .order_by(chats.c.silent_until, chats.c.id)
            .limit(limit)
        )
        if self._writable:
            query = query.with_for_update(key_share=True, skip_locked=True)
        found = await self._connection.execute(query)
        return [rows.chat(row) for row in found.mappings()]

    async def of_all(self, after: int | None, limit: int) -> list[Chat]:
        """Return chats that have a silence, those behind an id, in their order."""
        query = select(chats).where(chats.c.silent_from.is_not(None))
        if after is not None:  # groups have negative ids
            query = query.where(chats.c.id > after)
        found = await self._connection.execute(query.order_by(chats.c.id).limit(limit))
        return [rows.chat(row) for row in found.mappings()]

    async def restraints(
        self, places: Collection[Place], now: datetime
    ) -> Mapping[Place, Restraint]:
        """Return what keeps cards from ringing; places that nothing does are left out.

        The chats of those stay as they are until the transaction ends.
        """
        restrained: dict[int, Chat] = {}
        for part in batches(sorted({place.chat_id for place in places})):
            found = await self._connection.execute(
                select(chats)
                .where(chats.c.id.in_(part), or_(chats.c.silent_from <= now, _CAPPED))
                .order_by(chats.c.id)
                .with_for_update(key_share=True)
            )
            restrained |= {row[chats.c.id]: rows.chat(row) for row in found.mappings()}
        if not restrained:
            return {}
        plans = await self._plans(restrained)
        return {
            place: _restraint(restrained[place.chat_id], *plans.get(place, ((), True)), now)
            for place in places
            if place.chat_id in restrained
        }

    async def _plans(
        self, chat_ids: Collection[int]
    ) -> dict[Place, tuple[tuple[datetime, ...], bool]]:
        """Return by place when its latest cards were planned, and whether its digest is on."""
        plans: dict[Place, tuple[tuple[datetime, ...], bool]] = {}
        for part in batches(sorted(chat_ids)):
            found = await self._connection.execute(
                select(digest_plans).where(digest_plans.c.chat_id.in_(part))
            )
            for row in found:
                times = tuple(datetime.fromisoformat(one) for one in row.rang or ())
                plans[Place(row.chat_id, row.thread_id)] = times, bool(row.time)
        return plans

    async def rang(self, place: Place, times: Sequence[datetime]) -> None:
        """Keep when a place's latest cards were planned."""
        await self._plan(place, rang=[one.isoformat() for one in times])

    async def rest(self, places: Collection[Place], at: datetime) -> None:
        """Let what was held back of places come at ``at``, or when that was set to before."""
        for place in sorted(places):
            earlier = await self._rest_at(place)
            if earlier is None or earlier > at:
                await self._plan(place, rest_at=at)

    async def _rest_at(self, place: Place) -> datetime | None:
        return await self._connection.scalar(
            select(digest_plans.c.rest_at).where(at(digest_plans, place))
        )

    async def _plan(self, place: Place, **values: object) -> None:
        await self._connection.execute(
            self._insert(digest_plans)
            .values(chat_id=place.chat_id, thread_id=place.thread_id, time=_TIME, days=(), **values)
            .on_conflict_do_update(index_elements=["chat_id", "thread_id"], set_=values)
        )

    async def resting(self, now: datetime, limit: int) -> list[Place]:
        """Return places of active chats that are not silent, whose time of ``rest`` has come."""
        found = await self._connection.execute(
            select(digest_plans.c.chat_id, digest_plans.c.thread_id)
            .join(chats, chats.c.id == digest_plans.c.chat_id)
            .where(digest_plans.c.rest_at <= now, chats.c.active, speaks(now))
            .order_by(digest_plans.c.rest_at, digest_plans.c.chat_id)
            .limit(limit)
        )
        return [Place(*row) for row in found]

    async def rested(self, place: Place) -> None:
        """Forget a place's time of ``rest``."""
        await self._connection.execute(
            update(digest_plans).where(at(digest_plans, place)).values(rest_at=None)
        )

    async def hold_back(self, chat_ids: Collection[int]) -> None:
        """Hold back what is planned for chats and not on its way, and what its cards would name."""
        for part in batches(sorted(chat_ids)):
            await self._hold_back(deliveries.c.chat_id.in_(part))

    async def hold_old(self, chat_id: int, before: datetime, now: datetime) -> None:
        """Hold back what was planned for a chat before, to come as one digest a place at once."""
        old = (deliveries.c.chat_id == chat_id) & (deliveries.c.planned_at < before)
        await self.rest(await self._hold_back(old), now)

    async def _hold_back(self, which: ColumnElement[bool]) -> frozenset[Place]:
        """Hold back planned cards and what they would name; return their places."""
        held = await self._connection.execute(
            update(deliveries)
            .where(which, deliveries.c.state == state(DeliveryState.PLANNED))
            .values(edit_at=None, corrected_at=None, **_HELD_BACK)
            .returning(deliveries.c.id, deliveries.c.chat_id, deliveries.c.thread_id)
        )
        rows_held = held.all()
        for cards in batches(sorted(row.id for row in rows_held)):
            await self._connection.execute(
                update(deliveries).where(deliveries.c.card_id.in_(cards)).values(**_HELD_BACK)
            )
        return frozenset(Place(row.chat_id, row.thread_id) for row in rows_held)

    async def held(self, chat_ids: Collection[int]) -> Mapping[Place, int]:
        """Return of which places of the chats stories are held back, and how many."""
        counts: dict[Place, int] = {}
        for part in batches(sorted(chat_ids)):
            found = await self._connection.execute(
                select(deliveries.c.chat_id, deliveries.c.thread_id, func.count())
                .where(deliveries.c.chat_id.in_(part), WAITING, deliveries.c.held_back)
                .group_by(deliveries.c.chat_id, deliveries.c.thread_id)
            )
            counts |= {Place(chat_id, thread_id): count for chat_id, thread_id, count in found}
        return counts


_CAPPED = chats.c.cap.is_not(None)


def speaks(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a chat is not silent: its silence is none, or to come."""
    return chats.c.silent_from.is_(None) | (chats.c.silent_from > now)


def _restraint(chat: Chat, rang: Iterable[datetime], has_digest: bool, now: datetime) -> Restraint:
    silent = chat.silence is not None and chat.silence.start <= now
    return Restraint(silent, chat.cap, tuple(rang), has_digest)
