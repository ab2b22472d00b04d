from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.values import Delivery, DeliveryState, Mode, Place, Sent
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
)

HELD = DeliveryState.HELD


async def test_a_card_is_planned_once_for_a_place_and_story(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        one = await subscribe(unit)
        other = await subscribe(unit, topic="talks")
        thread = await subscribe(unit, Place(42, 7))
        assert await unit.deliveries.plan(story.id, [card(one)], NOW) == 1
        assert await unit.deliveries.plan(story.id, [card(other), card(thread)], NOW + HOUR) == 1
        assert await unit.deliveries.plan(story.id, [], NOW) == 0
        assert await unit.digests.waiting(Place(42), 9) == []


async def test_what_several_topics_ask_of_a_story_is_one_delivery(store: SqlStore) -> None:
    """Held, it rings where another topic rings; and it is in the digest where one asks for that."""
    async with store.write() as unit:
        story, second = await add_story(unit, 1), await add_story(unit, 2)
        one = await subscribe(unit)
        held = card(one, HELD, in_digest=True)
        assert await unit.deliveries.plan(story.id, [held], NOW) == 1
        assert await unit.deliveries.plan(story.id, [card(one)], NOW) == 1
        assert await unit.deliveries.plan(story.id, [held], NOW) == 0
        assert await unit.deliveries.plan(second.id, [card(one)], NOW) == 1
        assert await unit.deliveries.plan(second.id, [held], NOW) == 1
        assert [waiting.has_card for waiting in await unit.digests.waiting(SOMEONE, 9)] == [
            True,
            True,
        ]
        assert len(await unit.deliveries.take(NOW, 9)) == 1  # one a chat at a time


async def test_a_taken_card_has_all_that_sending_needs(store: SqlStore) -> None:
    async with store.write() as unit:
        subscription = await subscribe(unit, Place(42, 7))
        (story,) = await plan_cards(unit, subscription, [1])
        (taken,) = await unit.deliveries.take(NOW, 9)
        chat = await unit.chats.get(42)
        assert chat is not None
        assert taken == Delivery(taken.id, Place(42, 7), story, chat, attempts=0, planned_at=NOW)
        assert await unit.deliveries.take(NOW, 9) == []


async def test_one_card_a_chat_the_oldest_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id, numbers in ((3, [1, 2]), (1, [3, 4]), (2, [5, 6])):
            await plan_cards(unit, await subscribe(unit, Place(chat_id)), numbers)
        thread = await subscribe(unit, Place(3, 7))
        await plan_cards(unit, thread, [7])
        first = await unit.deliveries.take(NOW, 2)
        assert [(one.place.chat_id, one.story.id) for one in first] == [(3, 1001), (1, 1003)]
        # a chat with a card on its way waits, in all its threads
        second = await unit.deliveries.take(NOW, 9)
        assert [(one.place.chat_id, one.story.id) for one in second] == [(2, 1005)]
        for one in (*first, *second):
            await unit.deliveries.sent(one.id, Sent(5), NOW)
        third = await unit.deliveries.take(NOW, 9)
        assert [one.story.id for one in third] == [1002, 1004, 1006]


async def test_excluded_and_inactive_chats_wait(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id in (1, 2, 3):
            await plan_cards(unit, await subscribe(unit, Place(chat_id)), [chat_id])
        await unit.chats.gone(2)
        assert await unit.deliveries.pending() == 2
        taken = await unit.deliveries.take(NOW, 9, exclude={1, 99})
        assert [one.place.chat_id for one in taken] == [3]
        assert await unit.deliveries.pending() == 2
        await unit.chats.ensure(2, taken[0].chat.kind, None, None, NOW)
        taken = await unit.deliveries.take(NOW, 9)
        assert [one.place.chat_id for one in taken] == [1, 2]


async def test_a_later_card_counts_an_attempt_and_lets_others_by(store: SqlStore) -> None:
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2])
        (first,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.later(first.id, NOW + HOUR, "flood")
        (second,) = await unit.deliveries.take(NOW, 9)
        assert second.story.id == 1002
        await unit.deliveries.sent(second.id, Sent(6), NOW)
        assert await unit.deliveries.take(NOW, 9) == []
        assert await unit.deliveries.next_at() == NOW + HOUR
        (again,) = await unit.deliveries.take(NOW + HOUR, 9)
        assert again == replace(first, attempts=1)
        assert await unit.deliveries.next_at() is None


async def test_nothing_goes_before_its_time(store: SqlStore) -> None:
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1], now=NOW + HOUR)
        assert await unit.deliveries.take(NOW, 9) == []
        assert await unit.deliveries.next_at() == NOW + HOUR
        assert len(await unit.deliveries.take(NOW + HOUR, 9)) == 1


