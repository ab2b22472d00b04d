"""A small world for conversations: the emulator, the real bot, a database with stories, a clock."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from telegram.request import HTTPXRequest

from bot import topics
from bot.chat import conversation, updates
from bot.chat.limiter import PacedLimiter
from bot.chat.services import Services
from bot.domain.values import (
    Entry,
    Found,
    Place,
    Reading,
    Sentence,
    Story,
    Subscription,
    Told,
)
from bot.feeds.discovery import Finder
from bot.pipeline.pacing import Pacer
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from bot.store import SqlStore, open_store
from tests.timers import SetClock

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
ADMIN = 900
HURRY = 50.0
"""How many times faster than the world's our tests' time runs."""
TOKEN = "7:token"

Json = dict[str, Any]


class HurriedTimer:
    """A timer on which waits end fifty times sooner, for the emulator's limits and our pace."""

    def monotonic(self) -> float:
        return time.monotonic() * HURRY

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / HURRY)


class Talks:
    """People who write and press buttons, and what the bot answers them."""

    def __init__(self, web: httpx.AsyncClient, store: SqlStore, clock: SetClock) -> None:
        self.web = web
        self.store = store
        self.clock = clock
        self.links = count(1)

    async def post(self, path: str, body: Json) -> Json:
        answer = await self.web.post(path, json=body)
        assert answer.status_code == 200, answer.text
        result: Json = answer.json()
        return result

    async def write(
        self, text: str, chat: int = 42, *, person: int | None = None, **more: Any
    ) -> int:
        """Post a person's message; return its id."""
        who = {"id": chat if person is None else person} | more.pop("who", {})
        body = {"text": text, "from": who, **more}
        sent = await self.post(f"/playground/chats/{chat}/messages", body)
        return int(sent["message_id"])

    async def ask(self, text: str, chat: int = 42, **more: Any) -> Json:
        """Post a person's message and return the bot's next one."""
        sent = await self.write(text, chat, **more)
        return await self.next(chat, sent)

    async def next(self, chat: int, after: int) -> Json:
        """Return the bot's first message after one, waiting for it."""
        for _ in range(400):
            found = await self.said(chat, after)
            if found:
                return found[0]
            await asyncio.sleep(0.01)
        raise AssertionError("the bot did not answer")

    async def said(self, chat: int = 42, after: int = 0) -> list[Json]:
        """Return the bot's messages."""
        answer = await self.web.get(f"/playground/chats/{chat}/messages?after={after}")
        return [m for m in answer.json()["messages"] if m.get("from", {}).get("is_bot")]

    async def press(self, message: Json, data: str, person: int | None = None) -> Json:
        """Press a button by its data; return what the bot answered."""
        chat = message["chat"]["id"]
        body = {
            "message_id": message["message_id"],
            "data": data,
            "from": {"id": chat if person is None else person},
        }
        answer = await self.post(f"/playground/chats/{chat}/callbacks", body)
        assert answer["answered"], "a button waits for ever"
        return answer

    async def edited(self, message: Json, before: str | None = None) -> Json:
        """Return a message once it was changed."""
        before = message["text"] if before is None else before
        for _ in range(400):
            found = await self.said(message["chat"]["id"], message["message_id"] - 1)
            if found and (found[0]["text"], buttons(found[0])) != (before, buttons(message)):
                return found[0]
            await asyncio.sleep(0.01)
        raise AssertionError("the message was not changed")

    async def settle(self) -> None:
        """Wait until every update was fetched and handled."""
        for _ in range(400):
            answer = await self.web.get(f"/bot{TOKEN}/getWebhookInfo")
            waiting = answer.json()["result"]["pending_update_count"]
            async with self.store.read() as unit:
                if not waiting and not await unit.inbox.pending(1):
                    return
            await asyncio.sleep(0.01)
        raise AssertionError("updates wait for ever")

    async def publish(
        self, title: str, text: str = "", *, ago: timedelta = timedelta(hours=1), **changes: Any
    ) -> Story:
        """Put a story into the archive, as reading a feed would."""
        link = f"https://news.example.org/{next(self.links)}"
        fields: Json = {
            "publisher_code": None, "title": title, "text": text or f"{title}. More follows.",
            "extract": (Sentence(f"{title}.", 0, 0, 0),), "published": self.clock.now() - ago,
            "published_has_time": True, "origin": None, "author": None,
            "publisher": "Example News", "home": "https://news.example.org/", "link": link,
            "lang": "en",
        }  # fmt: skip
        reading = Reading(**(fields | changes))
        document = topics.Document.of(
            title=reading.title, text=reading.text, lang=reading.lang, source=reading.publisher
        )
        entry = Entry(link, title, link, reading.published, None, None, None, None, "en")
        async with self.store.write() as unit:
            feed, _ = await unit.feeds.add("https://news.example.org/feed.xml", self.clock.now())
            await unit.stories.found(feed, [Found(entry, link, False)], self.clock.now())
            drafts = await unit.stories.drafts(self.clock.now(), 1000)
            draft = next(one for one in drafts if one.link == link)
            story = await unit.stories.read(draft.id, reading, document.indexed())
        assert story is not None
        return story

    async def tell_one_event(self, *stories: Story) -> None:
        """Let stories be of one event, as reading feeds would."""
        event: int | None = None
        async with self.store.write() as unit:
            await unit.events.begin()
            for story in stories:
                told = Told(story.id, {}, {}, frozenset(), frozenset(), frozenset())
                event = await unit.events.keep(event, told, self.clock.now())

    async def topics(self, chat: int = 42, thread: int = 0) -> list[Subscription]:
        """Return what a place follows."""
        async with self.store.read() as unit:
            return await unit.chats.subscriptions(Place(chat, thread))

    async def group(self, chat: int = -100, **more: Any) -> Json:
        """Make a group with one administrator, and return the bot's greeting."""
        kind = {"id": chat, "type": "supergroup", "title": "Lake & friends"} | more
        await self.post("/playground/chats", kind)
        admin = {"chat": chat, "id": ADMIN, "status": "administrator"}
        await self.post("/playground/members", admin)
        return await self.next(chat, 0)


