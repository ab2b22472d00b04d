from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.ports import Unit
from bot.domain.values import DeliveryState, Digest, DigestPlan, Mode, Place, Sent, Story
from bot.store import SqlStore
from tests.store.samples import DAY, HOUR, NOW, SOMEONE, add_story, card, subscribe, waiting

TODAY = date(2026, 3, 29)
PLAN = DigestPlan(SOMEONE, "UTC", "07:30", ("mon", "fri"), NOW, None)


async def hold(unit: Unit, count: int, place: Place = SOMEONE) -> list[Story]:
    """Stories that wait for a digest, the oldest first."""
    subscription = await subscribe(unit, place, mode=Mode.DIGEST)
    stories = []
    for number in range(count):
        story = await add_story(unit, number, published=NOW - DAY + number * HOUR)
        held = card(subscription, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(story.id, [held], NOW)
        stories.append(story)
    return stories


async def test_a_place_without_a_plan_has_the_default(store: SqlStore) -> None:
    async with store.write() as unit:
        plan = await unit.digests.plan_of(SOMEONE)
        assert plan == DigestPlan(SOMEONE, "UTC", "08:00", (), None, None)
        await subscribe(unit)
        await unit.chats.set_zone(42, "Asia/Tehran")
        assert (await unit.digests.plan_of(SOMEONE)).zone == "Asia/Tehran"
        assert await unit.digests.plans_of_chat(42) == []


async def test_a_plan_is_set_and_set_again(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit)
        await unit.digests.set_plan(PLAN)
        assert await unit.digests.plan_of(SOMEONE) == PLAN
        off = replace(PLAN, time="", days=(), next_at=None)
        await unit.digests.set_plan(off)
        assert await unit.digests.plan_of(SOMEONE) == off
        thread = replace(PLAN, place=Place(42, 7))
        await unit.digests.set_plan(thread)
        assert await unit.digests.plans_of_chat(42) == [off, thread]
        assert await unit.digests.plans() == [off, thread]


async def test_plans_follow_the_chats_zone(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit)
        await unit.digests.set_plan(PLAN)
        await unit.chats.set_zone(42, "Europe/Berlin")
        moved = replace(PLAN, zone="Europe/Berlin")
        assert await unit.digests.plan_of(SOMEONE) == moved
        assert await unit.digests.due(NOW, 9) == [moved]


async def test_due_plans_are_those_of_active_chats_whose_time_has_come(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id, next_at in ((1, NOW), (2, NOW - HOUR), (3, NOW + HOUR), (4, None), (5, NOW)):
            await subscribe(unit, Place(chat_id))
            await unit.digests.set_plan(replace(PLAN, place=Place(chat_id), next_at=next_at))
        await unit.chats.gone(5)
        due = await unit.digests.due(NOW, 9)
        assert [plan.place.chat_id for plan in due] == [2, 1]
        assert await unit.digests.due(NOW, 1) == due[:1]


async def test_waiting_stories_come_newest_first(store: SqlStore) -> None:
    async with store.write() as unit:
        stories = await hold(unit, 3)
        await subscribe(unit, Place(42, 7))
        assert await waiting(unit, SOMEONE, 9) == stories[::-1]
        assert await waiting(unit, SOMEONE, 2) == stories[:0:-1]
        assert await waiting(unit, Place(42, 7), 9) == []


async def test_a_story_sent_as_a_card_waits_too_where_both_are_wanted(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        both = await subscribe(unit, mode=Mode.BOTH)
        await unit.deliveries.plan(story.id, [card(both, in_digest=True)], NOW)
        (taken,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.sent(taken.id, Sent(5), NOW)
        assert await waiting(unit, SOMEONE, 9) == [story]


async def test_a_digest_takes_all_that_waited_and_shows_some_in_order(store: SqlStore) -> None:
    async with store.write() as unit:
        stories = await hold(unit, 4)
        await unit.digests.set_plan(PLAN)
        shown = (stories[2], stories[0])
        ids = [story.id for story in shown]
        assert await unit.digests.compose(SOMEONE, TODAY, ids, NOW) is True
        assert await waiting(unit, SOMEONE, 9) == []
        assert (await unit.digests.plan_of(SOMEONE)).last_at == NOW
        (taken,) = await unit.digests.take(NOW, 9)
        chat = await unit.chats.get(42)
        assert chat is not None
        assert taken == Digest(taken.id, SOMEONE, chat, TODAY, shown, 0, more=2, planned_at=NOW)


async def test_a_date_has_one_digest(store: SqlStore) -> None:
    """What comes after it waits for the next."""
    async with store.write() as unit:
        stories = await hold(unit, 1)
        assert await unit.digests.compose(SOMEONE, TODAY, [stories[0].id], NOW)
        late = await add_story(unit, 9)
        subscription = (await unit.chats.subscriptions(SOMEONE))[0]
        held = card(subscription, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(late.id, [held], NOW)
        assert await unit.digests.compose(SOMEONE, TODAY, [late.id], NOW) is False
        assert await waiting(unit, SOMEONE, 9) == [late]
        assert await unit.digests.compose(Place(42, 7), TODAY, [late.id], NOW) is True
        assert await unit.digests.compose(SOMEONE, date(2026, 3, 30), [late.id], NOW) is True


async def test_the_time_of_the_last_digest_survives_a_stale_plan(store: SqlStore) -> None:
    """The caller composes, then sets the next time in the plan it read before."""
    async with store.write() as unit:
        (story,) = await hold(unit, 1)
        await unit.digests.set_plan(PLAN)
        await unit.digests.compose(SOMEONE, TODAY, [story.id], NOW)
        await unit.digests.set_plan(replace(PLAN, next_at=NOW + DAY))
        assert await unit.digests.plan_of(SOMEONE) == replace(
            PLAN, next_at=NOW + DAY, last_at=NOW, last_date=TODAY
        )


async def test_a_digest_goes_the_way_of_cards(store: SqlStore) -> None:
    async with store.write() as unit:
        (story,) = await hold(unit, 1)
        await subscribe(unit, Place(43))
        for chat_id in (42, 43):
            await unit.digests.compose(Place(chat_id), TODAY, [story.id], NOW)
        assert await unit.deliveries.pending() == 2
        assert await unit.digests.take(NOW - HOUR, 9) == []
        assert await unit.digests.take(NOW, 9, exclude=[42, 43]) == []
        first, second = await unit.digests.take(NOW, 9)
        await unit.digests.later(first.id, NOW + HOUR, "flood")
        await unit.digests.failed(second.id, "refused")
        assert await unit.digests.take(NOW, 9) == []
        assert await unit.deliveries.next_at() == NOW + HOUR
        assert await unit.digests.take(NOW + HOUR, 9) == [replace(first, attempts=1)]
        await unit.digests.sent(first.id, Sent(5, degraded="as plain text"), NOW)
        assert await unit.deliveries.pending() == 0
        assert (await unit.upkeep.counts())["failed"] == 1


async def test_one_digest_a_chat_at_a_time(store: SqlStore) -> None:
    async with store.write() as unit:
        (story,) = await hold(unit, 1)
        for thread in (0, 7):
            await unit.digests.compose(Place(42, thread), TODAY, [story.id], NOW)
        (first,) = await unit.digests.take(NOW, 9)
        assert first.place == SOMEONE
        assert await unit.digests.take(NOW, 9) == []
        await unit.digests.sent(first.id, Sent(5), NOW)
        assert [one.place for one in await unit.digests.take(NOW, 9)] == [Place(42, 7)]
