from __future__ import annotations

from datetime import timedelta

from bot.domain.ports import Unit
from bot.store import SqlStore
from tests.store.samples import DAY, NOW


async def waiting(unit: Unit) -> list[int]:
    """Return the updates that are not handled, in the order in which they would be."""
    found = []
    for chat_id in await unit.inbox.chats(9):
        while (row := await unit.inbox.next_of(chat_id)) is not None:
            found.append(row[0])
            await unit.inbox.done(row[0])
    return found


async def test_updates_wait_in_order_until_they_are_done(store: SqlStore) -> None:
    async with store.write() as unit:
        assert await unit.inbox.offset() == 0
        await unit.inbox.add([(12, 7, '{"m":"سوریه"}'), (11, 7, "{}")], NOW)
        await unit.inbox.add([(13, 7, "{}"), (12, 7, "other")], NOW)
        assert [await unit.inbox.pending(9), await unit.inbox.pending(2)] == [3, 2]
        assert await unit.inbox.next_of(7) == (11, "{}")
        await unit.inbox.done(11)
        assert await unit.inbox.next_of(7) == (12, '{"m":"سوریه"}')
        assert await waiting(unit) == [12, 13]
        assert await unit.inbox.offset() == 14


async def test_chats_whose_updates_wait_longest_come_first(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(14, -5, "{}"), (11, 8, "{}"), (12, -5, "{}"), (13, 6, "{}")], NOW)
        assert await unit.inbox.chats(9) == [8, -5, 6]
        assert await unit.inbox.chats(2, but={8}) == [-5, 6]
        await unit.inbox.done(11)
        assert await unit.inbox.chats(1) == [-5]
        assert await unit.inbox.next_of(8) is None


async def test_a_handled_update_does_not_come_twice(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(11, 7, "{}")], NOW)
        await unit.inbox.done(11)
        await unit.inbox.add([(11, 7, "{}")], NOW + DAY)
        assert await waiting(unit) == []
        assert await unit.inbox.offset() == 12


async def test_an_update_that_overtook_another_does_not_hide_it(store: SqlStore) -> None:
    """Webhooks come side by side."""
    async with store.write() as unit:
        await unit.inbox.add([(12, 7, "{}")], NOW)
        await unit.inbox.done(12)
        await unit.inbox.add([(11, 7, "{}")], NOW)
        assert await waiting(unit) == [11]
        assert await unit.inbox.offset() == 13


async def test_the_offset_stays_when_all_is_done_and_forgotten(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(11, 7, "{}"), (12, 7, "{}")], NOW)
        await unit.inbox.done(11)
        await unit.inbox.add([(13, 7, "{}")], NOW + 3 * DAY)  # forgets 11, keeps 12 that waits
        assert await waiting(unit) == [12, 13]
        await unit.inbox.add([], NOW)
    async with store.read() as unit:
        assert await unit.inbox.offset() == 14


async def test_numbering_begins_anew_after_a_week_of_silence(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(900, 7, "{}")], NOW)
        await unit.inbox.done(900)
        await unit.inbox.add([(5, 7, "{}")], NOW + timedelta(days=8))
        assert await waiting(unit) == [5]
        assert await unit.inbox.offset() == 6
