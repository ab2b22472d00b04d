"""What was sent is forgotten once it is old, some at a time."""

from __future__ import annotations

from datetime import date

from bot.domain.values import DeliveryState, Mode, Sent
from bot.store import SqlStore
from tests.store.samples import DAY, NOW, SOMEONE, add_story, card, plan_cards, subscribe

OLD = NOW - 31 * DAY
BEFORE = NOW - 30 * DAY


async def test_old_cards_are_forgotten_some_at_a_time(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        old = await plan_cards(unit, one, [1, 2, 3], OLD)
        (new,) = await plan_cards(unit, one, [4])
        last = await unit.deliveries.forget(BEFORE, 0, 2)
        assert last is not None
        assert await unit.deliveries.came(SOMEONE, old[1].id) is None
        assert await unit.deliveries.came(SOMEONE, old[2].id) is not None
        last = await unit.deliveries.forget(BEFORE, last, 2)
        assert last is not None
        assert await unit.deliveries.forget(BEFORE, last, 2) is None
        assert await unit.deliveries.came(SOMEONE, old[2].id) is None
        assert await unit.deliveries.came(SOMEONE, new.id) is not None
        assert await unit.stories.by_id(old[0].id) is not None  # codes do not expire


async def test_what_is_on_its_way_is_not_forgotten(store: SqlStore) -> None:
    async with store.write() as unit:
        (story,) = await plan_cards(unit, await subscribe(unit), [1], OLD)
        (taken,) = await unit.deliveries.take(NOW, 9)
        assert await unit.deliveries.forget(BEFORE, 0, 9) == taken.id
        assert await unit.deliveries.came(SOMEONE, story.id) is not None
        await unit.deliveries.sent(taken.id, Sent(5), NOW)
        assert await unit.deliveries.forget(BEFORE, 0, 9) == taken.id
        assert await unit.deliveries.came(SOMEONE, story.id) is None


async def test_a_digest_is_forgotten_after_what_it_held(store: SqlStore) -> None:
    async with store.write() as unit:
        subscription = await subscribe(unit, mode=Mode.DIGEST)
        story = await add_story(unit)
        held = card(subscription, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(story.id, [held], OLD)
        day = date(2026, 2, 26)
        assert await unit.digests.compose(SOMEONE, day, [story.id], OLD) is True
        (taken,) = await unit.digests.take(NOW, 9)
        await unit.digests.sent(taken.id, Sent(5), NOW)
        assert await unit.digests.forget(BEFORE, 0, 9) == taken.id
        assert await unit.digests.compose(SOMEONE, day, [story.id], NOW) is False  # it is there
        assert await unit.deliveries.forget(BEFORE, 0, 9) is not None
        assert await unit.digests.forget(BEFORE, 0, 9) == taken.id
        assert await unit.digests.forget(BEFORE, 0, 9) is None
