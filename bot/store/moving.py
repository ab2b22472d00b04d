"""Moves a group's rows to the id it has as a supergroup.

Where both ids have a row for the same thing, the one that got further stays: what was sent may not
be sent again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.values import ChatKind, DeliveryState, DigestKind
from bot.store.schema import (
    chats,
    deliveries,
    digest_plans,
    digests,
    feed_chats,
    subscriptions,
)

_PROGRESS = {
    DeliveryState.FAILED: 0,
    DeliveryState.PLANNED: 1,
    DeliveryState.HELD: 1,
    DeliveryState.JOINED: 1,
    DeliveryState.SENDING: 2,
    DeliveryState.SENT: 3,
}
_DEFAULT_ZONE = "UTC"
_TOGETHER = (("quiet_start", "quiet_end"), ("paused_at", "paused_until", "pause_thread"), ("cap",))
"""Settings of which one says nothing without the others."""


async def move(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Move all rows of a chat to another id, made where it is not there; the old one is deleted."""
    if old_id == new_id:
        return
    found = await connection.execute(select(chats).where(chats.c.id.in_([old_id, new_id])))
    both = {row["id"]: dict(row) for row in found.mappings()}
    if old_id not in both:
        return
    await _move_chat(connection, both[old_id], both.get(new_id), new_id)
    await _move_subscriptions(connection, old_id, new_id)
    await _move_digests(connection, old_id, new_id)
    await _move_deliveries(connection, old_id, new_id)
    await _move_plans(connection, old_id, new_id)
    await _move_feeds(connection, old_id, new_id)
    await connection.execute(delete(chats).where(chats.c.id == old_id))


async def _move_chat(
    connection: AsyncConnection, old: dict[str, Any], new: dict[str, Any] | None, new_id: int
) -> None:
    """Make the new chat, or give it the settings that were made under the old id."""
    if new is None:
        row = old | {"id": new_id, "kind": ChatKind.SUPERGROUP.value, "active": True}
        await connection.execute(insert(chats).values(**row))
        return
    kept: dict[str, object] = {"active": True}  # Telegram named it just now
    if old["every_source"]:
        kept["every_source"] = True
    if new["zone"] == _DEFAULT_ZONE:
        kept["zone"] = old["zone"]
    if not new["language_chosen"]:
        kept |= {"language": old["language"], "language_chosen": old["language_chosen"]}
    for first, *others in _TOGETHER:
        if new[first] is None:
            kept |= {name: old[name] for name in (first, *others)}
    # What was held back under either id waits for the end of a silence. It is looked at when the
    # first of both ends; where the settings have it go on, it does.
    for name in ("silent_from", "silent_until"):
        kept[name] = min((one[name] for one in (old, new) if one[name]), default=None)
    await connection.execute(update(chats).where(chats.c.id == new_id).values(**kept))


async def _move_subscriptions(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    for old, new in await _twins(connection, subscriptions, old_id, new_id, "topic_id"):
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.subscription_id == old["id"])
            .values(subscription_id=new["id"])
        )
        await _drop(connection, subscriptions, old["id"])
    await _rename(connection, subscriptions, old_id, new_id)


async def _move_digests(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    for old, new in await _twins(connection, digests, old_id, new_id, "local_date"):
        if {old["kind"], new["kind"]} != {DigestKind.DAILY}:
            continue  # those of what was held back may be several on a date
        kept, dropped = further(old, new)
        # What the dropped one would have shown waits for the next digest.
        shown_by = kept["id"] if dropped["state"] == DeliveryState.SENT else None
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.digest_id == dropped["id"])
            .values(digest_id=shown_by)
        )
        await _drop(connection, digests, dropped["id"])
    await _rename(connection, digests, old_id, new_id)


async def _move_deliveries(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    # the group's messages stay behind: under their numbers the supergroup has others
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.chat_id == old_id, deliveries.c.state == DeliveryState.SENT.value)
        .values(message_id=None, edit_at=None)
    )
    for old, new in await _twins(connection, deliveries, old_id, new_id, "story_id"):
        kept, dropped = further(old, new)
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.card_id == dropped["id"])
            .values(card_id=kept["id"])
        )
        await _drop(connection, deliveries, dropped["id"])
    await _rename(connection, deliveries, old_id, new_id)


async def _move_plans(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Move the digest plans; one set under the new id stays, and knows what the old one brought."""
    for old, new in await _twins(connection, digest_plans, old_id, new_id, "thread_id"):
        times = [one["rest_at"] for one in (old, new) if one["rest_at"]]
        dates = [one["last_date"] for one in (old, new) if one["last_date"]]
        await connection.execute(
            update(digest_plans)
            .where(digest_plans.c.chat_id == new_id, digest_plans.c.thread_id == new["thread_id"])
            .values(rest_at=min(times, default=None), last_date=max(dates, default=None))
        )
    stay = select(digest_plans.c.thread_id).where(digest_plans.c.chat_id == new_id)
    await connection.execute(
        update(digest_plans)
        .where(digest_plans.c.chat_id == old_id, digest_plans.c.thread_id.not_in(stay))
        .values(chat_id=new_id)
    )
    await connection.execute(delete(digest_plans).where(digest_plans.c.chat_id == old_id))


async def _move_feeds(connection: AsyncConnection, old_id: int, new_id: int) -> None:
    """Move the chat's own feeds; one added under both ids stays once."""
    stay = select(feed_chats.c.feed_id).where(feed_chats.c.chat_id == new_id)
    await connection.execute(
        update(feed_chats)
        .where(feed_chats.c.chat_id == old_id, feed_chats.c.feed_id.not_in(stay))
        .values(chat_id=new_id)
    )
    await connection.execute(delete(feed_chats).where(feed_chats.c.chat_id == old_id))


async def _twins(
    connection: AsyncConnection, table: Table, old_id: int, new_id: int, same: str
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return pairs of rows, old and new, that would meet in the unique constraint."""
    mine, theirs = table.alias("mine"), table.alias("theirs")
    found = await connection.execute(
        select(mine, theirs)
        .join(
            theirs,
            and_(theirs.c.thread_id == mine.c.thread_id, theirs.c[same] == mine.c[same]),
        )
        .where(mine.c.chat_id == old_id, theirs.c.chat_id == new_id)
    )
    return [
        ({c.key: row[c] for c in mine.c}, {c.key: row[c] for c in theirs.c})
        for row in found.mappings()
    ]


def further(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return which of two twins stays and which goes."""
    if _PROGRESS[DeliveryState(old["state"])] > _PROGRESS[DeliveryState(new["state"])]:
        return old, new
    return new, old


async def _drop(connection: AsyncConnection, table: Table, row_id: int) -> None:
    await connection.execute(delete(table).where(table.c.id == row_id))


async def _rename(connection: AsyncConnection, table: Table, old_id: int, new_id: int) -> None:
    await connection.execute(update(table).where(table.c.chat_id == old_id).values(chat_id=new_id))
