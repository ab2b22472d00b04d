"""A forum thread that was closed or deleted, and a chat that comes back: nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.values import (
    ChatKind,
    DeliveryState,
    DigestKind,
    DigestPlan,
    LostThread,
    Mode,
    Place,
    Sent,
)
from bot.store import SqlStore
from tests.store.samples import DAY, HOUR, NOW, add_story, card, plan_cards, subscribe, waiting

GROUP = -100
THREAD, GENERAL = Place(GROUP, 7), Place(GROUP)
PLAN = DigestPlan(THREAD, "UTC", "07:30", ("mon",), NOW, None)


async def test_the_general_thread_has_all_that_a_thread_had(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, THREAD)
        other = await subscribe(unit, Place(GROUP, 8))
        first, second = await plan_cards(unit, one, [1, 2])
        await unit.digests.set_plan(PLAN)
        held = await add_story(unit, 3)
        await unit.deliveries.plan(
            held.id, [card(one, DeliveryState.HELD, in_digest=True)], NOW
        )  # fmt: skip
        (sent,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.sent(sent.id, Sent(5, outside_thread=True), NOW)

        await unit.chats.thread_lost(THREAD, NOW)

        assert await unit.chats.subscriptions(THREAD) == []
        assert await unit.chats.subscriptions(GENERAL) == [replace(one, place=GENERAL)]
        assert await unit.chats.subscriptions(Place(GROUP, 8)) == [other]
        (plan,) = await unit.digests.plans_of_chat(GROUP)
        assert plan == replace(PLAN, place=GENERAL)
        (taken,) = await unit.deliveries.take(NOW, 9)
        assert (taken.place, taken.story) == (GENERAL, second)
        came = await unit.deliveries.came(GENERAL, first.id)
        assert came is not None
        assert came.state is DeliveryState.SENT
        assert await waiting(unit, GENERAL) == [held]


async def test_what_both_threads_follow_comes_once(store: SqlStore) -> None:
    async with store.write() as unit:
        one, general = await subscribe(unit, THREAD), await subscribe(unit, GENERAL)
        other = await subscribe(unit, THREAD, "iran", Mode.BOTH)
        stories = [await add_story(unit, number) for number in (1, 2)]
        for story in stories:
            await unit.deliveries.plan(story.id, [card(one), card(general)], NOW)
        (sent,) = await unit.deliveries.take(NOW, 9)
        assert sent.place == THREAD
        await unit.deliveries.sent(sent.id, Sent(5, outside_thread=True), NOW)
        await unit.digests.set_plan(PLAN)
        await unit.digests.set_plan(replace(PLAN, place=GENERAL, time="19:00"))

        await unit.chats.thread_lost(THREAD, NOW)

        assert await unit.chats.subscriptions(GENERAL) == [
            general, replace(other, place=GENERAL),
        ]  # fmt: skip
        (plan,) = await unit.digests.plans_of_chat(GROUP)
        assert plan.time == "19:00"
        (left,) = await unit.deliveries.take(NOW, 9)
        assert (left.place, left.story) == (GENERAL, stories[1])
        await unit.deliveries.sent(left.id, Sent(6), NOW)
        assert await unit.deliveries.take(NOW + DAY, 9) == []


async def test_a_digest_on_its_way_waits_for_the_general_one(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, THREAD, mode=Mode.DIGEST)
        story = await add_story(unit)
        await unit.deliveries.plan(
            story.id, [card(one, DeliveryState.HELD, in_digest=True)], NOW
        )  # fmt: skip
        await unit.digests.set_plan(PLAN)
        await unit.digests.set_plan(replace(PLAN, place=GENERAL, time="", next_at=None))  # off
        await unit.digests.compose(THREAD, date(2026, 3, 29), [story.id], NOW)
        await unit.silences.rest([THREAD], NOW + HOUR)
        await unit.chats.thread_lost(THREAD, NOW)
        assert await unit.digests.take(NOW, 9) == []
        assert await waiting(unit, GENERAL) == [story]
        assert await unit.silences.resting(NOW + HOUR, 9) == [GENERAL]
        (plan,) = await unit.digests.plans_of_chat(GROUP)
        assert (plan.place, plan.time) == (GENERAL, "07:30")


async def test_each_thread_is_told_of_once(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.chats.ensure(GROUP, ChatKind.SUPERGROUP, "Readers", None, NOW)
        await unit.chats.thread_lost(GENERAL, NOW)  # there is nowhere to fall back to
        await unit.chats.thread_lost(THREAD, NOW)
        await unit.chats.thread_lost(Place(-9, 5), NOW)
        lost = [LostThread(THREAD, "Readers"), LostThread(Place(-9, 5), None)]
        assert await unit.chats.lost_threads(NOW, 9) == lost
        await unit.chats.thread_told(THREAD, NOW)
        await unit.chats.tell_thread_later(Place(-9, 5), NOW + HOUR)
        assert await unit.chats.lost_threads(NOW, 9) == []
        await unit.chats.thread_lost(THREAD, NOW + DAY)  # opened and closed again
        assert await unit.chats.lost_threads(NOW + DAY, 9) == lost[1:]


async def test_a_chat_that_is_back_gets_what_is_news_and_a_digest_of_the_rest(
    store: SqlStore,
) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, THREAD)
        old, fresh = await plan_cards(unit, one, [1]), await plan_cards(unit, one, [2], NOW + DAY)
        await unit.chats.gone(GROUP)
        back = NOW + DAY + timedelta(minutes=1)
        assert await unit.deliveries.take(back, 9) == []
        assert await unit.silences.resting(back, 9) == []
        for _ in range(2):
            await unit.chats.ensure(GROUP, ChatKind.PRIVATE, None, None, back)
        (taken,) = await unit.deliveries.take(back, 9)
        assert [taken.story] == fresh
        assert await unit.silences.resting(back, 9) == [THREAD]
        brought = await unit.digests.waiting(THREAD, 9, DigestKind.BACK)
        assert [one.story for one in brought] == old
