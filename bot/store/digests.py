"""Digests: when they are due, what waits for them, and their way to Telegram."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from bot.domain.values import Also, Digest, DigestKind, DigestPlan, Place, Story, Waiting
from bot.store import rows
from bot.store.queues import SqlQueue
from bot.store.schema import (
    CARD,
    DAILY,
    WAITING,
    chats,
    deliveries,
    digest_plans,
    digests,
    stories,
)
from bot.store.silences import speaks
from bot.store.tables import at, batches
from bot.store.telling import newest_first

_DEFAULT_ZONE = "UTC"
_DEFAULT_TIME = "08:00"
_PLANS = select(digest_plans, chats.c.zone).join(chats, chats.c.id == digest_plans.c.chat_id)


class SqlDigests(SqlQueue):
    """Implements ``ports.DigestTable``."""

    queue = digests

    def _free(self) -> ColumnElement[bool]:
        """Return the condition that no delivery refers to a digest any more."""
        return ~select(deliveries.c.id).where(deliveries.c.digest_id == digests.c.id).exists()

    async def plan_of(self, place: Place) -> DigestPlan:
        """Return the place's plan; 08:00 every day, not yet scheduled, where none was set."""
        found = await self._connection.execute(_PLANS.where(at(digest_plans, place)))
        if row := found.mappings().first():
            return _plan(row)
        zone = await self._connection.scalar(
            select(chats.c.zone).where(chats.c.id == place.chat_id)
        )
        return DigestPlan(place, zone or _DEFAULT_ZONE, _DEFAULT_TIME, (), None, None)

    async def scheduled(self, places: Collection[Place]) -> set[Place]:
        """Return those of the places that need no next time of a digest: it is set, or off."""
        found: set[Place] = set()
        for part in batches(sorted({place.chat_id for place in places})):
            there = await self._connection.execute(
                select(digest_plans.c.chat_id, digest_plans.c.thread_id).where(
                    digest_plans.c.chat_id.in_(part),
                    digest_plans.c.next_at.is_not(None) | (digest_plans.c.time == ""),
                )
            )
            found |= {Place(chat_id, thread_id) for chat_id, thread_id in there}
        return found & set(places)

    async def set_plan(self, plan: DigestPlan) -> None:
        """Set time, days and ``next_at`` of a place; ``last_at`` is ``compose``'s to set."""
        values = {"time": plan.time, "days": plan.days, "next_at": plan.next_at}
        await self._connection.execute(
            self._insert(digest_plans)
            .values(chat_id=plan.place.chat_id, thread_id=plan.place.thread_id, **values)
            .on_conflict_do_update(index_elements=["chat_id", "thread_id"], set_=values)
        )

    async def plans_of_chat(self, chat_id: int) -> list[DigestPlan]:
        """Return the stored plans of all places of a chat."""
        found = await self._connection.execute(
            _PLANS.where(digest_plans.c.chat_id == chat_id).order_by(digest_plans.c.thread_id)
        )
        return [_plan(row) for row in found.mappings()]

    async def plans(self) -> list[DigestPlan]:
        """Return the stored plans of all places."""
        found = await self._connection.execute(
            _PLANS.order_by(digest_plans.c.chat_id, digest_plans.c.thread_id)
        )
        return [_plan(row) for row in found.mappings()]

    async def due(self, now: datetime, limit: int) -> list[DigestPlan]:
        """Return plans of active chats that are not silent whose ``next_at`` has come.

        The longest due come first.
        """
        found = await self._connection.execute(
            _PLANS.where(digest_plans.c.next_at <= now, chats.c.active, speaks(now))
            .order_by(digest_plans.c.next_at, digest_plans.c.chat_id, digest_plans.c.thread_id)
            .limit(limit)
        )
        return [_plan(row) for row in found.mappings()]

    async def due_of(self, chat_ids: Collection[int], now: datetime) -> list[DigestPlan]:
        """Return the plans of these chats whose ``next_at`` has come, silent or not."""
        plans: list[DigestPlan] = []
        for part in batches(sorted(chat_ids)):
            found = await self._connection.execute(
                _PLANS.where(digest_plans.c.chat_id.in_(part), digest_plans.c.next_at <= now)
            )
            plans += [_plan(row) for row in found.mappings()]
        return plans

    async def waiting(
        self, place: Place, limit: int, kind: DigestKind = DigestKind.DAILY, *, daily: bool = False
    ) -> list[Waiting]:
        """Return stories that wait for the place's digest, newest first.

        The daily one, and one that is ``daily`` besides what its kind says, has all of them; others
        have what a silence or a cap held back.
        """
        found = await self._connection.execute(
            newest_first(select(stories, deliveries.c.words, CARD.label("has_card")))
            .join(deliveries, deliveries.c.story_id == stories.c.id)
            .where(at(deliveries, place), *_taken_by(kind, daily=daily))
            .limit(limit)
        )
        return [
            Waiting(rows.story(row), tuple(row[deliveries.c.words]), bool(row["has_card"]))
            for row in found.mappings()
        ]

    async def compose(
        self,
        place: Place,
        local_date: date,
        story_ids: Sequence[int],
        now: datetime,
        kind: DigestKind = DigestKind.DAILY,
        *,
        daily: bool = False,
    ) -> bool:
        """Plan the digest of a local date with these stories, and take all that waited with it.

        False, and nothing changes, where that date's daily digest is already there; of one that is
        ``daily`` by another kind, the caller knows that it is not.
        """
        digest_id = await self._connection.scalar(
            self._insert(digests)
            .values(
                chat_id=place.chat_id,
                thread_id=place.thread_id,
                local_date=local_date,
                story_ids=list(story_ids),
                kind=kind.value,
                state="planned",
                not_before=now,
                planned_at=now,
                attempts=0,
            )
            .on_conflict_do_nothing(
                index_elements=["chat_id", "thread_id", "local_date"], index_where=DAILY
            )
            .returning(digests.c.id)
        )
        if digest_id is None:
            return False
        await self._connection.execute(
            update(deliveries)
            .where(at(deliveries, place), *_taken_by(kind, daily=daily))
            .values(digest_id=digest_id)
        )
        if daily or kind is DigestKind.DAILY:
            await self._connection.execute(
                update(digest_plans)
                .where(at(digest_plans, place))
                .values(last_at=now, last_date=local_date)
            )
        return True

    async def take(
        self,
        now: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[Digest]:
        """Move planned digests whose time has come to ``sending``, as for deliveries."""
        taken = await self._take(now, limit, exclude, only)
        if not taken:
            return []
        found = await self._connection.execute(
            select(digests, chats)
            .join(chats, chats.c.id == digests.c.chat_id)
            .where(digests.c.id.in_(taken))
            .order_by(digests.c.id)
        )
        found_rows = found.mappings().all()
        shown = await self._shown({one for row in found_rows for one in row[digests.c.story_ids]})
        made = [_digest(row, shown) for row in found_rows]
        return [await self._whole(one) for one in made]

    async def _whole(self, digest: Digest) -> Digest:
        """Return a digest with what its stories stand for."""
        also = await self._also(digest)
        named = len(digest.stories) + sum(map(len, also.values()))
        count = await self._connection.scalar(
            select(func.count()).where(deliveries.c.digest_id == digest.id)
        )
        return replace(digest, also=also, more=max((count or 0) - named, 0))

    async def _also(self, digest: Digest) -> dict[int, tuple[Also, ...]]:
        """Return the stories that waited with those shown and tell the same events."""
        lines = {one.event_id: one.id for one in digest.stories if one.event_id is not None}
        also: dict[int, tuple[Also, ...]] = {}
        found = await self._connection.execute(
            newest_first(select(stories))
            .join(deliveries, deliveries.c.story_id == stories.c.id)
            .where(
                deliveries.c.digest_id == digest.id,
                stories.c.event_id.in_(sorted(lines)),
                stories.c.id.not_in([one.id for one in digest.stories]),
            )
        )
        for row in found.mappings():
            line = lines[row[stories.c.event_id]]
            also[line] = (*also.get(line, ()), rows.also(row))
        return also

    async def _shown(self, story_ids: Collection[int]) -> dict[int, Story]:
        shown: dict[int, Story] = {}
        for part in batches(sorted(story_ids)):
            found = await self._connection.execute(select(stories).where(stories.c.id.in_(part)))
            shown.update((row[stories.c.id], rows.story(row)) for row in found.mappings())
        return shown


def _plan(row: RowMapping) -> DigestPlan:
    c = digest_plans.c
    return DigestPlan(
        place=Place(row[c.chat_id], row[c.thread_id]),
        zone=row[chats.c.zone],
        time=row[c.time],
        days=tuple(row[c.days]),
        next_at=row[c.next_at],
        last_at=row[c.last_at],
        last_date=row[c.last_date],
        rest_at=row[c.rest_at],
    )


def _digest(row: RowMapping, shown: dict[int, Story]) -> Digest:
    c = digests.c
    return Digest(
        id=row[c.id],
        place=Place(row[c.chat_id], row[c.thread_id]),
        chat=rows.chat(row),
        local_date=row[c.local_date],
        stories=tuple(shown[one] for one in row[c.story_ids] if one in shown),
        attempts=row[c.attempts],
        planned_at=row[c.planned_at],
        kind=DigestKind(row[c.kind]),
    )


def _taken_by(kind: DigestKind, *, daily: bool) -> list[ColumnElement[bool]]:
    """Return the conditions that a delivery is for a digest of a kind."""
    is_daily = daily or kind is DigestKind.DAILY
    return [WAITING] if is_daily else [WAITING, deliveries.c.held_back]
