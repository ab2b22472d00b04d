from __future__ import annotations

from datetime import timedelta

from bot.store import SqlStore
from tests.store.samples import DAY, NOW


async def test_updates_wait_in_order_until_they_are_done(store: SqlStore) -> None:
    async with store.write() as unit:
        assert await unit.inbox.offset() == 0
        await unit.inbox.add([(12, '{"m":"سوریه"}'), (11, "{}")], NOW)
        await unit.inbox.add([(13, "{}"), (12, "other")], NOW)
        assert await unit.inbox.pending() == [(11, "{}"), (12, '{"m":"سوریه"}'), (13, "{}")]
        await unit.inbox.done(12)
        assert await unit.inbox.pending() == [(11, "{}"), (13, "{}")]
        assert await unit.inbox.offset() == 14


async def test_a_handled_update_does_not_come_twice(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(11, "{}")], NOW)
        await unit.inbox.done(11)
        await unit.inbox.add([(11, "{}")], NOW + DAY)
        assert await unit.inbox.pending() == []
        assert await unit.inbox.offset() == 12


async def test_an_update_that_overtook_another_does_not_hide_it(store: SqlStore) -> None:
    """Webhooks come side by side."""
    async with store.write() as unit:
        await unit.inbox.add([(12, "{}")], NOW)
        await unit.inbox.done(12)
        await unit.inbox.add([(11, "{}")], NOW)
        assert await unit.inbox.pending() == [(11, "{}")]
        assert await unit.inbox.offset() == 13


async def test_the_offset_stays_when_all_is_done_and_forgotten(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(11, "{}"), (12, "{}")], NOW)
        await unit.inbox.done(11)
        await unit.inbox.add([(13, "{}")], NOW + 3 * DAY)  # forgets 11, keeps 12 that waits
        assert await unit.inbox.pending() == [(12, "{}"), (13, "{}")]
        await unit.inbox.add([], NOW)
    async with store.read() as unit:
        assert await unit.inbox.offset() == 14


async def test_numbering_begins_anew_after_a_week_of_silence(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.inbox.add([(900, "{}")], NOW)
        await unit.inbox.done(900)
        await unit.inbox.add([(5, "{}")], NOW + timedelta(days=8))
        assert await unit.inbox.pending() == [(5, "{}")]
        assert await unit.inbox.offset() == 6
