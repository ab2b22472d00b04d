"""Feeds in the chat: finding, adding, listing, removing, and what administrators see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat import commands, keyboards
from bot.chat.handlers.feeds import trimmed
from bot.chat.handlers.talk import Answer, Answered, Later, Talk
from bot.chat.services import Services
from bot.domain.errors import Step
from bot.domain.values import ChatKind, Feed, Place
from bot.feeds.discovery import Finder
from bot.feeds.web.http import HttpSource
from bot.pipeline.adding import MOST_FEEDS
from tests.chat.talks import ADMIN, Json, Talks, buttons, data_of, talks
from tests.feeds.serving import Request, Server, answer, serving
from tests.timers import FastTimer

GROUP = -100
RUNS_BOT = 1
"""A person of ADMIN_IDS (see ``talks``)."""


def rss(title: str, *headlines: str) -> bytes:
    items = "".join(
        f"<item><title>{h}</title><link>https://news.example.org/{h.replace(' ', '-')}</link>"
        f"<pubDate>Wed, 17 Jun 2026 1{n}:00:00 GMT</pubDate></item>"
        for n, h in enumerate(headlines)
    )
    return answer(
        f'<rss version="2.0"><channel><title>{title}</title><language>en</language>{items}'
        "</channel></rss>".encode()
    )


def links(*paths: str) -> bytes:
    tags = "".join(f'<link rel="alternate" type="application/rss+xml" href="{p}">' for p in paths)
    return answer(f"<html><head>{tags}</head></html>".encode())


@dataclass
class Town:
    """A conversation and a site."""

    talks: Talks
    site: Server
    finder: Finder

    async def ask(self, text: str, chat: int = 42, **more: Any) -> Json:
        """Say something; return the answer, once there is more than that it is looked for."""
        return await self._settled(await self.talks.ask(text, chat, **more))

    async def next(self, chat: int, after: int) -> Json:
        """Return the next answer likewise."""
        return await self._settled(await self.talks.next(chat, after))

    async def _settled(self, said: Json) -> Json:
        return await self.talks.edited(said) if said["text"].startswith("Looking") else said

    async def own(self, chat: int = 42) -> list[Feed]:
        async with self.talks.store.read() as unit:
            return await unit.feed_chats.of_chat(chat)

    async def all(self) -> list[Feed]:
        async with self.talks.store.read() as unit:
            return await unit.feeds.all()


@pytest.fixture
async def town(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Town]:
    timer = FastTimer()
    async with (
        serving() as site,
        HttpSource(timer, [site.host]) as source,
        talks(tmp_path, sqlite_template, finder=Finder(source, timer)) as opened,
    ):
        site.pages |= {
            "/": links("/tides.xml"),
            "/tides.xml": rss("Tides & Tales", "Low water", "Spring tide", "Ebb", "Neap"),
            "/storms.xml": rss("Storms", "Gale"),
            "/many": links("/tides.xml", "/storms.xml"),
        }
        yield Town(opened, site, Finder(source, timer))


async def test_a_site_with_one_feed_is_added_at_once(town: Town) -> None:
    said = await town.ask(f"/addfeed {town.site.url('/')}")
    lines = said["text"].splitlines()
    assert lines[0] == "✅ Tides & Tales"
    assert lines[1].startswith("English, 4 stories, newest 17 Jun 2026 - 13:00")
    assert [line for line in lines if line.startswith("•")] == ["• Neap", "• Ebb", "• Spring tide"]
    assert "for this chat only" in said["text"]
    (feed,) = await town.own()
    assert (feed.url, feed.title, feed.public) == (
        town.site.url("/tides.xml"), "Tides & Tales", False,
    )  # fmt: skip
    assert [text for text, _ in buttons(said)] == ["✕ Remove"]


async def test_an_address_without_scheme_and_with_words_after_it(town: Town) -> None:
    said = await town.ask(f"/addfeed {town.site.url('/storms.xml')} please")
    assert "✅ Storms" in said["text"]


async def test_without_an_address_it_asks_for_one(town: Town) -> None:
    assert "/addfeed news.example.org" in (await town.ask("/addfeed"))["text"]


async def test_several_feeds_are_offered_to_choose_from(town: Town) -> None:
    said = await town.ask(f"/addfeed {town.site.url('/many')}")
    assert "I found 2 feeds" in said["text"]
    assert await town.own() == []
    (_, first), (label, second) = buttons(said)
    assert label == "➕ 2. Storms"
    await town.talks.press(said, second)
    added = await town.next(42, said["message_id"])
    assert "✅ Storms" in added["text"]
    assert [feed.title for feed in await town.own()] == ["Storms"]
    await town.talks.press(said, first)
    await town.next(42, added["message_id"])
    assert len(await town.own()) == 2
    again = await town.ask(f"/addfeed {town.site.url('/many')}")
    assert again["text"].count("read already") == 2
    assert buttons(again) == []


async def test_a_link_is_offered(town: Town) -> None:
    said = await town.ask(f"Look: {town.site.url('/')}, nice.")
    assert "Shall I read it for this chat?" in said["text"]
    assert await town.own() == []
    await town.talks.press(said, data_of(said, "➕ Add this feed"))
    added = await town.next(42, said["message_id"])
    assert "✅ Tides & Tales" in added["text"]
    assert len(await town.own()) == 1
    again = await town.ask(town.site.url("/"))
    assert "already" in again["text"]
    assert buttons(again) == []


async def test_an_address_too_long_for_a_button_is_read_from_the_message(town: Town) -> None:
    path = f"/{'x' * 80}.xml"
    town.site.pages[path] = rss("Long", "Short")
    said = await town.ask(town.site.url(path))
    ((_, data),) = buttons(said)
    assert data == "add:#0"
    await town.talks.press(said, data)
    assert "✅ Long" in (await town.next(42, said["message_id"]))["text"]


async def test_a_feed_that_is_known_is_not_asked_for(town: Town) -> None:
    url = town.site.url("/tides.xml")
    async with town.talks.store.write() as unit:
        await unit.feeds.add(url, town.talks.clock.now(), title="Tides")
    said = await town.ask(f"/addfeed {url}/")
    assert "I read Tides already" in said["text"]
    assert town.site.asked == []
    assert "for everybody already" in (await town.ask(f"/addfeed {town.site.url('/')}"))["text"]


async def test_a_private_feed_of_another_chat_is_shared_silently(town: Town) -> None:
    """The second chat does not learn of the first; the feed is read once."""
    for chat in (42, 43):
        said = await town.ask(f"/addfeed {town.site.url('/')}", chat)
        assert "✅" in said["text"]
    assert len(await town.all()) == 1
    for chat, left in ((42, 1), (43, 0)):
        (feed,) = await town.own(chat)
        listed = await town.ask("/sources", chat)
        pressed = await town.talks.press(listed, f"drop:{feed.id}")
        assert "no longer read Tides & Tales" in pressed["text"]
        assert len(await town.all()) == left


async def test_a_feed_that_had_ended_is_read_again(town: Town) -> None:
    await town.ask(f"/addfeed {town.site.url('/')}")
    (feed,) = await town.own()
    async with town.talks.store.write() as unit:
        now = town.talks.clock.now()
        await unit.feeds.ended(feed.id, now=now, error="gone (HTTP 410)", step=Step.STATUS)
    assert "ended: gone" in (await town.ask("/sources"))["text"]
    await town.ask(f"/addfeed {feed.url}")
    (feed,) = await town.own()
    assert feed.ended_at is None


async def test_a_chat_may_add_so_many(town: Town) -> None:
    async with town.talks.store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, None, town.talks.clock.now())
        for number in range(MOST_FEEDS):
            url = f"https://news.example.org/{number}.xml"
            feed, _ = await unit.feeds.add(url, town.talks.clock.now(), title=f"Feed {number}")
            await unit.feed_chats.set_public(feed.id, False)
            await unit.feed_chats.join(feed.id, 42, town.talks.clock.now())
    said = await town.ask(f"/addfeed {town.site.url('/')}")
    assert f"{MOST_FEEDS} feeds" in said["text"]
    assert len(await town.all()) == MOST_FEEDS
    listed = await town.ask("/sources")
    assert f"{MOST_FEEDS} feeds of this chat’s own" in listed["text"]
    assert buttons(listed)[-1] == ("»", "sources:8")
    await town.talks.press(listed, "sources:8")
    turned = await town.talks.edited(listed)
    assert ("«", "sources:0") in buttons(turned)


async def test_in_a_group_administrators_add(town: Town) -> None:
    await town.talks.group()
    url = town.site.url("/")
    assert "administrators" in (await town.ask(f"/addfeed {url}", GROUP, person=5))["text"]
    assert town.site.asked == []
    said = await town.ask(f"/addfeed {url}", GROUP, person=ADMIN)
    assert "✅" in said["text"]
    assert said["reply_to_message"]
    refused = await town.talks.press(said, data_of(said, "✕ Remove"), person=5)
    assert "administrators" in refused["text"]
    await town.talks.press(said, data_of(said, "✕ Remove"), person=ADMIN)
    assert await town.own(GROUP) == []
    assert await town.all() == []


async def test_a_slow_site_holds_nobody_up(town: Town) -> None:
    """Its person is told that it is looked at, then the answer takes that message's place."""
    let = asyncio.Event()

    async def slow(_: Request, writer: asyncio.StreamWriter) -> None:
        await let.wait()
        writer.write(rss("Slow", "At last"))

    town.site.pages["/slow.xml"] = slow
    said = await town.talks.ask(f"/addfeed {town.site.url('/slow.xml')}")
    assert said["text"] == f"Looking for feeds at {town.site.host} …"
    assert "What I can do" in (await town.ask("/help"))["text"]
    assert "What I can do" in (await town.ask("/help", 43))["text"]
    # Telegram is away for longer than an answer is tried in one go
    fault = {"kind": "401", "method": "editMessageText", "times": 5}
    await town.talks.post("/playground/faults", fault)
    let.set()
    assert "✅ Slow" in (await town.talks.edited(said))["text"]


