"""Digests: one for each local date, and none that stops another's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ports import Unit
from bot.domain.values import DeliveryState, DigestPlan, Mode, Place
from bot.pipeline.digesting import DigestMaker
from bot.store import SqlStore
from tests.pipeline.composing import compose_due
from tests.store.samples import DAY, NOW, SOMEONE, add_story, card, subscribe
from tests.timers import SetClock

OTHER = Place(43)
EVENING = datetime(2026, 3, 29, 23, 55, tzinfo=UTC)


async def held(unit: Unit, number: int, place: Place = SOMEONE) -> None:
    """Let a story wait for the place's digest."""
    subscription = await subscribe(unit, place, mode=Mode.DIGEST)
    story = await add_story(unit, number)
    await unit.deliveries.plan(
        story.id, [card(subscription, DeliveryState.HELD, in_digest=True)], NOW
    )


async def planned(unit: Unit, place: Place, at: datetime) -> None:
    """Let a place's digest be due at an instant."""
    time = at.strftime("%H:%M")
    await unit.digests.set_plan(DigestPlan(place, "UTC", time, (), at, None))


async def test_a_digest_that_comes_after_midnight_leaves_the_new_day_its_own(
    store: SqlStore,
) -> None:
    """The bot was down at 23:55 and came back at 00:10: 23:55 of that day has news again."""
    clock = SetClock(EVENING + timedelta(minutes=15))
    async with store.write() as unit:
        await held(unit, 1)
        await planned(unit, SOMEONE, EVENING)
    await compose_due(DigestMaker(store, clock))
    async with store.read() as unit:
        assert (await unit.digests.plan_of(SOMEONE)).next_at == EVENING + DAY
        assert await unit.deliveries.pending() == 1


async def test_a_zone_that_is_no_more_stops_no_other_digest(store: SqlStore) -> None:
    """Zones are renamed now and then, and a chat may have the old name."""
    async with store.write() as unit:
        for number, place in enumerate((SOMEONE, OTHER), 1):
            await held(unit, number, place)
            await planned(unit, place, NOW)
        await unit.chats.set_zone(SOMEONE.chat_id, "Mars/Olympus")
    maker = DigestMaker(store, SetClock(NOW + timedelta(seconds=1)))
    await compose_due(maker)
    async with store.write() as unit:
        assert {digest.place for digest in await unit.digests.take(NOW + DAY, 9)} == {
            SOMEONE,
            OTHER,
        }
    assert await compose_due(maker) == 0


class Meanwhile:
    """A store in which a person changes the plan between the engine's look and its deed."""

    def __init__(self, store: SqlStore, change: DigestPlan) -> None:
        self._store = store
        self._change = change

    def read(self) -> AbstractAsyncContextManager[Unit]:
        return self._store.read()

    @asynccontextmanager
    async def write(self, *, first: bool = False) -> AsyncIterator[Unit]:
        async with self._store.write(first=first) as unit:
            await unit.digests.set_plan(self._change)
        async with self._store.write(first=first) as unit:
            yield unit


@pytest.mark.parametrize("time", ["", "21:30"], ids=["off", "later"])
async def test_what_a_person_sets_meanwhile_stays(store: SqlStore, time: str) -> None:
    async with store.write() as unit:
        await held(unit, 1)
        await planned(unit, SOMEONE, NOW)
        plan = await unit.digests.plan_of(SOMEONE)
    set_now = replace(plan, time=time, next_at=NOW + 3 * DAY if time else None)
    await compose_due(DigestMaker(Meanwhile(store, set_now), SetClock(NOW)))
    async with store.read() as unit:
        assert await unit.digests.plan_of(SOMEONE) == set_now
        assert await unit.deliveries.pending() == 0
