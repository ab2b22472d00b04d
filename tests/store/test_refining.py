"""What changing a topic in place, and telling how a story came, do to the rows."""

from __future__ import annotations

from bot.domain.values import Anchor, DeliveryState, Mode, Place
from bot.store import SqlStore
from tests.store.samples import DAY, HOUR, NOW, SOMEONE, add_story, card, plan_cards, subscribe


async def test_a_subscription_changes_its_topic_and_keeps_the_rest(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, mode=Mode.BOTH)
        await subscribe(unit, topic="oil")
        (story,) = await plan_cards(unit, one, [1])
        changed = await unit.chats.retopic(
            one.id, SOMEONE, "=syria", '"Syria"', [Anchor("syria", (frozenset({"talks"}),))]
        )
        assert changed is not None
        assert (changed.id, changed.mode, changed.created_at) == (one.id, Mode.BOTH, NOW)
        assert (changed.text, changed.topic.normal) == ('"Syria"', "=syria")
        assert (await unit.chats.subscriptions(SOMEONE))[0] == changed
        came = await unit.deliveries.came(SOMEONE, story.id)
        assert came is not None
        assert came.subscription_id == one.id
        # nobody follows the former topic: no story finds it any more
        found = await unit.chats.topics_with(["syria", "talks"])
        assert [topic.normal for topic in found] == ["=syria"]


async def test_a_topic_that_the_place_has_already_becomes_one_with_it(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, mode=Mode.DIGEST)
        twin = await subscribe(unit, topic="oil")
        other = await subscribe(unit, Place(7), "oil")
        (story,) = await plan_cards(unit, twin, [1])
        changed = await unit.chats.retopic(one.id, SOMEONE, "oil", "Oil", [Anchor("oil")])
        assert changed is not None
        assert await unit.chats.subscriptions(SOMEONE) == [changed]
        assert (changed.id, changed.mode, changed.topic) == (one.id, Mode.DIGEST, twin.topic)
        came = await unit.deliveries.came(SOMEONE, story.id)
        assert came is not None
        assert came.subscription_id == one.id
        assert await unit.chats.subscriptions(Place(7)) == [other]


async def test_the_same_topic_again_and_another_places_subscription(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        again = await unit.chats.retopic(one.id, SOMEONE, "syria", "SYRIA", [Anchor("syria")])
        assert again is not None
        assert (again.topic, again.text) == (one.topic, "SYRIA")
        assert [t.normal for t in await unit.chats.topics_with(["syria"])] == ["syria"]
        args = ("oil", "oil", [Anchor("oil")])
        assert await unit.chats.retopic(one.id, Place(7), *args) is None
        assert await unit.chats.retopic(99, SOMEONE, *args) is None
        assert await unit.chats.topics_with(["oil"]) == []


async def test_how_a_story_came_and_what_each_topic_brought(store: SqlStore) -> None:
    async with store.write() as unit:
        one, other = await subscribe(unit), await subscribe(unit, topic="oil")
        await plan_cards(unit, one, [1], NOW - DAY)
        await plan_cards(unit, one, [2, 3])
        story = await add_story(unit, 4)
        held = card(other, DeliveryState.HELD, in_digest=True)
        await unit.deliveries.plan(story.id, [held], NOW)
        came = await unit.deliveries.came(SOMEONE, story.id)
        assert came is not None
        assert (came.subscription_id, came.words) == (other.id, ("Syria",))
        assert (came.state, came.in_digest) == (DeliveryState.HELD, True)
        assert came.planned_at == NOW
        assert await unit.deliveries.came(Place(42, 7), story.id) is None
        ids = [one.id, other.id, 99]
        assert await unit.deliveries.brought(ids, NOW - HOUR) == {one.id: 2, other.id: 1}
        assert await unit.deliveries.brought([], NOW) == {}
        await unit.chats.unsubscribe(other.id, SOMEONE)
        left = await unit.deliveries.came(SOMEONE, story.id)
        assert left is not None
        assert left.subscription_id is None
