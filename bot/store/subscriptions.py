"""Topics, their anchor index and who subscribes to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from bot.domain.values import Mode, Place, Subscription, Topic
from bot.store import rows
from bot.store.columns import fingerprint, term_key
from bot.store.schema import chats, subscriptions, topic_terms, topics
from bot.store.tables import SqlTable, batches

_JOINED = select(subscriptions, topics).join(topics, topics.c.id == subscriptions.c.topic_id)


def at(place: Place) -> ColumnElement[bool]:
    """Return the condition that a subscription is this place's."""
    return (subscriptions.c.chat_id == place.chat_id) & (
        subscriptions.c.thread_id == place.thread_id
    )


class SqlSubscriptions(SqlTable):
    """The half of ``ports.ChatTable`` that is about topics."""

    async def subscribe(  # noqa: PLR0917  # the port's signature
        self,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[str],
        mode: Mode,
        now: datetime,
    ) -> tuple[Subscription, bool]:
        """Return the place's subscription to a topic and whether it is new (mode is set if so)."""
        topic_id = await self._topic(normal, anchors)
        added = await self._connection.execute(
            self._insert(subscriptions)
            .values(
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                topic_id=topic_id,
                text=text,
                mode=mode.value,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=["chat_id", "thread_id", "topic_id"])
            .returning(subscriptions.c.id)
        )
        is_new = added.first() is not None
        found = await self._connection.execute(
            _JOINED.where(at(place), subscriptions.c.topic_id == topic_id)
        )
        return rows.subscription(found.mappings().one()), is_new

    async def _topic(self, normal: str, anchors: Collection[str]) -> int:
        """Return the topic's id, made with its anchors where it is not there."""
        key = fingerprint(normal)
        await self._connection.execute(
            self._insert(topics).values(normal=normal, normal_key=key).on_conflict_do_nothing()
        )
        made = await self._connection.execute(select(topics.c.id).where(topics.c.normal_key == key))
        topic_id: int = made.scalar_one()
        # For a topic that was there too: a later version may see more anchors in it.
        terms = sorted({term_key(anchor) for anchor in anchors})
        if terms:
            await self._connection.execute(
                self._insert(topic_terms).on_conflict_do_nothing(),
                [{"term": term, "topic_id": topic_id} for term in terms],
            )
        return topic_id

    async def set_mode(self, subscription_id: int, place: Place, mode: Mode) -> bool:
        """Change a subscription of the place; return whether it is there."""
        changed = await self._connection.execute(
            update(subscriptions)
            .where(subscriptions.c.id == subscription_id, at(place))
            .values(mode=mode.value)
        )
        return changed.rowcount > 0

    async def unsubscribe(self, subscription_id: int, place: Place) -> bool:
        """End a subscription of the place; return whether it was there. Its cards stay."""
        ended = await self._connection.execute(
            delete(subscriptions).where(subscriptions.c.id == subscription_id, at(place))
        )
        return ended.rowcount > 0

    async def subscriptions(self, place: Place) -> list[Subscription]:
        """Return the place's subscriptions in the order they were made."""
        found = await self._connection.execute(
            _JOINED.where(at(place)).order_by(subscriptions.c.id)
        )
        return [rows.subscription(row) for row in found.mappings()]

    async def topics_with(self, terms: Collection[str]) -> list[Topic]:
        """Return topics with a subscriber and at least one anchor among the terms."""
        has_subscriber = (
            select(subscriptions.c.id).where(subscriptions.c.topic_id == topics.c.id).exists()
        )
        found: dict[int, Topic] = {}
        for part in batches(sorted({term_key(term) for term in terms})):
            anchored = select(topic_terms.c.topic_id).where(topic_terms.c.term.in_(part))
            result = await self._connection.execute(
                select(topics).where(topics.c.id.in_(anchored), has_subscriber)
            )
            found.update((row[topics.c.id], rows.topic(row)) for row in result.mappings())
        return [found[topic_id] for topic_id in sorted(found)]

    async def subscribers(self, topic_ids: Collection[int]) -> list[Subscription]:
        """Return subscriptions to these topics in active chats, the oldest first."""
        found: list[Subscription] = []
        for part in batches(sorted(set(topic_ids))):
            result = await self._connection.execute(
                _JOINED.join(chats, chats.c.id == subscriptions.c.chat_id)
                .where(subscriptions.c.topic_id.in_(part), chats.c.active)
                .order_by(subscriptions.c.id)
            )
            found += [rows.subscription(row) for row in result.mappings()]
        return sorted(found, key=lambda one: one.id)
