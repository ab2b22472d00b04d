from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.ports import Unit
from bot.domain.values import (
    Chat,
    DeliveryState,
    DigestKind,
    Mode,
    Pause,
    Place,
    PlannedDelivery,
    QuietHours,
    Restraint,
    Sent,
    Silence,
    Subscription,
)
from bot.pipeline.waking import settle, wake
from bot.store import SqlStore
from tests.store.samples import (
    DAY,
    HOUR,
    NOW,
    SOMEONE,
    add_feed,
    add_story,
    card,
    plan_cards,
    subscribe,
    waiting,
)

NIGHT = QuietHours("22:00", "07:00")
THREAD = Place(42, 7)


async def locked(unit: Unit, chat_id: int = 42) -> Chat:
    """A chat that is there."""
    chat = await unit.silences.lock(chat_id)
    assert chat is not None
    return chat


async def silent(unit: Unit, chat_id: int = 42, end: timedelta | None = HOUR) -> None:
    """Let a chat's silence last from now on."""
    await unit.silences.set({chat_id: Silence(NOW, NOW + end if end else None)})


def held_back(subscription: Subscription) -> PlannedDelivery:
    """A card that does not ring."""
    return replace(card(subscription, DeliveryState.HELD), held_back=True)


async def test_settings_are_kept_and_taken_away(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit)
        plain = await locked(unit)
        assert (plain.quiet, plain.pause, plain.cap, plain.silence) == (None, None, None, None)
        chat = replace(plain, quiet=NIGHT, pause=Pause(NOW, NOW + DAY, 7), cap=10)
        await unit.silences.keep(chat)
        await unit.silences.set({42: Silence(NOW, None)})
        assert await unit.chats.get(42) == replace(chat, silence=Silence(NOW, None))
        await unit.silences.keep(plain)
        await unit.silences.set({42: None})
        assert await unit.chats.get(42) == plain
        assert await unit.silences.lock(43) is None


async def test_nothing_is_taken_while_it_is_silent(store: SqlStore) -> None:
    """From the start of a silence until it was ended, be its end past or not."""
    async with store.write() as unit:
        subscription = await subscribe(unit)
        (story,) = await plan_cards(unit, subscription, [1])
        await unit.digests.compose(SOMEONE, date(2026, 3, 29), [story.id], NOW)
        await silent(unit)
        for at in (NOW, NOW + HOUR, NOW + DAY):
            assert await unit.deliveries.take(at, 9) == []
            assert await unit.digests.take(at, 9) == []
        await unit.silences.set({42: Silence(NOW + HOUR, NOW + DAY)})
        (taken,) = await unit.deliveries.take(NOW, 9)
        assert taken.story == story


async def test_silences_end_once_the_longest_ended_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id, end in ((1, HOUR), (2, HOUR / 2), (3, None), (4, DAY), (5, HOUR)):
            await subscribe(unit, Place(chat_id))
            await silent(unit, chat_id, end)
        await unit.chats.gone(5)
        later = NOW + HOUR
        assert [chat.id for chat in await unit.silences.ended(later, 9)] == [2, 1]
        assert [chat.id for chat in await unit.silences.of_all(None, 2)] == [1, 2]
        assert [chat.id for chat in await unit.silences.of_all(2, 9)] == [3, 4, 5]
        await wake(unit, await unit.silences.ended(later, 9), later)
        assert await unit.silences.ended(later, 9) == []