def buttons(message: Json) -> list[tuple[str, str]]:
    """Return a message's buttons: what they say and their data."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button.get("callback_data", "")) for row in rows for button in row]


def data_of(message: Json, label: str) -> str:
    """Return the data of the button that says ``label``, marked or not."""
    return next(data for text, data in buttons(message) if text.removeprefix("✓ ") == label)


@asynccontextmanager
async def talks(
    folder: Path, template: Path, *, talking: bool = True, finder: Finder | None = None
) -> AsyncIterator[Talks]:
    """Open a world in a folder; ``template`` is a migrated SQLite file.

    Without ``talking`` the bot is not there, as after a kill.
    """
    clock, timer = SetClock(NOW), HurriedTimer()
    path = folder / "storywire.db"
    if not path.exists():
        shutil.copyfile(template, path)
    store = open_store(f"sqlite:///{path}")
    emulator = Emulator(folder / "telegram", clock, timer)
    transport = httpx.ASGITransport(app=create_site(emulator))
    options = {"transport": transport, "trust_env": False}
    application = conversation.build(
        TOKEN,
        "http://127.0.0.1",
        Services(store, clock, admin_ids=frozenset({1}), timer=timer, finder=finder),
        PacedLimiter(Pacer(timer)),
        request=HTTPXRequest(httpx_kwargs=options),
        get_updates_request=HTTPXRequest(httpx_kwargs=options),
    )
    web = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
    async with web, updates.initialised(application):
        bot = asyncio.create_task(updates.run(application) if talking else asyncio.sleep(0))
        yield Talks(web, store, clock)
        bot.cancel()
        (outcome,) = await asyncio.gather(bot, return_exceptions=True)
        assert outcome is None or isinstance(outcome, asyncio.CancelledError), outcome
    await emulator.close()
    await store.close()
