"""The five scenes of a new user, as the people in the chats see them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.world.world import World

TALKS = (
    "Talks on Syria resumed in the lakeside town of Marlow on Tuesday, the mediators said. "
    "Both sides agreed to open two roads before the winter.\n\n"
    "The next round begins in a week. A spokeswoman called the mood sober and the work long."
)


async def test_a_topic_brings_its_stories_as_cards(world: World) -> None:
    anna = world.chat(42)
    greeting = await anna.say("/start")
    assert "inline_keyboard" in greeting["reply_markup"]
    answer = (await anna.say("/subscribe Syria"))["text"]
    assert "Syrian" in answer  # how it was understood
    url = await world.publish(
        "Syria talks resume in Marlow", TALKS, "Levant Post",
        origin="Harbour Agency", author="Lena Ruiz", code="309076",
    )  # fmt: skip
    await world.publish("Cup final moved to Sunday", source="Levant Post")
    await world.settle()
    (card,) = await anna.cards()
    for part in (
        "Syria talks resume in Marlow", "17 Jun 2026 - 12:00", "Harbour Agency", "Lena Ruiz",
        "Talks on Syria resumed in the lakeside town of Marlow on Tuesday, the mediators said.",
        "Read more", "/s100", "309076", url, "Levant Post",
    ):  # fmt: skip
        assert part in card, part


@pytest.mark.parametrize(
    "way", ["1001", "/story 1001", "/s1001", "/start s1001", "309076", "/story 309076"]
)
async def test_a_code_brings_the_card(world: World, way: str) -> None:
    await world.publish("Lighthouse lit again", TALKS, code="309076")
    await world.settle()
    message = await world.chat(42).say(way)
    assert "Lighthouse lit again" in message["caption"]


async def test_an_unknown_code_says_what_to_do_next(world: World) -> None:
    answer = (await world.chat(42).say("999999"))["text"]
    assert "999999" in answer
    assert "/latest" in answer


async def test_the_digest_comes_at_local_time_once(world: World) -> None:
    anna = world.chat(42)
    answer = await anna.say("/subscribe Syria")
    await anna.press(answer, "Digest")
    await anna.say("/timezone Europe/Berlin")
    assert "08:00" in (await anna.say("/digest 08:00"))["text"]
    await world.publish("Syria talks resume", TALKS)
    await world.publish("Syrian bakers win a prize", TALKS)
    await world.settle()
    assert await anna.cards() == []

    world.clock.set(datetime(2026, 6, 18, 5, 59, tzinfo=UTC))  # 07:59 in Berlin
    before = len(await anna.texts())
    await world.settle()
    assert len(await anna.texts()) == before
    for _ in range(3):
        await world.settle(minutes=1)
    (digest,) = (await anna.texts())[before:]
    assert "Syria talks resume" in digest
    assert "Syrian bakers win a prize" in digest
    assert "/s1001" in digest
    assert "/s1002" in digest

    await world.settle(hours=24)
    assert len(await anna.texts()) == before + 1, "an empty digest is not sent"


async def test_a_digest_missed_while_down_comes_once(world: World) -> None:
    anna = world.chat(42)
    await anna.press(await anna.say("/subscribe Syria"), "Both")
    await world.publish("Syria talks resume", TALKS)
    await world.settle()
    before = len(await anna.texts())
    await world.stop()
    world.clock.set(datetime(2026, 6, 18, 9, 30, tzinfo=UTC))
    await world.start()
    for _ in range(3):
        await world.settle()
    (digest,) = (await anna.texts())[before:]
    assert "Syria talks resume" in digest


async def test_digest_now_shows_every_topic(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.publish("Syria talks resume", TALKS)
    await world.settle()
    assert "Syria talks resume" in (await anna.say("/digest now"))["text"]


async def test_what_was_written_while_the_bot_was_down_is_answered(world: World) -> None:
    await world.stop()
    anna = world.chat(42)
    said = await anna.write("/subscribe Syria")
    await world.start()
    first = await anna.answer(said)
    assert "You now follow Syria" in first["text"]
    assert "Syria" in (await anna.say("/topics"))["text"]


async def test_a_stopped_topic_brings_nothing(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    message = await anna.say("/unsubscribe")
    await anna.press(message, "Syria")
    await world.publish("Syria talks resume", TALKS)
    await world.settle()
    assert await anna.cards() == []
