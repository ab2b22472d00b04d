"""Cards that tell of other sources' stories, and are shown anew."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ports import Unit
from bot.domain.values import Also, DeliveryState, Place, PlannedDelivery, Sent, Story, Subscription
from bot.store import SqlStore
from tests.store.samples import (
    DAY,
    HOUR,
    NOW,
    SOMEONE,
    add_story,
    card,
    plan_cards,
    subscribe,
    told,
)

SOON = timedelta(seconds=10)
GAP = timedelta(seconds=30)
HELD = timedelta(minutes=2)


async def event_of(unit: Unit, *stories: Story) -> int:
    """Let stories tell one event."""
    event_id = None
    for number, story in enumerate(stories, 1):
        event_id = await unit.events.keep(event_id, told(story, number), NOW)
    assert event_id is not None
    return event_id


async def sent_card(unit: Unit, subscription: Subscription, number: int = 1) -> tuple[Story, int]:
    """A story, and the id of its card that was sent."""
    (story,) = await plan_cards(unit, subscription, [number])
    (taken,) = await unit.deliveries.take(NOW, 1)
    await unit.deliveries.sent(taken.id, Sent(500 + number), NOW)
    return story, taken.id


def join(subscription: Subscription, card_id: int, *, in_digest: bool = False) -> PlannedDelivery:
    """A delivery that a card tells of."""
    place, words = subscription.place, ("Syria",)
    joined = DeliveryState.JOINED
    return PlannedDelivery(place, subscription.id, words, joined, in_digest, card_id)


async def also(unit: Unit, subscription: Subscription, card_id: int, number: int) -> Also:
    """A story that the card tells of from now on, as it names it."""
    story = await add_story(unit, number)
    await unit.deliveries.plan(story.id, [join(subscription, card_id)], NOW)
    return Also(story.code, "Example News")


async def test_a_card_that_was_sent_is_due_to_name_what_joins_it(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        story, card_id = await sent_card(unit, one)
        assert await unit.deliveries.take_edits(NOW, NOW + HELD, 9) == []
        names = [await also(unit, one, card_id, number) for number in (2, 3)]
        assert await unit.deliveries.take(NOW, 9) == []
        assert await unit.deliveries.take_edits(NOW, NOW + HELD, 9, {42}) == []
        (edit,) = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        assert (edit.delivery_id, edit.message_id, edit.place) == (card_id, 501, SOMEONE)
        assert (edit.story, edit.corrected_at, edit.attempts) == (story, None, 0)
        assert list(edit.also) == names
        # until it is done, nobody else has it; then it is over
        assert await unit.deliveries.take_edits(NOW + SOON, NOW + HELD, 9) == []
        await unit.deliveries.edited(edit)
        assert await unit.deliveries.take_edits(NOW + DAY, NOW + DAY, 9) == []


async def test_an_edit_that_nobody_ended_comes_again(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        _, card_id = await sent_card(unit, one)
        await also(unit, one, card_id, 2)
        (first,) = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        (again,) = await unit.deliveries.take_edits(NOW + HELD, NOW + 2 * HELD, 9)
        assert again.also == first.also
        # who took it first comes late, and does not end what another has
        await unit.deliveries.edited(first)
        assert len(await unit.deliveries.take_edits(NOW + 2 * HELD, NOW + DAY, 9)) == 1


async def test_what_joins_while_a_card_is_edited_makes_one_more_edit(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        _, card_id = await sent_card(unit, one)
        await also(unit, one, card_id, 2)
        (edit,) = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        for number in (3, 4, 5):
            await also(unit, one, card_id, number)
        await unit.deliveries.edited(edit)
        assert await unit.deliveries.take_edits(NOW + SOON, NOW + HELD, 9) == []
        (edit,) = await unit.deliveries.take_edits(NOW + GAP, NOW + HELD, 9)
        assert [one.code for one in edit.also] == [1002, 1003, 1004, 1005]
        await unit.deliveries.edit_later(edit, NOW + HOUR, "flood")
        assert await unit.deliveries.take_edits(NOW + HELD, NOW + DAY, 9) == []
        (edit,) = await unit.deliveries.take_edits(NOW + HOUR, NOW + DAY, 9)
        assert edit.attempts == 1
        await unit.deliveries.edit_failed(edit, "message to edit not found")
        assert await unit.deliveries.take_edits(NOW + 2 * DAY, NOW + 3 * DAY, 9) == []


async def test_one_edit_a_chat_the_longest_due_first(store: SqlStore) -> None:
    async with store.write() as unit:
        for chat_id in (1, 2):
            one = await subscribe(unit, Place(chat_id))
            for number in (1, 2):
                _, card_id = await sent_card(unit, one, 10 * chat_id + number)
                await also(unit, one, card_id, 100 * chat_id + number)
        await unit.chats.gone(2)
        taken = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        assert [(edit.place.chat_id, edit.story.code) for edit in taken] == [(1, 1001)]
        taken = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        assert [(edit.place.chat_id, edit.story.code) for edit in taken] == [(1, 1003)]


async def test_a_card_not_yet_sent_is_sent_with_what_joined_it(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
        name = await also(unit, one, 1, 2)
        (taken,) = await unit.deliveries.take(NOW, 9)
        assert taken.also == (name,)
        later = await also(unit, one, 1, 3)  # while it is on its way
        await unit.deliveries.sent(taken.id, Sent(5), NOW)
        (edit,) = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        assert edit.also == (name, later)


async def test_a_card_that_fails_leaves_the_event_to_what_joined_it(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
        for number in (2, 3):
            await also(unit, one, 1, number)
        (taken,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.failed(taken.id, "broken")
        (heir,) = await unit.deliveries.take(NOW, 9)
        assert (heir.story.code, [name.code for name in heir.also]) == (1002, [1003])


async def test_which_cards_tell_an_event(store: SqlStore) -> None:
    async with store.write() as unit:
        mine, theirs = await subscribe(unit), await subscribe(unit, Place(43))
        thread = await subscribe(unit, Place(42, 7))
        stories = [await add_story(unit, number) for number in range(4)]
        event_id = await event_of(unit, *stories[:3])
        for story in stories:
            await unit.deliveries.plan(story.id, [card(mine), card(theirs)], NOW)
        held = card(thread, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(stories[0].id, [held], NOW)

        async def cards(but: int = 0, since: timedelta = -DAY) -> dict[Place, int]:
            return await unit.deliveries.cards_of(event_id, but, {SOMEONE, Place(43)}, NOW + since)

        assert await cards() == {SOMEONE: 1, Place(43): 2}
        assert await cards(but=stories[0].id) == {SOMEONE: 3, Place(43): 4}
        assert await cards(since=HOUR) == {}
        assert await unit.deliveries.cards_of(event_id, 0, {Place(44)}, NOW - DAY) == {}
        await unit.deliveries.failed(1, "broken")
        await unit.chats.set_every_source(43, True)
        assert await cards() == {SOMEONE: 3}


async def test_a_correction_edits_cards_that_were_sent_lately(store: SqlStore) -> None:
    async with store.write() as unit:
        mine, theirs = await subscribe(unit), await subscribe(unit, Place(43))
        held = await subscribe(unit, Place(44))
        story, _ = await sent_card(unit, mine)
        await unit.deliveries.plan(
            story.id, [card(theirs), card(held, DeliveryState.HELD, in_digest=True)], NOW
        )
        assert await unit.deliveries.correct(story.id, NOW + 3 * DAY, NOW + DAY) == 1
        assert await unit.deliveries.correct(story.id, NOW + HOUR, NOW - DAY) == 2
        (edit,) = await unit.deliveries.take_edits(NOW + HOUR, NOW + DAY, 9)
        assert (edit.place, edit.corrected_at) == (SOMEONE, NOW + HOUR)
        # sent with the headline as it is now
        (taken,) = await unit.deliveries.take(NOW + HOUR, 9)
        await unit.deliveries.sent(taken.id, Sent(7), NOW + HOUR)
        assert await unit.deliveries.take_edits(NOW + HOUR, NOW + DAY, 9) == []


async def test_what_joined_a_card_follows_its_group(store: SqlStore) -> None:
    """The card was sent under the new id too: that one tells of it."""
    async with store.write() as unit:
        old, new = await subscribe(unit, Place(-5)), await subscribe(unit, Place(-1005))
        story, kept = await sent_card(unit, new)
        await unit.deliveries.plan(story.id, [card(old)], NOW)
        dropped = kept + 1
        name = await also(unit, old, dropped, 2)
        await unit.chats.moved(-5, -1005)
        await also(unit, new, kept, 3)
        (edit,) = await unit.deliveries.take_edits(NOW, NOW + HELD, 9)
        assert edit.delivery_id == kept
        assert edit.also[0] == name
