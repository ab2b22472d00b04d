"""What could not be sent, and stories that could not be read: what they are, and trying again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    cast,
    literal,
    select,
    union_all,
    update,
)

from bot.domain.values import DeliveryState, Failure, Place
from bot.store.drafts import SAME
from bot.store.schema import chats, deliveries, digests, drafts, feeds, state, stories
from bot.store.tables import SqlTable, batches

_FAILED: Final = state(DeliveryState.FAILED)
_KINDS: Final = (("card", deliveries), ("digest", digests))
_DRAFT: Final = "story"
"""What names a draft here: for who keeps the bot it is a story that never got its code."""
_SHOWN: Final = 80
"""Characters of a headline."""


class SqlFailing(SqlTable):
    """The part of ``ports.UpkeepTable`` that is about what failed."""

    async def failures(self, limit: int) -> list[Failure]:
        """Return the messages that failed last, the latest first."""
        cards = _failed("card", deliveries, cast(deliveries.c.story_id, String), stories.c.title)
        cards = cards.join(stories, stories.c.id == deliveries.c.story_id)
        plans = _failed("digest", digests, cast(digests.c.local_date, String), literal(""))
        # the highest ids were planned last: thousands that failed need not be sorted
        latest = [
            select(one.order_by(queue.c.id.desc()).limit(limit).subquery())
            for one, queue in ((cards, deliveries), (plans, digests))
        ]
        both = union_all(*latest).subquery()
        found = await self._connection.execute(
            select(both).order_by(both.c.planned_at.desc(), both.c.id.desc()).limit(limit)
        )
        return [
            Failure(
                f"{row.kind} {row.id}",
                Place(row.chat_id, row.thread_id),
                f"{row.key} {row.title[:_SHOWN]}".rstrip(),
                row.planned_at,
                " ".join((row.error or "").split()),
                gone=not row.active,
            )
            for row in found
        ]

    async def unread(self, limit: int) -> list[Failure]:
        """Return the stories that were given up before they had a code, the latest first."""
        found = await self._connection.execute(
            select(drafts, feeds.c.title, feeds.c.url)
            .join(feeds, feeds.c.id == drafts.c.feed_id)
            .where(_GIVEN_UP)
            .order_by(drafts.c.id.desc())
            .limit(limit)
        )
        return [
            Failure(
                f"{_DRAFT} {row.id}",
                Place(0),
                f"{(row.title or row.url)[:_SHOWN]}: {row.link}",
                row.seen_at,
                " ".join(row.dropped_for.split()),
                gone=False,
            )
            for row in found
        ]

    async def retry(self, names: Collection[str] | None, now: datetime) -> list[str]:
        """Plan failed messages again, and read stories that were given up; return their names.

        All where no names are given.
        """
        again: list[str] = []
        for kind, queue in _KINDS:
            ids = None if names is None else _ids(kind, names)
            again += [f"{kind} {one_id}" for one_id in await self._plan_again(queue, ids, now)]
        ids = None if names is None else _ids(_DRAFT, names)
        return again + [f"{_DRAFT} {one_id}" for one_id in await self._read_again(ids, now)]

    async def _read_again(self, ids: Collection[int] | None, now: datetime) -> list[int]:
        which = _GIVEN_UP & drafts.c.entry.is_not(None)
        if ids is not None:
            which &= drafts.c.id.in_(ids)
        again = await self._connection.scalars(
            update(drafts)
            .where(which)
            .values(dropped_for=None, error=None, attempts=0, next_try_at=now)
            .returning(drafts.c.id)
        )
        return sorted(again.all())

    async def _plan_again(
        self, queue: Table, ids: Collection[int] | None, now: datetime
    ) -> list[int]:
        failed = select(queue.c.id).where(queue.c.state == _FAILED)
        if ids is not None:
            failed = failed.where(queue.c.id.in_(ids))
        planned = sorted((await self._connection.scalars(failed)).all())
        for part in batches(planned):
            await self._connection.execute(
                update(queue)
                .where(queue.c.id.in_(part))
                .values(state=DeliveryState.PLANNED.value, not_before=now, attempts=0, error=None)
            )
        return planned


_GIVEN_UP: Final = drafts.c.dropped_for.is_not(None) & ~drafts.c.dropped_for.startswith(SAME)


def _failed(
    kind: str, queue: Table, key: ColumnElement[str], title: ColumnElement[str]
) -> Select[Any]:
    columns = queue.c
    return (
        select(
            literal(kind).label("kind"), columns.id, columns.chat_id, columns.thread_id,
            columns.planned_at, columns.error, chats.c.active, key.label("key"),
            title.label("title"),
        )
        .join(chats, chats.c.id == columns.chat_id)
        .where(columns.state == _FAILED)
    )  # fmt: skip


def _ids(kind: str, names: Collection[str]) -> set[int]:
    """Return the numbers of the names of a kind (``card 12``)."""
    parts = (name.split() for name in names)
    return {int(number) for of_kind, number in parts if of_kind == kind}