async def test_what_restrains_cards(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id in (1, 2, 3):
            await subscribe(unit, Place(chat_id))
        await silent(unit, 1)
        await unit.silences.keep(replace(await locked(unit, 2), cap=3))
        await unit.silences.rang(Place(2, 7), [NOW - HOUR, NOW])
        plan = await unit.digests.plan_of(Place(2, 7))
        assert plan.time == "08:00"
        await unit.digests.set_plan(replace(plan, time=""))
        places = [Place(1), Place(2), Place(2, 7), Place(3)]
        assert await unit.silences.restraints(places, NOW) == {
            Place(1): Restraint(True, None, (), True),
            Place(2): Restraint(False, 3, (), True),
            Place(2, 7): Restraint(False, 3, (NOW - HOUR, NOW), False),
        }
        assert Place(1) not in await unit.silences.restraints(places, NOW - HOUR)
        assert await unit.silences.restraints([], NOW) == {}


async def test_the_earliest_time_to_rest_counts_and_silence_comes_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id in (1, 2):
            await subscribe(unit, Place(chat_id))
            await unit.silences.rest([Place(chat_id)], NOW + HOUR)
            await unit.silences.rest([Place(chat_id)], NOW + DAY)
        assert await unit.silences.resting(NOW, 9) == []
        await silent(unit, 2, DAY)
        assert await unit.silences.resting(NOW + HOUR, 9) == [Place(1)]
        await unit.silences.rested(Place(1))
        assert await unit.silences.resting(NOW + HOUR, 9) == []


async def test_cards_that_were_planned_are_held_with_all_that_they_would_name(
    store: SqlStore,
) -> None:
    async with store.write() as unit:
        subscription = await subscribe(unit)
        first, second = await plan_cards(unit, subscription, [1, 2])
        (on_its_way,) = await unit.deliveries.take(NOW, 9)
        third = await add_story(unit, 3)
        joined = replace(card(subscription, DeliveryState.JOINED), card_id=on_its_way.id + 1)
        await unit.deliveries.plan(third.id, [joined], NOW)
        await unit.silences.hold_back([42])
        assert await unit.silences.held([42]) == {SOMEONE: 2}
        held = await unit.digests.waiting(SOMEONE, 9, DigestKind.QUIET)
        assert {one.story for one in held} == {second, third}
        assert not any(one.has_card for one in held)
        await unit.deliveries.sent(on_its_way.id, Sent(5), NOW)
        came = await unit.deliveries.came(SOMEONE, second.id)
        assert came is not None
        assert (came.state, came.held_back) == (DeliveryState.HELD, True)
        assert await unit.deliveries.take(NOW + DAY, 9) == []
        assert first == on_its_way.story


async def test_a_quiet_digest_leaves_the_days_own_its_stories(store: SqlStore) -> None:
    """A date may have several; what waited for the daily digest waits on."""
    today = date(2026, 3, 29)
    async with store.write() as unit:
        subscription = await subscribe(unit, mode=Mode.DIGEST)
        daily, *nightly = [await add_story(unit, number) for number in range(3)]
        held = card(subscription, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(daily.id, [held], NOW)
        for story in nightly:
            await unit.deliveries.plan(story.id, [held_back(subscription)], NOW)
            ids = [one.story.id for one in await unit.digests.waiting(SOMEONE, 9, DigestKind.QUIET)]
            assert ids == [story.id]
            assert await unit.digests.compose(SOMEONE, today, ids, NOW, DigestKind.QUIET)
        assert await waiting(unit, SOMEONE) == [daily]
        assert (await unit.digests.plan_of(SOMEONE)).last_date is None
        assert await unit.digests.compose(SOMEONE, today, [daily.id], NOW)
        assert not await unit.digests.compose(SOMEONE, today, [daily.id], NOW)


async def test_what_is_planned_again_counts_for_the_most_it_was(store: SqlStore) -> None:
    """Held for the digest, then held back, then a card: never less, and never twice."""
    async with store.write() as unit:
        subscription = await subscribe(unit)
        story = await add_story(unit)
        for planned, state, back in (
            (card(subscription, DeliveryState.HELD, in_digest=True), DeliveryState.HELD, False),
            (held_back(subscription), DeliveryState.HELD, True),
            (card(subscription, DeliveryState.HELD, in_digest=True), DeliveryState.HELD, True),
            (card(subscription), DeliveryState.PLANNED, False),
            (held_back(subscription), DeliveryState.PLANNED, False),
        ):
            await unit.deliveries.plan(story.id, [planned], NOW)
            came = await unit.deliveries.came(SOMEONE, story.id)
            assert came is not None
            assert (came.state, came.held_back, came.in_digest) == (state, back, True)


async def test_a_group_takes_its_night_along(store: SqlStore) -> None:
    old, new = -5, -(10**12) - 5
    at_ten = NOW - 2.5 * HOUR
    async with store.write() as unit:
        for chat_id in (old, new):
            await subscribe(unit, Place(chat_id))
        for chat_id in (old, new):
            await unit.digests.compose(Place(chat_id), date(2026, 3, 1), [], NOW, DigestKind.QUIET)
            await unit.digests.set_plan(await unit.digests.plan_of(Place(chat_id)))
        (subscription,) = await unit.chats.subscriptions(Place(old))
        story = await add_story(unit)
        await unit.deliveries.plan(story.id, [held_back(subscription)], NOW)
        chat = replace(await locked(unit, old), quiet=NIGHT, cap=5)
        await unit.silences.keep(chat)
        await unit.silences.keep(replace(await locked(unit, new), cap=9))
        await silent(unit, old)
        await unit.silences.rest([Place(old)], NOW + HOUR)
        await unit.chats.moved(old, new)
        moved = await locked(unit, new)
        assert (moved.quiet, moved.cap) == (NIGHT, 9)
        assert moved.silence == Silence(NOW, NOW + HOUR)
        assert await unit.silences.held([new]) == {Place(new): 1}
        assert (await unit.digests.plan_of(Place(new))).rest_at == NOW + HOUR
        assert await wake(unit, await unit.silences.ended(NOW + HOUR, 9), NOW + HOUR) == 0
        assert (await locked(unit, new)).silence == Silence(at_ten, at_ten + 9 * HOUR)
        morning = at_ten + 9 * HOUR
        assert await wake(unit, await unit.silences.ended(morning, 9), morning) == 1


async def test_whoever_ends_a_pause_has_all_that_was_held_meanwhile(store: SqlStore) -> None:
    """A story that is planned while somebody says /resume is brought, or rings by itself."""
    async with store.write() as unit:
        subscription = await subscribe(unit)
        story = await add_story(unit)
        chat = replace(await locked(unit), pause=Pause(NOW, None))
        await settle(unit, chat, NOW)
    planning, resuming = asyncio.Event(), asyncio.Event()

    async def plan() -> None:
        async with store.write() as unit:
            (restraint,) = (await unit.silences.restraints([SOMEONE], NOW)).values()
            assert restraint.silent
            planning.set()
            await asyncio.wait_for(resuming.wait(), 5)
            await asyncio.sleep(0.05)
            await unit.deliveries.plan(story.id, [held_back(subscription)], NOW)

    async def resume() -> int:
        await asyncio.wait_for(planning.wait(), 5)
        resuming.set()
        async with store.write() as unit:
            chat = replace(await locked(unit), pause=Pause(NOW, NOW))
            return await settle(unit, chat, NOW)

    _, brought = await asyncio.gather(plan(), resume())
    assert brought == 1


async def test_a_notice_of_a_chats_own_feed_waits_for_the_end(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit)
        feed = await add_feed(unit)
        await unit.feed_chats.set_public(feed.id, False)
        await unit.feed_chats.join(feed.id, 42, NOW)
        for _ in range(3):
            await unit.feeds.failed(feed.id, next_due_at=NOW, error="down", notice_at=NOW)
        await silent(unit)
        assert await unit.feeds.notices(NOW, 9) == []
        await unit.silences.set({42: None})
        (notice,) = await unit.feeds.notices(NOW, 9)
        assert notice.chat_ids == (42,)
