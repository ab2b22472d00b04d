"""Cards planned, on their way, sent or held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, func, select, update

from bot.domain.values import Came, Delivery, DeliveryState, Place, PlannedDelivery
from bot.store import queues, rows
from bot.store.edits import SqlEdits
from bot.store.schema import chats, deliveries, state, stories
from bot.store.tables import at, batches

_HELD = deliveries.c.state == DeliveryState.HELD.value


_TOLD = 200
"""Stories of an event whose cards are looked for: the newest."""


class SqlDeliveries(SqlEdits):
    """Implements ``ports.DeliveryTable``."""

    async def plan(self, story_id: int, planned: Sequence[PlannedDelivery], now: datetime) -> int:
        """Add deliveries; return how many.

        One already there for (place, story) stays as it is, but what was held for a digest yet to
        come is sent after all where this one is, and what was not is held for it. A card that is
        held back counts for less than one, and for more than none.
        """
        new = [
            {
                "chat_id": one.place.chat_id,
                "thread_id": one.place.thread_id,
                "story_id": story_id,
                "subscription_id": one.subscription_id,
                "words": one.words,
                "state": one.state.value,
                "in_digest": one.in_digest,
                "held_back": one.held_back,
                "card_id": one.card_id,
                "not_before": now,
                "planned_at": now,
                "attempts": 0,
            }
            for one in planned
        ]
        if not new:
            return 0
        insert = self._insert(deliveries)
        rings = _HELD & (insert.excluded.state != DeliveryState.HELD.value)
        waits = insert.excluded.in_digest & ~deliveries.c.in_digest
        stays_back = deliveries.c.held_back | insert.excluded.held_back
        held_back = case(
            (_HELD & (insert.excluded.state == DeliveryState.HELD.value), stays_back),
            (_HELD, False),
            else_=deliveries.c.held_back,
        )
        added = await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["chat_id", "thread_id", "story_id"],
                set_={
                    "state": case((_HELD, insert.excluded.state), else_=deliveries.c.state),
                    "card_id": case((_HELD, insert.excluded.card_id), else_=deliveries.c.card_id),
                    "in_digest": deliveries.c.in_digest | insert.excluded.in_digest,
                    "held_back": held_back,
                },
                where=deliveries.c.digest_id.is_(None)
                & (rings | waits | (_HELD & insert.excluded.held_back)),
            ).returning(deliveries.c.card_id),
            new,
        )
        card_ids = added.scalars().all()
        await self._ask([one for one in card_ids if one is not None], now)
        return len(card_ids)

    async def cards_of(
        self, event_id: int, but: int, places: Collection[Place], since: datetime
    ) -> dict[Place, int]:
        """Return where cards of an event's stories (``but`` one) were planned since, and which.

        Of each place the oldest; chats that want every source, failed cards, and those that stayed
        behind in a group that moved, are left out.
        On PostgreSQL they are locked: one on its way may neither be sent without knowing of what
        joins it, nor fail.
        """
        told = await self._connection.scalars(
            select(stories.c.id)
            .where(stories.c.event_id == event_id, stories.c.id != but)
            .order_by(stories.c.id.desc())
            .limit(_TOLD)
        )
        told_ids = told.all()
        found: dict[Place, int] = {}
        for part in batches(sorted(places)) if told_ids else ():
            cards = await self._connection.execute(
                select(deliveries.c.id, deliveries.c.chat_id, deliveries.c.thread_id)
                .join(chats, chats.c.id == deliveries.c.chat_id)
                .where(
                    # by the places and the event's stories, however many cards either has
                    deliveries.c.chat_id.in_({place.chat_id for place in part}),
                    deliveries.c.thread_id.in_({place.thread_id for place in part}),
                    deliveries.c.story_id.in_(told_ids),
                    (deliveries.c.card_id + 0).is_(None),
                    deliveries.c.state.not_in([DeliveryState.HELD, DeliveryState.FAILED]),
                    deliveries.c.sent_at.is_(None) | deliveries.c.message_id.is_not(None),
                    deliveries.c.planned_at >= since,
                    chats.c.every_source.is_(False),
                )
                .order_by(deliveries.c.id)
                .with_for_update(of=deliveries)
            )
            for row in cards:
                found.setdefault(Place(row.chat_id, row.thread_id), row.id)
        return found

    async def failed(self, one_id: int, reason: str) -> None:
        """Give one up; the oldest of what its card would have told of gets a card of its own."""
        await super().failed(one_id, reason)
        joined = await self._connection.scalars(
            select(deliveries.c.id).where(deliveries.c.card_id == one_id).order_by(deliveries.c.id)
        )
        heirs = joined.all()
        if heirs:
            await self._set(heirs[:1], state=DeliveryState.PLANNED.value, card_id=None)
            await self._set(heirs[1:], card_id=heirs[0])

    async def backlog_pushed(
        self, subscription_ids: Collection[int], feed_id: int
    ) -> dict[int, int]:
        """Return how many cards of the feed's backlog each subscription was planned already."""
        pushed: dict[int, int] = {}
        for part in batches(sorted(set(subscription_ids))):
            found = await self._connection.execute(
                select(deliveries.c.subscription_id, func.count())
                .join(stories, stories.c.id == deliveries.c.story_id)
                .where(
                    deliveries.c.subscription_id.in_(part),
                    (deliveries.c.state != state(DeliveryState.HELD)) | deliveries.c.held_back,
                    stories.c.feed_id == feed_id,
                    stories.c.backlog,
                )
                .group_by(deliveries.c.subscription_id)
            )
            pushed.update(tuple(row) for row in found)
        return pushed

    async def came(self, place: Place, story_id: int) -> Came | None:
        """Return how a story came to a place; None where none of its topics brought it."""
        found = await self._connection.execute(
            select(deliveries).where(at(deliveries, place), deliveries.c.story_id == story_id)
        )
        row = found.first()
        if row is None:
            return None
        return Came(
            row.subscription_id,
            tuple(row.words),
            DeliveryState(row.state),
            row.in_digest,
            row.planned_at,
            row.held_back,
        )

    async def brought(self, subscription_ids: Collection[int], since: datetime) -> dict[int, int]:
        """Return how many stories each subscription brought since; those without are left out."""
        counts: dict[int, int] = {}
        for part in batches(sorted(set(subscription_ids))):
            found = await self._connection.execute(
                select(deliveries.c.subscription_id, func.count())
                .where(deliveries.c.subscription_id.in_(part), deliveries.c.planned_at >= since)
                .group_by(deliveries.c.subscription_id)
            )
            counts.update(tuple(row) for row in found)
        return counts

    async def chats_waiting(
        self, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[int]:
        """Return chats that a card or a digest may be sent to, those with the oldest cards first.

        None that is excluded, inactive or has something on its way, unless its taker is dead.
        """
        found: dict[int, None] = {}
        for queue in queues.QUEUES:
            chat = queue.c.chat_id
            for query in (
                queues.lapsed(queue, chat, now, limit, None),
                queues.takeable(queue, chat, now, limit, exclude),
            ):
                found |= dict.fromkeys((await self._connection.scalars(query)).all())
        return [chat_id for chat_id in found if chat_id not in exclude][:limit]

    async def take(
        self,
        now: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[Delivery]:
        """Move planned deliveries whose time has come to ``sending`` and return them.

        Oldest first, at most one a chat, and none of a chat that is excluded, inactive or has
        something on its way; where ``only`` is given, of these chats. They are the taker's until
        ``LEASE`` has passed without ``hold``.
        """
        # what was asked of them so far is in what they are sent with
        taken = await self._take(now, limit, exclude, only, edit_at=None, corrected_at=None)
        return [
            Delivery(
                id=row[deliveries.c.id],
                place=Place(row[deliveries.c.chat_id], row[deliveries.c.thread_id]),
                story=rows.story(row),
                chat=rows.chat(row),
                attempts=row[deliveries.c.attempts],
                also=also,
                planned_at=row[deliveries.c.planned_at],
            )
            for row, also in await self._cards(taken)
        ]

    async def take_up(self) -> int:
        """Plan again what a dead process left in ``sending`` (cards and digests)."""
        count = 0
        for queue in queues.QUEUES:
            left = await self._connection.execute(
                update(queue)
                .where(queue.c.state == state(DeliveryState.SENDING))
                .values(state=DeliveryState.PLANNED.value, not_before=queue.c.planned_at)
            )
            count += left.rowcount
        return count

    async def pending(self) -> int:
        """Return how many cards and digests are planned or being sent in active chats."""
        counts = [await self._connection.scalar(queues.pending(queue)) for queue in queues.QUEUES]
        return sum(count or 0 for count in counts)

    async def next_at(self) -> datetime | None:
        """Return the earliest time at which a planned card or digest may go."""
        times = [await self._connection.scalar(queues.next_at(queue)) for queue in queues.QUEUES]
        return min((time for time in times if time is not None), default=None)
