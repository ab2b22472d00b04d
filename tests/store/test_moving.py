from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ports import Unit
from bot.domain.values import ChatKind, DeliveryState, DigestPlan, Mode, Place, Sent
from bot.store import SqlStore
from tests.store.samples import (
    DAY,
    HOUR,
    NOW,
    add_story,
    card,
    plan_cards,
    subscribe,
    waiting,
)

OLD, NEW = -5, -(10**12) - 5
TODAY = date(2026, 3, 29)
PLAN = DigestPlan(Place(OLD), "UTC", "07:30", ("mon",), NOW, None)


async def test_a_group_moves_with_all_it_has(store: SqlStore) -> None:
    async with store.write() as unit:
        topics = [await subscribe(unit, Place(OLD, thread)) for thread in (0, 7)]
        await unit.chats.set_zone(OLD, "Asia/Tehran")
        await unit.chats.set_language(OLD, "fa")
        first, second = await plan_cards(unit, topics[0], [1, 2])
        (on_its_way,) = await unit.deliveries.take(NOW, 9)
        await unit.digests.set_plan(PLAN)
        await unit.digests.compose(Place(OLD, 7), TODAY, [first.id], NOW)

        await unit.chats.moved(OLD, NEW)

        assert await unit.chats.get(OLD) is None
        chat = await unit.chats.get(NEW)
        assert chat is not None
        assert (chat.kind, chat.zone, chat.language) == ("supergroup", "Asia/Tehran", "fa")
        assert await unit.chats.subscriptions(Place(NEW, 7)) == [
            replace(topics[1], place=Place(NEW, 7))
        ]
        assert await unit.digests.plans_of_chat(NEW) == [
            replace(PLAN, place=Place(NEW), zone="Asia/Tehran")
        ]
        await unit.deliveries.later(on_its_way.id, NOW, "moved")
        (again,) = await unit.deliveries.take(NOW, 9)
        assert (again.id, again.place, again.story) == (on_its_way.id, Place(NEW), first)
        await unit.deliveries.sent(again.id, Sent(5), NOW)
        (digest,) = await unit.digests.take(NOW, 9)
        assert (digest.place, digest.stories) == (Place(NEW, 7), (first,))
        await unit.digests.sent(digest.id, Sent(6), NOW)
        (last,) = await unit.deliveries.take(NOW, 9)
        assert last.story == second


async def test_an_unknown_or_same_id_moves_nothing(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, Place(OLD))
        await unit.chats.moved(-6, NEW)
        await unit.chats.moved(OLD, OLD)
        assert await unit.chats.get(NEW) is None
        assert await unit.chats.subscriptions(Place(OLD)) == [one]
        await unit.chats.moved(OLD, NEW)
        await unit.chats.moved(OLD, NEW)
        assert len(await unit.chats.subscriptions(Place(NEW))) == 1


async def test_a_blocked_group_is_active_again_as_a_supergroup(store: SqlStore) -> None:
    async with store.write() as unit:
        await subscribe(unit, Place(OLD))
        await unit.chats.gone(OLD)
        await unit.chats.moved(OLD, NEW)
        chat = await unit.chats.get(NEW)
        assert chat is not None
        assert chat.active


async def test_settings_made_under_the_old_id_reach_a_chat_without_any(store: SqlStore) -> None:
    """The supergroup is often there already: its first message made it."""
    async with store.write() as unit:
        await subscribe(unit, Place(OLD))
        await unit.chats.set_zone(OLD, "Asia/Tehran")
        await unit.chats.set_language(OLD, "fa")
        await unit.chats.ensure(NEW, ChatKind.SUPERGROUP, "New", "de", NOW)
        await unit.chats.gone(NEW)
        await unit.chats.moved(OLD, NEW)
        chat = await unit.chats.get(NEW)
        assert chat is not None
        assert (chat.title, chat.zone, chat.language) == ("New", "Asia/Tehran", "fa")
        assert chat.active


