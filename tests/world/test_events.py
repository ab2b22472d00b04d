"""One event told once, as the people in the chats see it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.feeds.serving import serving
from tests.world.processes import text_of
from tests.world.test_identity import Press, story
from tests.world.world import Chat, World, opened

FERRY = (
    "A ferry with 212 people on board ran aground off Marlow on Wednesday morning, the coastguard"
    " said. All passengers were brought ashore by noon and nobody was hurt.\n\n"
    "The captain told the harbour office that the rudder had failed in heavy rain."
)
SAME = (
    "The coastguard said that a ferry with 212 people on board ran aground off Marlow on Wednesday"
    " morning. Nobody was hurt, and all passengers were ashore by noon.\n\n"
    "An inquiry into the rudder begins tomorrow."
)
THIRD = (
    "All 212 people on board a ferry that ran aground off Marlow on Wednesday are safe, the"
    " coastguard said. They were brought ashore by noon."
)


async def follow(chat: Chat, mode: str = "") -> None:
    """Follow ferries."""
    answer = await chat.say("/subscribe ferry")
    if mode:
        await chat.press(answer, mode)


async def publish_first(world: World) -> None:
    """The event's first story."""
    await world.publish("Ferry with 212 on board runs aground off Marlow", FERRY, "Harbour Post")


async def publish_second(world: World) -> None:
    """Another source's story of the event."""
    await world.publish("Ferry runs aground off Marlow with 212 on board", SAME, "Coast Daily")


async def publish_third(world: World) -> None:
    """A third source's."""
    await world.publish("Ferry aground off Marlow: all 212 on board safe", THIRD, "Isle Wire")


async def test_a_second_source_rings_no_second_time(world: World) -> None:
    """The card gains who else tells of it; who wants every source has each."""
    anna, boris = world.chat(42), world.chat(43)
    for chat in (anna, boris):
        await follow(chat)
    assert world.bot is not None
    async with world.bot.store.write() as unit:
        await unit.chats.set_every_source(43, True)
    await publish_first(world)
    await world.settle()
    (card,) = await anna.cards()
    assert "also:" not in card
    await publish_second(world)
    await world.settle()
    (card,) = await anna.cards()
    assert "Coast Daily /s1002" in card
    assert len(await boris.cards()) == 2
    assert "also:" not in "".join(await boris.cards())

    await publish_third(world)  # a card is edited at most twice a minute
    await world.settle()
    assert "Isle Wire" not in (await anna.cards())[0]
    await world.settle(seconds=30)
    (card,) = await anna.cards()
    assert "Coast Daily /s1002" in card
    assert "Isle Wire /s1003" in card
    assert "Coast Daily" in (await anna.say("/story 1001"))["caption"]

    await world.publish("Ferry line opens between Marlow and Quince", source="Coast Daily")
    await world.settle()
    assert len(await anna.cards("Ferry line opens")) == 1


async def test_a_card_that_waits_names_all_when_it_is_sent(world: World) -> None:
    anna = world.chat(42)
    await follow(anna)
    await world.fault(method="sendPhoto", chat=42, kind="429", times=1, seconds=20)
    await publish_first(world)
    await world.settle()
    assert await anna.cards() == []
    await publish_second(world)
    await world.settle()
    await world.settle(seconds=30)
    (card,) = await anna.cards()
    assert "Coast Daily /s1002" in card


async def test_a_digest_has_one_line_an_event(world: World) -> None:
    anna, boris = world.chat(42), world.chat(43)
    await follow(anna, "Digest")
    await follow(boris, "Both")
    await world.publish("Ferry line opens between Quince and Alder", source="Isle Wire")
    await publish_first(world)
    await publish_second(world)
    await world.settle()
    await world.publish("Old ferry becomes a museum in Alder", source="Isle Wire")
    await world.settle()
    assert len(await boris.cards()) == 3
    assert await anna.cards() == []
    before = len(await anna.texts()), len(await boris.texts())
    world.clock.set(datetime(2026, 6, 18, 8, 0, tzinfo=UTC))
    await world.settle()
    (digest,) = (await anna.texts())[before[0] :]
    assert digest.count("aground off Marlow ·") + digest.count("with 212 on board ·") == 1
    assert "also: " in digest
    assert all(f"/s100{number}" in digest for number in range(1, 5))
    assert digest.index("aground") < digest.index("museum") < digest.index("line opens")
    (digest,) = (await boris.texts())[before[1] :]
    assert "also: " in digest
    assert "/s1002" in digest
    assert "/s1003" in digest


async def test_a_corrected_headline_edits_the_card(tmp_path: Path, database_url: str) -> None:
    """For two days; the card says so. A text that changes edits nothing."""
    async with serving() as server, opened(tmp_path, database_url, server.host) as world:
        press, anna = Press(world, server), world.chat(42)
        await anna.say("/subscribe Syria")
        await press.add()
        await press.publish([story(1)])
        (sent,) = [message for message in await anna.messages() if "photo" in message]
        await press.publish([story(1, teaser="In other words.")])
        assert "edit_date" not in (await anna.messages(sent["message_id"] - 1))[0]
        await press.publish([story(1, title="Syria talks in Marlow, the first round")])
        (card,) = [message for message in await anna.messages() if "photo" in message]
        assert card["message_id"] == sent["message_id"]
        assert text_of(card).startswith("Syria talks in Marlow, the first round")
        assert "orrected" in text_of(card)
        await press.publish([story(1)], days=3)
        assert text_of((await anna.messages(sent["message_id"] - 1))[0]) == text_of(card)


async def test_an_edit_outlives_the_process(world: World) -> None:
    """What was joined, or taken to be edited, before the bot was killed is edited after."""
    anna = world.chat(42)
    await follow(anna)
    await publish_first(world)
    await world.settle()
    await publish_second(world)
    assert world.bot is not None
    world.clock.advance(seconds=2)
    await world.bot.engine.read_all()
    taken = await world.bot.engine.editor.take(42)
    assert taken is not None
    assert [also.publisher for also in taken.also] == ["Coast Daily"]
    await world.stop()
    await world.start()
    await world.settle()
    assert "also:" not in (await anna.cards())[0]  # who took it may be alive
    await world.settle(minutes=2)
    (card,) = await anna.cards()
    assert "Coast Daily /s1002" in card


async def test_a_card_that_is_refused_leaves_its_event_to_the_next(world: World) -> None:
    anna = world.chat(42)
    await follow(anna)
    assert world.bot is not None
    store = world.bot.store
    await publish_first(world)
    await publish_second(world)
    world.clock.advance(seconds=2)
    await world.bot.engine.read_all()
    async with store.write() as unit:
        (card,) = await unit.deliveries.take(world.clock.now(), 9)
        (other,) = card.also  # whichever of the two feeds was read first
        await unit.deliveries.failed(card.id, "the message is broken")
    await world.settle()
    (card_text,) = await anna.cards()
    assert f"/s{other.code}" in card_text
