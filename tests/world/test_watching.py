"""The people who run the bot are told when it falls silent; the log tells a story's whole way."""

from __future__ import annotations

import json
import logging

from bot.ops import logs
from tests.ops.writing import Written, written
from tests.world.world import World

__all__ = ["written"]

ADMIN = 900
DEAD = "http://127.0.0.1:9/feed.xml"
"""Where nobody may look, for it is no exception of the guard's."""


async def run_by(world: World, *people: int) -> None:
    """Start the bot anew, run by these people."""
    await world.stop()
    world.settings = world.settings.model_copy(update={"admin_ids": people})
    await world.start()


async def pass_by(world: World, minutes: int, step: int = 10) -> None:
    """Let time pass, in which the bot works and looks at itself."""
    for _ in range(0, minutes, step):
        await world.settle(minutes=step)
        assert world.bot is not None
        await world.bot.watcher.watch_due()


async def lead(world: World, url: str) -> str:
    """Give the one feed another address, to be read at once; return the one that it had."""
    assert world.bot is not None
    async with world.bot.store.write() as unit:
        (feed,) = await unit.feeds.all()
        assert await unit.feeds.moved(feed.id, url)
        await unit.feed_chats.wake(feed.id, world.clock.now())
    return feed.url


async def test_silent_feeds_are_told_once_and_when_they_are_read_again(world: World) -> None:
    await run_by(world, ADMIN)
    anna, admin = world.chat(42), world.chat(ADMIN)
    await anna.say("/start")
    await admin.say("/start")
    await world.publish("Rain in Syria")
    await pass_by(world, 10)
    before = len(await admin.texts())

    address = await lead(world, DEAD)
    await pass_by(world, 50)
    assert len(await admin.texts()) == before, "fifty minutes may be a network's"
    await pass_by(world, 30)
    await run_by(world, ADMIN)
    await pass_by(world, 60)
    said = (await admin.texts())[before:]
    assert len(said) == 1, said
    assert "No feed could be read since" in said[0]
    assert "1 of 1 feeds fail" in said[0]

    await lead(world, address)
    await pass_by(world, 20)
    said = (await admin.texts())[before:]
    assert len(said) == 2, said
    assert "Feeds are read again" in said[1]
    assert not [text for text in await anna.texts() if "read again" in text]

    stats = (await admin.say("/stats"))["text"]
    for line in ("Feeds: 1, 0 failing, last read", "Stories: 1,", "Planned: 0", "Failed: 0"):
        assert line in stats
    assert "Only the people who run this bot" in (await anna.say("/stats"))["text"]


async def test_the_log_tells_a_storys_whole_way(world: World, written: Written) -> None:
    logs.configure("json", logging.DEBUG)
    anna, bert = world.chat(42), world.chat(43)
    await anna.say("/subscribe Syria")
    await bert.say("/subscribe Syria")
    await world.publish("Talks on Syria resume", "Nobody may read this sentence of the text.")
    await world.settle()
    await world.publish("Rain in Peru")
    await world.settle()

    code = next(line["story"] for line in written.lines if "delivery" in line)
    way = [line for line in written.lines if line.get("story") == code]
    told = [line["event"].partition(f" {code} ")[2] or line["event"] for line in way]
    assert told[0].startswith("read ")
    assert told[0].endswith("2 deliveries planned")
    assert {line["draft"] for line in way if "draft" in line} == {way[0]["draft"]}
    for number in (42, 43):
        (delivery,) = {line["delivery"] for line in way if line.get("chat") == number}
        sent = [line for line in way if line.get("delivery") == delivery]
        assert [("taken" in line["event"], "sent" in line["event"]) for line in sent] == [
            (True, False), (False, True),
        ]  # fmt: skip
    found = [line for line in written.lines if line.get("feed") == way[0]["feed"]]
    assert "brought 1 new stories" in found[0]["event"]
    assert f'"story": {code}' in written.text
    assert "Nobody may read" not in written.text
    assert json.dumps("7:world") not in written.text