async def test_a_failed_card_is_over_and_counted(store: SqlStore) -> None:
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1])
        (taken,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.failed(taken.id, "too long")
        assert await unit.deliveries.take(NOW + DAY, 9) == []
        assert await unit.deliveries.pending() == 0
        counts = await unit.upkeep.counts()
        assert (counts["planned"], counts["failed"]) == (0, 1)


async def test_what_a_dead_process_left_is_taken_up(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        two = await subscribe(unit, Place(43))
        (story,) = await plan_cards(unit, one, [1])
        await unit.digests.compose(two.place, date(2026, 3, 29), [story.id], NOW)
        (card_taken,) = await unit.deliveries.take(NOW, 9)
        (digest_taken,) = await unit.digests.take(NOW, 9)
    async with store.write() as unit:
        assert await unit.deliveries.pending() == 2
        assert await unit.deliveries.take_up() == 2
        assert await unit.deliveries.take_up() == 0
        assert await unit.deliveries.take(NOW, 9) == [card_taken]
        assert await unit.digests.take(NOW, 9) == [digest_taken]


async def test_a_chat_with_a_digest_on_its_way_gets_no_card(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        (story,) = await plan_cards(unit, one, [1])
        await unit.digests.compose(one.place, date(2026, 3, 29), [story.id], NOW)
        (digest,) = await unit.digests.take(NOW, 9)
        assert await unit.deliveries.take(NOW, 9) == []
        await unit.digests.sent(digest.id, Sent(5), NOW)
        assert len(await unit.deliveries.take(NOW, 9)) == 1


async def test_held_stories_are_not_sent_as_cards(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, mode=Mode.DIGEST)
        story = await add_story(unit)
        await unit.deliveries.plan(story.id, [card(one, HELD, in_digest=True)], NOW)
        assert await unit.deliveries.take(NOW, 9) == []
        assert await unit.deliveries.pending() == 0
        assert await unit.deliveries.next_at() is None


async def test_cards_of_a_feeds_backlog_are_counted_by_subscription(store: SqlStore) -> None:
    async with store.write() as unit:
        one, two, three = [await subscribe(unit, Place(chat_id)) for chat_id in (1, 2, 3)]
        feed = await add_feed(unit)
        old = [await add_story(unit, number, backlog=True) for number in (1, 2)]
        new = await add_story(unit, 3)
        for story in (*old, new):
            await unit.deliveries.plan(story.id, [card(one)], NOW)
        await unit.deliveries.plan(old[0].id, [card(two), card(three, HELD)], NOW)
        ids = [one.id, two.id, three.id]
        assert await unit.deliveries.backlog_pushed(ids, feed.id) == {one.id: 2, two.id: 1}
        assert await unit.deliveries.backlog_pushed(ids, feed.id + 1) == {}
        assert await unit.deliveries.backlog_pushed([], feed.id) == {}


async def test_cards_outlive_their_subscription(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
        await unit.chats.unsubscribe(one.id, one.place)
        assert len(await unit.deliveries.take(NOW, 9)) == 1
