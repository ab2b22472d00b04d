"""Nights, pauses, limits and journeys: what does not ring comes together, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.world.processes import text_of
from tests.world.world import Chat, World

TALKS = (
    "Talks on Syria resumed in the lakeside town of Marlow on Tuesday, the mediators said. "
    "Both sides agreed to open two roads before the winter."
)
BAKERS = "A baker from Homs, Syria, won the prize for the best bread of the province on Friday."
FERRY = "The night ferry links Latakia in Syria with Mersin again, its captain told passengers."


def june(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant; Berlin's clock is two hours ahead."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


async def told(chat: Chat, before: int) -> list[str]:
    """What the bot said since."""
    return [text_of(m) for m in await chat.messages(before) if m["from"]["is_bot"]]


async def seen(chat: Chat) -> int:
    """The last message."""
    return int((await chat.messages())[-1]["message_id"])


async def test_a_quiet_night_ends_with_one_digest(world: World) -> None:
    anna, boris = world.chat(42), world.chat(43)
    for chat in (anna, boris):
        await chat.say("/subscribe Syria")
    await anna.say("/timezone Berlin")
    assert "from 22:00 to 07:00 (Europe/Berlin)" in (await anna.say("/quiet 22-7"))["text"]
    await world.publish("Talks on Syria resume", TALKS)
    await world.settle()
    (_,) = await anna.cards("Talks")

    world.clock.set(june(17, 20, 5))
    before = await seen(anna)
    await world.publish("Syrian bakers win a prize", BAKERS)
    await world.settle()
    await world.publish("Night ferry to Syria sails again", FERRY)
    await world.settle(hours=4)
    assert len(await boris.cards("bakers")) == 1, "others hear of it at once"
    assert await told(anna, before) == []
    card = await anna.say("1002")
    assert "Syrian bakers" in card["caption"], "who asks is answered"

    before = await seen(anna)
    world.clock.set(june(18, 4, 59))
    await world.settle()
    assert await told(anna, before) == []
    for _ in range(3):
        await world.settle(minutes=1)
    (digest,) = await told(anna, before)
    assert digest.startswith("Digest after quiet hours · Thursday, 18 June 2026")
    assert "/s1002" in digest
    assert "/s1003" in digest

    await world.publish("Syria opens a museum", "The museum of Palmyra in Syria opened its doors.")
    await world.settle(hours=2)
    (_,) = await anna.cards("museum")
    assert len(await told(anna, before)) == 2, "its daily digest has nothing more to tell"


async def test_a_pause_ends_by_itself_or_by_a_word(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    answer = (await anna.say("/pause 3h"))["text"]
    assert "until 17 Jun 2026 - 15:00" in answer
    before = await seen(anna)
    await world.publish("Talks on Syria resume", TALKS)
    await world.settle(hours=2)
    assert await told(anna, before) == []
    assert "Talks on Syria" in (await anna.say("Syria"))["text"]
    before = await seen(anna)
    await world.settle(hours=1)
    (digest,) = await told(anna, before)
    assert digest.startswith("The pause is over.")
    assert "/s1001" in digest

    await anna.say("/pause until monday 8:00")
    before = await seen(anna)
    world.clock.set(june(22, 8))
    await world.settle()
    (end,) = await told(anna, before)
    assert end == "The pause is over. No story on the topics here came meanwhile."

    assert "until you send /resume" in (await anna.say("/pause"))["text"]
    await world.publish("Syrian bakers win a prize", BAKERS)
    await world.settle(hours=40)
    before = await seen(anna)
    assert "1 story waited" in (await anna.say("/resume"))["text"]
    await world.settle()
    answer, digest = await told(anna, before)
    assert "/s1002" in digest
    assert len(await anna.cards()) == 0


@pytest.mark.parametrize("digest", ["08:00", "off"])
async def test_what_goes_over_the_limit_comes_together(world: World, digest: str) -> None:
    """With the daily digest, or where that is off when the hour is over."""
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await anna.say(f"/digest {digest}")
    assert "At most 1 card an hour" in (await anna.say("/quiet cap 1"))["text"]
    before = await seen(anna)
    for title, text in (
        ("Talks on Syria resume", TALKS),
        ("Syrian bakers win a prize", BAKERS),
        ("Night ferry to Syria sails again", FERRY),
    ):
        await world.publish(title, text)
        await world.settle(minutes=1)
    (card,) = await told(anna, before)
    assert "Talks on Syria" in card
    await world.settle(hours=1)
    if digest == "08:00":
        assert await told(anna, before) == [card]
        world.clock.set(june(18, 8))
        await world.settle()
    _, rest = await told(anna, before)
    assert rest.startswith("Digest")
    assert "/s1002" in rest
    assert "/s1003" in rest
    await world.settle(hours=30)
    assert len(await told(anna, before)) == 2


async def test_a_journey_neither_doubles_nor_loses_a_days_digest(world: World) -> None:
    anna = world.chat(42)
    await anna.press(await anna.say("/subscribe Syria"), "Digest")
    await anna.say("/timezone Berlin")
    await anna.say("/digest 18:00")
    await world.publish("Talks on Syria resume", TALKS)
    world.clock.set(june(17, 15, 30))  # 17:30 in Berlin, 18:30 in Istanbul
    await world.settle()
    before = await seen(anna)
    assert "that comes now" in (await anna.say("/timezone Istanbul"))["text"]
    await world.settle()
    _, digest = await told(anna, before)
    assert "Wednesday, 17 June 2026" in digest
    assert "/s1001" in digest

    answer = (await anna.say("/timezone Los Angeles"))["text"]
    assert "18 Jun 2026 - 18:00" in answer, "Wednesday had its own, though it is morning there"
    await world.publish("Syrian bakers win a prize", BAKERS)
    before = await seen(anna)
    world.clock.set(june(18, 2))
    await world.settle()
    assert await told(anna, before) == []
    world.clock.set(june(19, 1))
    await world.settle()
    (digest,) = await told(anna, before)
    assert "Thursday, 18 June 2026" in digest


@pytest.mark.parametrize(("hours", "day"), [(3, "Thursday, 18"), (20, "Friday, 19")])
async def test_a_digest_missed_comes_soon_or_with_the_next(
    world: World, hours: int, day: str
) -> None:
    anna = world.chat(42)
    await anna.press(await anna.say("/subscribe Syria"), "Digest")
    await world.publish("Talks on Syria resume", TALKS)
    await world.settle()
    before = await seen(anna)
    await world.stop()
    world.clock.set(june(18, 8 + hours) if hours < 16 else june(19, hours - 16))
    await world.start()
    await world.settle()
    assert len(await told(anna, before)) == (hours < 12)
    world.clock.set(june(19, 8))
    for _ in range(2):
        await world.settle()
    (digest,) = await told(anna, before)
    assert digest.startswith(f"Digest · {day} June 2026")
    assert "/s1001" in digest


async def test_each_thread_of_a_forum_has_what_waited_there(world: World) -> None:
    """Quiet hours are the group's, set by its administrators."""
    forum = world.chat(-100)
    await world.post("chats", id=-100, type="supergroup", title="Lake & friends", is_forum=True)
    await world.post("members", chat=-100, id=900, status="administrator")
    said = await forum.say("/quiet 22-7", person=7, thread=5)
    assert "administrators" in said["text"]
    for thread, topic in ((5, "Syria"), (6, "bread")):
        await forum.say(f"/subscribe {topic}", person=900, thread=thread)
    said = await forum.say("/quiet 22-7", person=900, thread=5)
    assert "Quiet hours of Lake & friends are from 22:00 to 07:00" in said["text"]
    world.clock.set(june(17, 23))
    before = await seen(forum)
    await world.publish("Talks on Syria resume", TALKS)
    await world.publish("Syrian bakers win a prize", BAKERS)
    await world.settle()
    assert await told(forum, before) == []
    world.clock.set(june(18, 7))
    await world.settle()
    digests = [m for m in await forum.messages(before) if m["from"]["is_bot"]]
    codes = {m["message_thread_id"]: text_of(m).count("/s10") for m in digests}
    assert codes == {5: 2, 6: 1}
