"""Odd stories, refusing chats and a Telegram that fails: nothing is lost, nothing comes twice."""

from __future__ import annotations

import pytest

from tests.world.world import World

ARABIC = (
    "استؤنفت المحادثات بشأن سوريا يوم الثلاثاء في بلدة مارلو، بحسب الوسطاء. "
    "واتفق الطرفان على فتح طريقين قبل الشتاء. وتبدأ الجولة المقبلة بعد أسبوع."
)


@pytest.mark.parametrize(
    "title",
    [
        "Oil < $50 & rising 🚀 in Syria",
        "Syria: <b>bold</b> & <script>alert(1)</script>",
        'Syria & "quotes" &amp; entities',
        "Syria 👩‍🚀 1 < 2 > 0",
    ],
)
async def test_a_title_stands_as_it_was_written(world: World, title: str) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.publish(title)
    await world.settle()
    (card,) = await anna.cards()
    assert card.splitlines()[0] == title


async def test_a_story_in_arabic(world: World) -> None:
    """A person who reads Arabic gets it by the country's Arabic name, summary and all."""
    layla = world.chat(43, "ar")
    await layla.say("/subscribe سوريا")
    await world.publish("محادثات سوريا تُستأنف في مارلو", ARABIC, "مرصد الميناء", lang="ar")
    await world.settle()
    (card,) = await layla.cards()
    assert "استؤنفت المحادثات بشأن سوريا" in card


async def test_a_story_without_a_date(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.publish("Syria in old maps", published=None)
    await world.settle()
    (card,) = await anna.cards()
    assert "2026" not in card


async def test_a_story_of_the_past_is_pushed_as_well(world: World) -> None:
    """What is posted in the newsroom is pushed whatever its date."""
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.publish("Syria in old maps", published="2018-06-17T12:38:00Z")
    await world.settle()
    (card,) = await anna.cards()
    assert "17 Jun 2018 - 12:38" in card


async def test_many_stories_at_once_come_each_once(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    for number in range(30):
        await world.publish(f"Syria report {number:02}", source=f"Desk {number % 3}")
    await world.settle()
    await world.settle()
    titles = sorted(card.splitlines()[0] for card in await anna.cards())
    assert titles == [f"Syria report {number:02}" for number in range(30)]


async def test_one_blocked_chat_does_not_stop_the_other(world: World) -> None:
    anna, boris = world.chat(42), world.chat(43)
    for person in (anna, boris):
        await person.say("/subscribe Syria")
    await world.post("members", chat=42, id=42, status="kicked")
    await world.publish("Syria talks resume")
    await world.settle()
    assert len(await boris.cards()) == 1
    assert await anna.cards() == []

    # back again, with the settings kept
    await world.post("members", chat=42, id=42, status="member")
    assert "Syria" in (await anna.say("/topics"))["text"]
    await world.publish("Syria talks end")
    await world.settle()
    assert len(await anna.cards("Syria talks end")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "429", "seconds": 3},
        {"kind": "500"},
        {"kind": "hang", "seconds": 0.5},
        {"kind": "drop"},
        {"kind": "400"},
        {"kind": "delay", "seconds": 0.3},
    ],
    ids=lambda fault: str(fault["kind"]),
)
async def test_telegram_fails_and_nothing_is_lost(world: World, fault: dict[str, object]) -> None:
    people = [world.chat(number) for number in (42, 43, 44)]
    for person in people:
        await person.say("/subscribe Syria")
    await world.fault(method="sendPhoto", times=4, **fault)
    await world.publish("Syria talks resume")
    for _ in range(8):
        await world.settle(seconds=10)
    for person in people:
        shown = [text for text in await person.texts() if text.startswith("Syria talks resume")]
        assert len(shown) == 1


async def test_a_group_that_moves_keeps_its_topics(world: World) -> None:
    await world.post("chats", id=-500, type="group", title="Readers")
    await world.post("members", chat=-500, id=42, status="administrator")
    group = world.chat(-500)
    await group.say("/subscribe Syria", person=42)
    await world.fault(method="sendPhoto", chat=-500, kind="migrate", times=1)
    await world.publish("Syria talks resume")
    for _ in range(3):
        await world.settle()
    chats = (await world.get("chats"))["chats"]
    (moved,) = [c["id"] for c in chats if c["type"] == "supergroup"]
    assert len(await world.chat(moved).cards("Syria talks resume")) == 1


async def test_a_poison_feed_stops_no_other(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    assert world.bot is not None
    await world.bot.add_feed("Gone", f"{world.address}/news/gone/rss.xml")
    await world.publish("Syria talks resume")
    await world.settle()
    assert len(await anna.cards()) == 1
    assert "Gone – not reachable" in (await anna.say("/sources"))["text"]
