"""Feeds that chats add: whom they serve, what each chat sees, and who is told when they end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.feeds.serving import Server, answer, serving
from tests.world.processes import Message, text_of
from tests.world.world import Chat, World, opened

ALI, BEA, CHIEF = 11, 22, 900
"""Two people, and one of ADMIN_IDS."""


def rss(*titles: str, name: str = "Harbour Wire") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{title}</guid>"
        f"<link>http://127.0.0.1:1/{title.replace(' ', '-')}</link>"
        f"<description>{title}. More was not known.</description></item>"
        for title in titles
    )
    return answer(
        f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()
    )


@dataclass
class Harbour:
    """A world, and a site outside of it with a feed."""

    world: World
    site: Server

    @property
    def feed(self) -> str:
        return self.site.url("/feed.xml")


@asynccontextmanager
async def _harbour(folder: Path, database_url: str) -> AsyncIterator[Harbour]:
    async with serving() as site, opened(folder, database_url) as world:
        site.pages |= {
            "/": answer(b"<html><link rel=alternate type=application/rss+xml href=/feed.xml>"),
            "/feed.xml": rss("Numbats return"),
        }
        await world.stop()
        hosts = (*world.settings.allow_private_hosts, site.host)
        world.settings = world.settings.model_copy(
            update={"allow_private_hosts": hosts, "admin_ids": (CHIEF,)}
        )
        await world.start()
        yield Harbour(world, site)


@pytest.fixture
async def harbour(tmp_path: Path, database_url: str) -> AsyncIterator[Harbour]:
    """On both databases."""
    async with _harbour(tmp_path, database_url) as made:
        yield made


async def press(chat: Chat, message: Message, label: str, then: str) -> Message:
    """Press a button, and return its message once that says ``then``."""
    message = await chat.press(message, label)
    for _ in range(1000):
        if then in text_of(message):
            return message
        await asyncio.sleep(0.01)
        message = (await chat.messages(message["message_id"] - 1))[0]
    raise AssertionError(text_of(message))


async def add(chat: Chat, address: str) -> Message:
    """Add a feed in a chat; return the answer, once there is more than that it is looked for."""
    said = await chat.say(f"/addfeed {address}")
    for _ in range(1000):
        if not text_of(said).startswith("Looking"):
            return said
        await asyncio.sleep(0.01)
        said = (await chat.messages(said["message_id"] - 1))[0]
    raise AssertionError(text_of(said))


async def test_a_private_feed_serves_its_chat_alone(harbour: Harbour) -> None:
    """Cards, /latest, previews and /sources; a code finds its story for anybody."""
    world = harbour.world
    ali, bea, chief = (world.chat(number) for number in (ALI, BEA, CHIEF))
    for chat in (ali, bea):
        await chat.say("/subscribe Numbats")
    said = await add(ali, harbour.site.url("/"))
    assert "✅ Harbour Wire" in text_of(said)
    await world.settle()
    harbour.site.pages["/feed.xml"] = rss("Numbats sing", "Numbats return")
    await world.settle(hours=7)
    assert len(await ali.cards("Numbats sing")) == 1
    assert await bea.cards() == []
    assert "Numbats sing" in text_of(await ali.say("/latest"))
    assert "Numbats sing" not in text_of(await bea.say("/latest"))
    assert "Numbats sing" in text_of(await ali.say("Numbats"))
    assert "Numbats sing" not in text_of(await bea.say("Numbats"))
    assert "Harbour Wire" in text_of(await ali.say("/sources"))
    assert "Harbour Wire" not in text_of(await bea.say("/sources"))
    (card,) = await ali.cards("Numbats sing")
    code = next(word for word in card.split() if word.startswith("/s1"))
    shown = await bea.say(code)
    assert "Numbats sing" in text_of(shown)

    listed = await chief.say("/feeds")
    panel = await press(chief, listed, "Harbour Wire", "Serves only the 1 chat")
    await press(chief, panel, "Make public", "Serves everybody")
    harbour.site.pages["/feed.xml"] = rss("Numbats dance", "Numbats sing", "Numbats return")
    await world.settle(hours=7)
    for chat in (ali, bea):
        assert len(await chat.cards("Numbats dance")) == 1
    assert "Numbats sing" in text_of(await bea.say("/latest"))


async def test_removing_the_last_use_ends_the_polls(harbour: Harbour) -> None:
    world = harbour.world
    ali = world.chat(ALI)
    said = await add(ali, harbour.feed)
    await world.settle()
    await press(ali, said, "Remove", "no longer read")
    asked = len(harbour.site.asked)
    await world.settle(days=2)
    assert len(harbour.site.asked) == asked
    assert "No feeds" in text_of(await ali.say("/sources"))


async def test_its_chat_is_told_when_a_feed_ends(harbour: Harbour) -> None:
    world = harbour.world
    ali, bea, chief = (world.chat(number) for number in (ALI, BEA, CHIEF))
    await bea.say("/start")
    await chief.say("/start")
    await add(ali, harbour.feed)
    await world.settle()
    harbour.site.pages["/feed.xml"] = answer(b"", status="410 Gone")
    await world.settle(hours=7)
    told = [text for text in await ali.texts() if "has ended" in text]
    assert len(told) == 1
    assert "Harbour Wire" in told[0]
    assert "HTTP 410" in told[0]
    for chat in (bea, chief):
        assert not [text for text in await chat.texts() if "has ended" in text]


async def test_those_who_run_the_bot_are_told_of_public_feeds(harbour: Harbour) -> None:
    world = harbour.world
    chief = world.chat(CHIEF)
    await chief.say("/start")
    assert world.bot is not None
    await world.bot.add_feed("Harbour Wire", harbour.feed)
    await world.settle()
    harbour.site.pages["/feed.xml"] = answer(b"", status="404 Not Found")
    for _ in range(10):
        await world.settle(hours=12)
    told = [text for text in await chief.texts() if "could not read" in text]
    assert len(told) == 1
    assert "for 3 d" in told[0]
    assert "/feeds" in told[0]


async def test_a_private_feed_keeps_no_story_from_others(harbour: Harbour) -> None:
    """What a chat's own feed brings first, others have by the feed that serves them."""
    world = harbour.world
    ali, bea, carl = (world.chat(number) for number in (ALI, BEA, 33))
    for chat in (ali, bea, carl):
        await chat.say("/subscribe Numbats")
    harbour.site.pages["/all.xml"] = rss("Bilbies sleep", name="Everybody’s")
    harbour.site.pages["/carls.xml"] = rss("Bilbies sleep", name="Carl’s")
    assert world.bot is not None
    await world.bot.add_feed("Everybody’s", harbour.site.url("/all.xml"))
    await add(ali, harbour.feed)
    await world.settle()
    harbour.site.pages["/feed.xml"] = rss("Numbats sing", "Numbats return")
    await world.settle(hours=7)
    assert len(await ali.cards("Numbats sing")) == 1
    assert await bea.cards() == []

    await add(carl, harbour.site.url("/carls.xml"))
    await world.settle()
    harbour.site.pages["/carls.xml"] = rss("Numbats sing", "Bilbies sleep", name="Carl’s")
    await world.settle(hours=7)
    assert len(await carl.cards("Numbats sing")) == 1
    assert await bea.cards() == []

    harbour.site.pages["/all.xml"] = rss("Numbats sing", "Bilbies sleep", name="Everybody’s")
    await world.settle(hours=7)
    for chat in (ali, bea, carl):
        assert len(await chat.cards("Numbats sing")) == 1
    assert "Numbats sing" in text_of(await bea.say("/latest"))