async def test_settings_made_under_the_new_id_stay(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id, zone, language in ((OLD, "Asia/Tehran", "fa"), (NEW, "Asia/Dubai", "ar")):
            await subscribe(unit, Place(chat_id))
            await unit.chats.set_zone(chat_id, zone)
            await unit.chats.set_language(chat_id, language)
            await unit.digests.set_plan(replace(PLAN, place=Place(chat_id), time=zone[5:7] + ":00"))
        await unit.digests.set_plan(replace(PLAN, place=Place(OLD, 7)))
        await unit.chats.moved(OLD, NEW)
        chat = await unit.chats.get(NEW)
        assert chat is not None
        assert (chat.zone, chat.language) == ("Asia/Dubai", "ar")
        plans = await unit.digests.plans_of_chat(NEW)
        assert [(plan.place.thread_id, plan.time) for plan in plans] == [(0, "Du:00"), (7, "07:30")]
        assert await unit.digests.plans() == plans


async def test_twin_subscriptions_become_one(store: SqlStore) -> None:
    """And the cards of the one that goes still count as its twin's."""
    async with store.write() as unit:
        old = await subscribe(unit, Place(OLD))
        other = await subscribe(unit, Place(OLD), "iran")
        new = await subscribe(unit, Place(NEW), mode=Mode.DIGEST)
        story = await add_story(unit, backlog=True)
        await unit.deliveries.plan(story.id, [card(old)], NOW)
        await unit.chats.moved(OLD, NEW)
        assert await unit.chats.subscriptions(Place(NEW)) == [
            replace(other, place=Place(NEW)),
            new,
        ]
        assert await unit.deliveries.backlog_pushed([new.id], 1) == {new.id: 1}


async def put(unit: Unit, place: Place, story_id: int, state: DeliveryState) -> None:
    """Bring a card of the story to a state in a place."""
    (subscription,) = await unit.chats.subscriptions(place)
    first = state if state is DeliveryState.HELD else DeliveryState.PLANNED
    await unit.deliveries.plan(story_id, [card(subscription, first)], NOW)
    if state in {DeliveryState.PLANNED, DeliveryState.HELD}:
        return
    (taken,) = await unit.deliveries.take(NOW, 1)
    if state is DeliveryState.SENT:
        await unit.deliveries.sent(taken.id, Sent(5), NOW)
    if state is DeliveryState.FAILED:
        await unit.deliveries.failed(taken.id, "refused")


async def test_of_twin_cards_the_one_that_got_further_stays(store: SqlStore) -> None:
    """One is sent: whatever the other was, the story does not come again."""
    cases = [(state, old_is_sent) for state in DeliveryState for old_is_sent in (True, False)]
    for number, (state, old_is_sent) in enumerate(cases, 1):
        old, new = -number, -(10**12) - number
        async with store.write() as unit:
            for chat_id in (old, new):
                await subscribe(unit, Place(chat_id))
            story = await add_story(unit, number)
            sent, other = (old, new) if old_is_sent else (new, old)
            await put(unit, Place(sent), story.id, DeliveryState.SENT)
            await put(unit, Place(other), story.id, state)
            await unit.chats.moved(old, new)
            await unit.deliveries.take_up()
            assert await unit.deliveries.take(NOW + DAY, 9) == [], (state, old_is_sent)
            assert (await unit.upkeep.counts())["failed"] == 0, (state, old_is_sent)


async def test_a_planned_card_outlives_a_failed_twin(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id in (OLD, NEW):
            await subscribe(unit, Place(chat_id))
        story = await add_story(unit)
        await put(unit, Place(NEW), story.id, DeliveryState.FAILED)
        await put(unit, Place(OLD), story.id, DeliveryState.PLANNED)
        await unit.chats.moved(OLD, NEW)
        (taken,) = await unit.deliveries.take(NOW, 9)
        assert taken.place == Place(NEW)


@pytest.mark.parametrize("sent", [None, OLD, NEW], ids=["neither", "old", "new"])
async def test_stories_of_a_digest_that_goes_wait_for_the_next(
    store: SqlStore, sent: int | None
) -> None:
    """Of twin digests one stays; what only the other held is not lost, unless that was sent."""
    async with store.write() as unit:
        stories = {}
        for number, chat_id in enumerate((OLD, NEW)):
            subscription = await subscribe(unit, Place(chat_id), mode=Mode.DIGEST)
            stories[chat_id] = await add_story(unit, number)
            held = card(subscription, DeliveryState.HELD, in_digest=True)
            await unit.deliveries.plan(stories[chat_id].id, [held], NOW)
            await unit.digests.compose(Place(chat_id), TODAY, [stories[chat_id].id], NOW)
        if sent is not None:
            (digest,) = await unit.digests.take(NOW, 9, exclude={OLD, NEW} - {sent})
            await unit.digests.sent(digest.id, Sent(5), NOW)

        await unit.chats.moved(OLD, NEW)

        kept = sent or NEW
        lost = OLD if kept == NEW else NEW
        taken = await unit.digests.take(NOW + HOUR, 9)
        assert [digest.stories for digest in taken] == ([] if sent else [(stories[kept],)])
        assert await waiting(unit, Place(NEW), 9) == [stories[lost]]


async def test_the_messages_of_a_group_stay_behind(store: SqlStore) -> None:
    """The supergroup numbers its messages anew: an edit would change another one."""
    async with store.write() as unit:
        one = await subscribe(unit, Place(OLD))
        story, _ = await plan_cards(unit, one, [1, 2])
        (sent,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.sent(sent.id, Sent(5), NOW)
        assert await unit.deliveries.correct(story.id, NOW, NOW) == 1
        await unit.chats.moved(OLD, NEW)
        assert await unit.deliveries.take_edits(NOW + HOUR, NOW + DAY, 9) == []
        await unit.deliveries.correct(story.id, NOW, NOW)
        assert await unit.deliveries.take_edits(NOW + HOUR, NOW + DAY, 9) == []
