from __future__ import annotations

import pytest

from bot.domain.errors import DatabaseError
from bot.domain.values import READ_AS, Anchor, Chat, ChatKind, Mode, Place
from bot.store import SqlStore
from tests.store.samples import HOUR, NOW, subscribe

PRIVATE = ChatKind.PRIVATE


async def test_a_chat_is_made_with_defaults_and_refreshed(store: SqlStore) -> None:
    async with store.write() as unit:
        made = await unit.chats.ensure(-(10**12), ChatKind.GROUP, "News", None, NOW)
        assert made == Chat(-(10**12), ChatKind.GROUP, "News", "en", "UTC", active=True)
        await unit.chats.gone(made.id)
        fresh = await unit.chats.ensure(made.id, ChatKind.SUPERGROUP, None, "fa", NOW + HOUR)
        assert fresh == Chat(-(10**12), ChatKind.SUPERGROUP, "News", "fa", "UTC", active=True)
        assert await unit.chats.get(made.id) == fresh
        assert await unit.chats.get(7) is None


async def test_a_chosen_language_is_not_overruled_by_telegrams(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.chats.ensure(42, PRIVATE, None, "fa", NOW)
        assert (await unit.chats.ensure(42, PRIVATE, None, "ar", NOW)).language == "ar"
        await unit.chats.set_language(42, "de")
        await unit.chats.ensure(43, PRIVATE, None, None, NOW)
        assert (await unit.chats.ensure(42, PRIVATE, None, "fa", NOW)).language == "de"
        assert await unit.chats.languages([42, 43, 44]) == {42: "de", 43: "en"}
        assert await unit.chats.languages([]) == {}


async def test_a_chat_that_is_gone_keeps_its_settings(store: SqlStore) -> None:
    async with store.write() as unit:
        subscription = await subscribe(unit)
        await unit.chats.set_zone(42, "Asia/Tehran")
        await unit.chats.gone(42)
        chat = await unit.chats.get(42)
        assert chat is not None
        assert (chat.active, chat.zone) == (False, "Asia/Tehran")
        assert await unit.chats.languages([42]) == {}
        assert await unit.chats.subscriptions(Place(42)) == [subscription]


async def test_a_place_subscribes_to_a_topic_once(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.chats.ensure(42, PRIVATE, None, None, NOW)
        args = (Place(42), "syria", "Syria ", [Anchor("syria")])
        first, is_new = await unit.chats.subscribe(*args, Mode.BOTH, NOW)
        assert is_new
        assert (first.text, first.mode, first.created_at) == ("Syria ", Mode.BOTH, NOW)
        assert await unit.chats.subscribe(*args, Mode.DIGEST, NOW + HOUR) == (first, False)
        # a thread of the same chat is another place, of the same topic
        other, is_new = await unit.chats.subscribe(Place(42, 7), *args[1:], Mode.DIGEST, NOW)
        assert is_new
        assert (other.topic, other.id != first.id) == (first.topic, True)
        assert await unit.chats.subscriptions(Place(42)) == [first]
        assert await unit.chats.subscriptions(Place(42, 7)) == [other]


async def test_only_its_own_place_changes_a_subscription(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        for other in (Place(42, 1), Place(43)):
            assert await unit.chats.set_mode(one.id, other, Mode.BOTH) is False
            assert await unit.chats.unsubscribe(one.id, other) is False
        assert await unit.chats.set_mode(one.id, one.place, Mode.DIGEST) is True
        (changed,) = await unit.chats.subscriptions(one.place)
        assert changed.mode is Mode.DIGEST
        assert await unit.chats.unsubscribe(one.id, one.place) is True
        assert await unit.chats.unsubscribe(one.id, one.place) is False
        assert await unit.chats.subscriptions(one.place) == []


async def test_topics_are_found_by_any_anchor_while_somebody_subscribes(store: SqlStore) -> None:
    async with store.write() as unit:
        await unit.chats.ensure(42, PRIVATE, None, None, NOW)
        both, _ = await unit.chats.subscribe(
            Place(42),
            "(iraq OR syria)",
            "Iraq OR Syria",
            [Anchor("iraq"), Anchor("syria")],
            Mode.BOTH,
            NOW,
        )
        other = await subscribe(unit, Place(43), "iran")
        assert await unit.chats.topics_with({"syria", "iraq", "oil"}) == [both.topic]
        assert await unit.chats.topics_with({"iran", "iraq"}) == [both.topic, other.topic]
        many = {f"term {number}" for number in range(20_000)}
        assert await unit.chats.topics_with(many | {"iran"}) == [other.topic]
        assert await unit.chats.topics_with(set()) == []
        await unit.chats.unsubscribe(both.id, Place(42))
        assert await unit.chats.topics_with({"syria"}) == []


async def test_a_topic_that_comes_back_keeps_its_id_and_gains_anchors(store: SqlStore) -> None:
    """A later version may find more anchors in a topic than an earlier one."""
    async with store.write() as unit:
        first = await subscribe(unit)
        await unit.chats.unsubscribe(first.id, first.place)
        again, _ = await unit.chats.subscribe(
            first.place,
            "syria",
            "Syria",
            [*map(Anchor, ("syria", "سوریه", "x" * 9_000))],
            Mode.BOTH,
            NOW,
        )
        assert again.topic == first.topic
        assert again.id != first.id
        for anchor in ("syria", "سوریه", "x" * 9_000):
            assert await unit.chats.topics_with({anchor}) == [first.topic]


async def test_stories_find_stems_of_the_languages_that_they_are_read_as(store: SqlStore) -> None:
    """English stories do not even look at the stems that other languages have."""
    hungarian = Anchor("su", (frozenset({READ_AS + "hu"}),))
    async with store.write() as unit:
        made = await subscribe(unit, Place(1), "sun")
        await unit.chats.anchor(made.topic.id, [Anchor("sun"), hungarian])
        assert await unit.chats.topics_with({"su", READ_AS + "en"}) == []
        assert await unit.chats.topics_with({"su", READ_AS + "tr"}) == []
        assert await unit.chats.topics_with({"su", READ_AS + "hu"}) == [made.topic]
        assert await unit.chats.anchored(made.topic.id, {"su"}) == {hungarian}
        await unit.chats.anchor(made.topic.id, [Anchor("sun")], instead_of=["su"])
        assert await unit.chats.topics_with({"su", READ_AS + "hu"}) == []


async def test_followers_come_by_topic_some_at_a_time(store: SqlStore) -> None:
    async with store.write() as unit:
        made = [
            await subscribe(unit, place, topic)
            for place, topic in (
                (Place(9), "syria"),
                (Place(1), "iran"),
                (Place(5, 2), "syria"),
                (Place(5), "oil"),
            )
        ]
        syria, iran = (one.topic.id for one in made[:2])
        every = [made[0], made[2], made[1]]
        assert await unit.chats.followers([syria, iran], 0, 9) == every
        assert await unit.chats.followers([syria, iran], 0, 2) == every[:2]
        assert await unit.chats.followers([syria, iran], made[0].id, 2) == every[1:]
        assert await unit.chats.followers([iran], made[1].id, 9) == []
        assert await unit.chats.followers([], 0, 9) == []


async def test_a_block_that_raises_leaves_nothing(store: SqlStore) -> None:
    with pytest.raises(RuntimeError):  # noqa: PT012  # the block is what is tested
        async with store.write() as unit:
            await unit.chats.ensure(42, PRIVATE, None, None, NOW)
            raise RuntimeError
    async with store.read() as unit:
        assert await unit.chats.get(42) is None


async def test_reading_does_not_write(store: SqlStore) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        async with store.read() as unit:
            await unit.chats.ensure(42, PRIVATE, None, None, NOW)


async def test_a_topic_needs_its_chat(store: SqlStore) -> None:
    """A fault of the caller is not dressed up as a fault of the database."""
    with pytest.raises(Exception, match=r"(?i)foreign key") as fault:
        async with store.write() as unit:
            await unit.chats.subscribe(
                Place(42), "syria", "Syria", [Anchor("syria")], Mode.BOTH, NOW
            )
    assert not isinstance(fault.value, DatabaseError)
