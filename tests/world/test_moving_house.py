"""A bot on SQLite moves to PostgreSQL, and goes on there as if nothing had been."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.store import Progress, relocate
from tests.world.world import World, opened

TALKS = "Talks on Syria resumed on Monday. Delegates met at the lighthouse. More is not known."


def silent(_progress: Progress) -> None:
    """Say nothing."""


async def test_a_bot_moves_to_postgresql(
    tmp_path: Path, sqlite_url: str, empty_postgres_url: str
) -> None:
    """What was sent is not sent again, what waits comes once, and all is found."""
    async with opened(tmp_path, sqlite_url) as world:
        anna, bert, carl = (world.chat(number) for number in (42, 43, 44))
        await anna.say("/subscribe Syria")
        await bert.press(await bert.say("/subscribe lighthouse"), "Digest")
        await world.publish("Syria talks resume", TALKS)
        await world.settle()
        await anna.say("/subscribe harbour")
        await world.publish("Harbour of Zanadu opens", "The harbour opened. Ships came in.")
        before = len(await bert.texts())
        await move(world, sqlite_url, empty_postgres_url)

        assert "Syria talks resume" in (await carl.say("1001"))["caption"]
        assert "Syria talks resume" in (await carl.say("/search delegates"))["text"]
        topics = (await anna.say("/topics"))["text"]
        assert "Syria" in topics
        assert "harbour" in topics
        await world.settle()
        await world.publish("Syria signs a treaty", "Syria signed. The treaty is about trade.")
        await world.settle()
        assert "/s1003" in (await anna.cards("Syria signs a treaty"))[0]
        world.clock.set(datetime(2026, 6, 18, 9, 30, tzinfo=UTC))
        for _ in range(3):
            await world.settle()
        (digest,) = (await bert.texts())[before:]
        assert "Syria talks resume" in digest
        assert len(await anna.cards()) == len(set(await anna.cards())) == 3


async def move(world: World, source: str, target: str) -> None:
    """Move the world's bot, which does not run meanwhile."""
    await world.stop()
    await asyncio.to_thread(relocate, source, target, silent)
    world.settings = world.settings.model_copy(update={"database_url": target})
    await world.start()