async def test_too_many_addresses_at_once(town: Town) -> None:
    let = asyncio.Event()

    async def slow(_: Request, writer: asyncio.StreamWriter) -> None:
        await let.wait()
        writer.write(rss("Slow", "At last"))

    for number in range(4):
        town.site.pages[f"/{number}.xml"] = slow
    urls = [town.site.url(f"/{number}.xml") for number in range(4)]
    said = [await town.talks.ask(f"/addfeed {url}") for url in urls]
    assert "still looking" in said[3]["text"]
    let.set()
    for one in said[:3]:
        assert "✅" in (await town.talks.edited(one))["text"]


async def test_a_restart_in_the_middle_is_said(tmp_path: Path, sqlite_template: Path) -> None:
    async def never(_: Request, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    timer = FastTimer()
    async with serving() as site, HttpSource(timer, [site.host]) as source:
        site.pages["/slow.xml"] = never
        async with talks(tmp_path, sqlite_template, finder=Finder(source, timer)) as first:
            said = await first.ask(f"/addfeed {site.url('/slow.xml')}")
            assert "Looking" in said["text"]
        async with talks(tmp_path, sqlite_template) as second:
            (shown,) = await second.said(42, said["message_id"] - 1)
            assert "send me the address again" in shown["text"]


# -- those who run the bot


async def test_only_they_see_all_feeds(town: Town) -> None:
    assert "Only the people who run this bot" in (await town.ask("/feeds"))["text"]
    await town.talks.group()
    said = await town.ask("/feeds", GROUP, person=RUNS_BOT)
    assert "private chat" in said["text"]
    await town.ask(f"/addfeed {town.site.url('/')}")
    (feed,) = await town.own()
    for data in (f"feed:{feed.id}", f"public:{feed.id}", f"pace:{feed.id}:300", "feeds:0",
                 f"unfeed:{feed.id}:yes"):  # fmt: skip
        answer = await pressed(town, data, 42)
        assert isinstance(answer, Answer)
        assert "Only the people" in answer.toast, data
    assert await town.own() == [feed]


async def test_what_is_in_need_comes_first(town: Town) -> None:
    await town.ask(f"/addfeed {town.site.url('/')}")
    async with town.talks.store.write() as unit:
        now = town.talks.clock.now()
        for number in range(9):
            await unit.feeds.add(f"https://news.example.org/{number}", now, title=f"Feed {number}")
        bad, _ = await unit.feeds.add("https://news.example.org/bad", now, title="Bad & broken")
        await unit.feeds.failed(
            bad.id, next_due_at=now + timedelta(hours=1), error="bad answers", step=Step.TLS
        )
    said = await town.ask("/feeds", RUNS_BOT)
    lines = said["text"].splitlines()
    assert lines[0] == "11 feeds, 1 of them in need:"
    assert lines[1].startswith("1. ⚠️ Bad & broken – failed once at the step tls: bad answers")
    assert "next read in 1 h" in lines[1]
    assert any("🔒 Tides & Tales" in line for line in lines)
    await town.talks.press(said, "feeds:8", RUNS_BOT)
    assert "11. " in (await town.talks.edited(said))["text"]


async def test_a_feeds_panel(town: Town) -> None:
    """Its pace, whom it serves, and its end, each by a button."""
    await town.ask(f"/addfeed {town.site.url('/')}")
    (feed,) = await town.own()
    said = await town.ask("/feeds", RUNS_BOT)

    async def press(message: Json, label: str) -> Json:
        await town.talks.press(message, data_of(message, label), RUNS_BOT)
        return await town.talks.edited(message)

    said = await press(said, "1. Tides & Tales")
    assert "Serves only the 1 chat that added it." in said["text"]
    said = await press(said, "1 h")
    assert "Read every 1 h, as you set." in said["text"]
    assert (await town.own())[0].pace == timedelta(hours=1)
    said = await press(said, "Its own")
    assert (await town.own())[0].pace is None
    said = await press(said, "🌐 Make public")
    assert "Serves everybody." in said["text"]
    assert "Tides & Tales" in (await town.ask("/sources", 77))["text"]
    said = await press(said, "✕ Remove")
    assert "Stop reading Tides & Tales for everybody?" in said["text"]
    assert len(await town.all()) == 1
    said = await press(said, "✕ Remove")
    assert "is not read any more" in said["text"]
    assert await town.all() == []
    del feed


async def test_they_may_make_public_what_they_add(town: Town) -> None:
    said = await town.ask(f"/addfeed {town.site.url('/')}", RUNS_BOT)
    await town.talks.press(said, data_of(said, "🌐 Make public"), RUNS_BOT)
    assert "Serves everybody." in (await town.talks.edited(said))["text"]


async def pressed(town: Town, data: str, person: int) -> Answered:
    """Let a person press a button of any data, as only a changed client can."""
    store, clock = town.talks.store, town.talks.clock
    async with store.write() as unit:
        chat = await unit.chats.ensure(person, ChatKind.PRIVATE, None, None, clock.now())

    async def is_admin() -> bool:
        return False

    talk = Talk(
        Services(store, clock, admin_ids=frozenset({RUNS_BOT}), finder=town.finder),
        chat, Place(person), clock.now(), commands.COMMANDS, person, is_admin,
    )  # fmt: skip
    button = keyboards.read(data)
    return await commands.BUTTONS[button.verb](talk, button.argument)


STRANGE = ["x", "99", "9" * 40, "", "-1", "1:2:3", "x:yes", "1:²", "٣", "#7", "#x", "0:0"]


@pytest.mark.parametrize("verb", ["drop", "sources", "feeds", "feed", "public", "pace", "unfeed"])
async def test_strange_data_of_buttons_does_nothing(town: Town, verb: str) -> None:
    await town.ask(f"/addfeed {town.site.url('/')}")
    before = await town.all()
    for argument in (*STRANGE, f"{before[0].id}:7" if verb == "pace" else "y"):
        assert isinstance(await pressed(town, f"{verb}:{argument}", RUNS_BOT), Answer)
    assert await town.all() == before


@pytest.mark.parametrize("argument", STRANGE)
async def test_strange_addresses_of_buttons_add_nothing(town: Town, argument: str) -> None:
    answer = await pressed(town, f"add:{argument}", 42)
    if isinstance(answer, Later):
        answer = await answer.work()
    assert isinstance(answer, Answer)
    assert await town.all() == []


@pytest.mark.parametrize(
    ("link", "bare"),
    [
        ("https://example.org/a.", "https://example.org/a"),
        ("https://example.org/a),", "https://example.org/a"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("https://example.org/a_(b).", "https://example.org/a_(b)"),
        ("https://example.org/?q=1", "https://example.org/?q=1"),
        ("example.org/x»", "example.org/x"),
    ],
)
def test_links_in_sentences(link: str, bare: str) -> None:
    assert trimmed(link) == bare
