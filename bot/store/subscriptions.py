"""Topics, their anchor index and who subscribes to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, func, select, update

from bot.domain.values import Anchor, Mode, Place, Subscription, Topic
from bot.store import anchor_rows, rows
from bot.store.columns import fingerprint
from bot.store.schema import deliveries, subscriptions, topic_terms, topics
from bot.store.tables import SqlTable, at, batches

_TOPICS_AT_ONCE = 1_000
# Many thousands of rows for a long story: as one text they take a third of the time.
_ALSO = func.coalesce(topic_terms.c.also, "")
_ANCHOR = cast(topic_terms.c.topic_id, String) + anchor_rows.THEN + _ALSO
_JOINED = select(subscriptions, topics).join(topics, topics.c.id == subscriptions.c.topic_id)


class SqlSubscriptions(SqlTable):
    """The half of ``ports.ChatTable`` that is about topics."""

    async def subscribe(  # noqa: PLR0917  # the port's signature
        self,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[Anchor],
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
                text=as_kept(text, normal),
                mode=mode.value,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=["chat_id", "thread_id", "topic_id"])
            .returning(subscriptions.c.id)
        )
        is_new = added.first() is not None
        found = await self._connection.execute(
            _JOINED.where(at(subscriptions, place), subscriptions.c.topic_id == topic_id)
        )
        return rows.subscription(found.mappings().one()), is_new

    async def _topic(self, normal: str, anchors: Collection[Anchor]) -> int:
        """Return the topic's id, made where it is not there, and give it its anchors."""
        key = fingerprint(normal)
        # Locks it, too: whoever stops it as its last follower says that nobody follows it.
        made = await self._connection.execute(
            self._insert(topics)
            .values(normal=normal, normal_key=key)
            .on_conflict_do_update(index_elements=["normal_key"], set_={"followed": True})
            .returning(topics.c.id)
        )
        topic_id: int = made.scalar_one()
        await self._anchor(topic_id, anchors)
        return topic_id

    async def anchor(
        self, topic_id: int, anchors: Collection[Anchor], instead_of: Collection[str] = ()
    ) -> None:
        """Give a topic these anchors, and take away those that begin with other terms of a list.

        Anchors that stay from before do no harm but for the time that they take.
        """
        await self._lock(topics.c.id == topic_id)  # else two at it wait for each other's anchors
        stay = set(map(anchor_rows.key, anchors))
        await self._drop_anchors(topic_id, anchor_rows.keys(instead_of).keys() - stay)
        await self._anchor(topic_id, anchors)

    async def unanchor(self, topic_id: int, terms: Collection[str]) -> None:
        """Take a topic's anchors with these terms away, unless somebody follows it."""
        # locked: who begins to follow it meanwhile gives it its anchors after this
        if await self._lock(topics.c.id == topic_id, ~topics.c.followed):
            await self._drop_anchors(topic_id, anchor_rows.keys(terms).keys())

    async def _lock(self, *which: ColumnElement[bool]) -> bool:
        """Lock a topic until the transaction ends; return whether it is there."""
        query = select(topics.c.id).where(*which).with_for_update()
        return await self._connection.scalar(query) is not None

    async def _drop_anchors(self, topic_id: int, keys: Collection[str]) -> None:
        for part in batches(sorted(keys)):
            await self._connection.execute(
                delete(topic_terms).where(
                    topic_terms.c.term.in_(part), topic_terms.c.topic_id == topic_id
                )
            )

    async def _anchor(self, topic_id: int, anchors: Collection[Anchor]) -> None:
        if anchors:
            insert = self._insert(topic_terms)
            await self._connection.execute(
                insert.on_conflict_do_update(
                    index_elements=["term", "topic_id"], set_={"also": insert.excluded.also}
                ),
                [anchor_rows.row(topic_id, anchor) for anchor in sorted(anchors)],
            )

    async def retopic(
        self,
        subscription_id: int,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[Anchor],
    ) -> Subscription | None:
        """Let a subscription of the place follow another topic; None where it is not there.

        Where the place follows that topic by another one, the two become this one.
        """
        mine = at(subscriptions, place) & (subscriptions.c.id == subscription_id)
        before = await self._topic_of(mine)
        if before is None:
            return None
        topic_id = await self._topic(normal, anchors)
        twin = await self._connection.scalar(
            select(subscriptions.c.id).where(
                at(subscriptions, place),
                subscriptions.c.topic_id == topic_id,
                subscriptions.c.id != subscription_id,
            )
        )
        if twin is not None:
            await self._connection.execute(
                update(deliveries)
                .where(deliveries.c.subscription_id == twin)
                .values(subscription_id=subscription_id)
            )
            await self._connection.execute(delete(subscriptions).where(subscriptions.c.id == twin))
        await self._connection.execute(
            update(subscriptions).where(mine).values(topic_id=topic_id, text=as_kept(text, normal))
        )
        await self._let_go(before)
        found = await self._connection.execute(_JOINED.where(mine))
        return rows.subscription(found.mappings().one())

    async def set_mode(self, subscription_id: int, place: Place, mode: Mode) -> bool:
        """Change a subscription of the place; return whether it is there."""
        changed = await self._connection.execute(
            update(subscriptions)
            .where(subscriptions.c.id == subscription_id, at(subscriptions, place))
            .values(mode=mode.value)
        )
        return changed.rowcount > 0

    async def unsubscribe(self, subscription_id: int, place: Place) -> bool:
        """End a subscription of the place; return whether it was there. Its cards stay."""
        mine = (subscriptions.c.id == subscription_id) & at(subscriptions, place)
        topic_id = await self._topic_of(mine)
        if topic_id is None:
            return False
        await self._connection.execute(delete(subscriptions).where(mine))
        await self._let_go(topic_id)
        return True

    async def _topic_of(self, mine: ColumnElement[bool]) -> int | None:
        """Return the topic of a subscription, locked; None where it is not there."""
        found = await self._connection.execute(
            select(topics.c.id)
            .join(subscriptions, subscriptions.c.topic_id == topics.c.id)
            .where(mine)
            .with_for_update(of=topics)
        )
        topic_id: int | None = found.scalar()
        return topic_id

    async def _let_go(self, topic_id: int) -> None:
        """Say that nobody follows a topic any more, where that is so: no story shall find it."""
        left = select(subscriptions.c.id).where(subscriptions.c.topic_id == topic_id).exists()
        await self._connection.execute(
            update(topics).where(topics.c.id == topic_id, ~left).values(followed=False)
        )

    async def subscriptions(self, place: Place) -> list[Subscription]:
        """Return the place's subscriptions in the order they were made."""
        found = await self._connection.execute(
            _JOINED.where(at(subscriptions, place)).order_by(subscriptions.c.id)
        )
        return [rows.subscription(row) for row in found.mappings()]

    async def topics_with(self, terms: Collection[str]) -> list[Topic]:
        """Return topics that somebody follows and that have an anchor among the terms."""
        keys = anchor_rows.asked(terms)
        anchored = await self._connection.scalar(
            select(func.aggregate_strings(_ANCHOR, anchor_rows.END)).where(
                self._among(topic_terms.c.term, keys)
            )
        )
        # by two statements: three of four topics go here, before anything of them is looked up
        ids = anchor_rows.fulfilled(anchored, keys) if anchored else set[int]()
        found = await self._connection.execute(
            select(topics.c.id, topics.c.normal)
            .where(self._among(topics.c.id, ids), topics.c.followed)
            .order_by(topics.c.id)
        )
        return [Topic(one_id, normal) for one_id, normal in found.all()]

    async def topics_after(self, topic_id: int, limit: int) -> list[tuple[Topic, bool]]:
        """Return topics of higher ids, in their order, and whether somebody follows each."""
        found = await self._connection.execute(
            select(topics.c.id, topics.c.normal, topics.c.followed)
            .where(topics.c.id > topic_id)
            .order_by(topics.c.id)
            .limit(limit)
        )
        return [(Topic(one_id, normal), followed) for one_id, normal, followed in found]

    async def anchored(self, topic_id: int, terms: Collection[str]) -> frozenset[Anchor]:
        """Return the anchors of a topic that begin with one of the terms."""
        by_key = anchor_rows.keys(terms)
        found = await self._connection.execute(
            select(topic_terms.c.term, topic_terms.c.also).where(
                self._among(topic_terms.c.term, by_key), topic_terms.c.topic_id == topic_id
            )
        )
        return frozenset(
            Anchor(by_key[key], anchor_rows.unpacked(also)) for key, also in found.all()
        )

    async def followers(
        self, topic_ids: Sequence[int], after: int, limit: int
    ) -> list[Subscription]:  # fmt: skip
        """Return subscriptions to these topics, by topic in ascending order, the oldest first.

        Of the first topic only those with a higher id than ``after``.
        """
        if not topic_ids:
            return []
        first, *others = topic_ids
        further = (subscriptions.c.topic_id == first) & (subscriptions.c.id > after)
        found = await self._followers(further, limit)
        for part in batches(others, _TOPICS_AT_ONCE):
            if len(found) < limit:
                found += await self._followers(
                    subscriptions.c.topic_id.in_(part), limit - len(found)
                )
        return found

    async def _followers(self, which: ColumnElement[bool], limit: int) -> list[Subscription]:
        query = _JOINED.where(which).order_by(subscriptions.c.topic_id, subscriptions.c.id)
        if self._writable:
            # One that ended before its delivery is in would break the batch (PostgreSQL).
            query = query.with_for_update(read=True, key_share=True, of=subscriptions)
        result = await self._connection.execute(query.limit(limit))
        return [rows.subscription(row) for row in result.mappings()]


def as_kept(text: str, normal: str) -> str:
    """Return how a subscription keeps the topic as it was typed: empty where that is its norm."""
    return "" if text == normal else text
