"""What people see while Telegram refuses and fails: nothing is lost, little comes twice."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.ops.settings import Settings
from tests.world.processes import text_of
from tests.world.world import PATIENCE, World

GROUP, FORUM, BOSS = -500, -100700, 77


async def run_by(world: World, boss: int) -> None:
    """Start the bot anew, with an administrator."""
    settings = world.settings.model_dump() | {"admin_ids": str(boss)}
    await world.stop()
    world.settings = Settings(_env_file=None, **settings)
    await world.start()


async def group(world: World, **chat: Any) -> None:
    await world.post("chats", **chat)
    await world.post("members", chat=chat["id"], id=42, status="administrator")


async def active(world: World, chat_id: int) -> None:
    """Wait until the bot knows that a chat is back."""
    assert world.bot is not None
    async with asyncio.timeout(PATIENCE):
        while True:
            async with world.bot.store.read() as unit:
                chat = await unit.chats.get(chat_id)
            if chat is not None and chat.active:
                return
            await asyncio.sleep(0.01)


async def test_who_blocked_the_bot_gets_what_is_news_still(world: World) -> None:
    """She unblocks it, and writes nothing."""
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.fault(method="sendPhoto", chat=42, kind="403")  # and no update says so
    await world.publish("Syria talks resume")
    await world.settle()
    assert await anna.cards() == []
    await world.settle(hours=3)
    assert await anna.cards() == []
    stats = (await world.get("stats"))["methods"]["sendPhoto"]
    assert stats == {"403": 1}  # and nothing was tried again
    await world.post("members", chat=42, id=42, status="kicked")
    await world.post("members", chat=42, id=42, status="member")
    await active(world, 42)
    await world.publish("Syria talks end")
    for _ in range(3):
        await world.settle()
    assert len(await anna.cards("Syria talks resume")) == 1
    assert len(await anna.cards("Syria talks end")) == 1


async def test_a_closed_topic_falls_back_and_is_told_of_once(world: World) -> None:
    await run_by(world, BOSS)
    boss, forum = world.chat(BOSS), world.chat(FORUM)
    await boss.say("/start")
    await group(world, id=FORUM, type="supergroup", title="Readers", is_forum=True)
    await forum.say("/subscribe Syria", person=42, thread=5)
    await world.fault(
        kind="400", description="TOPIC_CLOSED", chat=FORUM, thread=5, times=99
    )  # fmt: skip
    for title in ("Syria talks resume", "Syria: rain in the north", "Oil in Syria at a high"):
        await world.publish(title, source=title)
        await world.settle()
    shown = [m for m in await forum.messages() if "photo" in m]
    assert [m["caption"].splitlines()[0] for m in shown] == [
        "Syria talks resume", "Syria: rain in the north", "Oil in Syria at a high",
    ]  # fmt: skip
    assert not any("message_thread_id" in m for m in shown)
    told = [text for text in await boss.texts() if "Readers" in text]
    assert len(told) == 1
    assert "topic 5" in told[0]
    stats = (await world.get("stats"))["methods"]["sendPhoto"]
    assert stats == {"200": 3, "400": 1}
    assert "Syria" in (await forum.say("/topics", person=42))["text"]


async def test_a_group_that_moved_has_its_old_cards_left_alone(world: World) -> None:
    """The supergroup numbers its messages anew: what was corrected is another message there."""
    await group(world, id=GROUP, type="group", title="Readers")
    old = world.chat(GROUP)
    await old.say("/subscribe Syria", person=42)
    await world.publish("Syria talks resume")
    await world.settle()
    await world.fault(method="sendPhoto", chat=GROUP, kind="migrate")
    for title in ("Syria: rain in the north", "Oil in Syria at a high"):
        await world.publish(title, source=title)
    for _ in range(3):
        await world.settle()
    chats = (await world.get("chats"))["chats"]
    (new,) = [world.chat(c["id"]) for c in chats if c["type"] == "supergroup"]
    assert len(await old.cards()) == 1
    assert len(await new.cards()) == 2
    before = await new.messages()
    await world.publish("Syria talks resume in Marlow", code="1", source="Other")
    assert world.bot is not None
    async with world.bot.store.write() as unit:
        (story,) = await unit.stories.by_number("1001")
        await unit.deliveries.correct(story.id, world.clock.now(), world.clock.now())
        assert await unit.deliveries.take_edits(world.clock.now(), world.clock.now(), 9) == []
    assert (await new.messages())[: len(before)] == before


@pytest.mark.parametrize(
    ("description", "with_photo"),
    [(None, True), ("PHOTO_INVALID_DIMENSIONS", False)],
)
async def test_what_is_refused_for_its_form_goes_in_a_plainer_one_and_is_reported(
    world: World, description: str | None, with_photo: bool, caplog: pytest.LogCaptureFixture
) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.fault(method="sendPhoto", kind="400", description=description)
    await world.publish("Syria talks resume")
    await world.settle()
    (shown,) = [m for m in await anna.messages() if text_of(m).startswith("Syria talks resume")]
    assert ("photo" in shown) is with_photo
    (said,) = [r.getMessage() for r in caplog.records if "plainer" in r.getMessage()]
    assert said.startswith("delivery 1 of story 1001 went in a plainer form: ")


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        ({"kind": "drop"}, 75),
        ({"kind": "401"}, 4),
    ],
    ids=str,
)
async def test_an_hour_without_telegram(
    world: World, fault: dict[str, Any], most: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Feeds are read on, hardly anything is tried, and all of it comes when Telegram is back."""
    people = [world.chat(number) for number in range(42, 46)]
    for person in people:
        await person.say("/subscribe Syria")
    for method in ("sendPhoto", "sendMessage", "getMe"):
        await world.fault(method=method, times=100_000, **fault)
    titles = [f"Syria report {number}" for number in range(5)]
    for title in titles:
        await world.publish(title, source=title)
        for _ in range(12):
            await world.settle(seconds=60)
    said = [r for r in caplog.records if r.levelno >= logging.ERROR and r.name.startswith("bot.")]
    assert len(said) == 1
    assert said[0].name == "bot.pipeline.reach"
    stats = (await world.get("stats"))["methods"]
    assert sum(stats["sendPhoto"].values()) <= most
    assert sum(count for status, count in stats["getMe"].items() if status != "200") <= 75
    assert world.bot is not None
    async with world.bot.store.read() as unit:
        assert (await unit.upkeep.counts())["planned"] == 20
        assert await unit.upkeep.failures(9) == []
    await world.http.delete("/playground/faults")
    for _ in range(9):
        await world.settle(seconds=60)
    for person in people:
        assert sorted(card.splitlines()[0] for card in await person.cards()) == titles
