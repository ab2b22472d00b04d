"""The world: everything real, over loopback HTTP; only the clocks are the test's."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.app.bot_process import BotProcess, Connection
from bot.app.server import listen, serving
from bot.ops.settings import Settings
from bot.playground.emulator import Emulator
from bot.playground.newsroom import Newsroom
from bot.playground.site import create_site
from tests.timers import FastTimer, LeapTimer, SetClock
from tests.world.processes import Message, text_of

PATIENCE = 15.0
"""Seconds that an answer may take on a machine that does other things too."""


@dataclass
class World:
    """Newsroom, bot, emulator and the people in their chats."""

    address: str
    clock: SetClock
    settings: Settings
    http: httpx.AsyncClient
    bot: BotProcess | None = None
    _timer: FastTimer = field(default_factory=FastTimer)
    _stack: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    # -- the bot

    async def start(self) -> None:
        """Start the bot: it talks by itself, and does the rest in ``settle``."""
        connection = Connection(
            "7:world", self.address, poll_seconds=2, push_backlog=True, alone=True
        )
        opening = BotProcess.open(self.settings, connection, self.clock, self._timer)
        self.bot = await self._stack.enter_async_context(opening)
        async with self.bot.store.write() as unit:
            await unit.deliveries.take_up()
        talk = asyncio.create_task(self.bot.talk(), name="talk")
        self._stack.push_async_callback(end, talk)

    async def stop(self) -> None:
        """Stop the bot."""
        await self._stack.aclose()
        self.bot = None

    async def settle(self, **later: float) -> None:
        """Let time pass (two seconds unless told), and the bot do all that is due then."""
        assert self.bot is not None
        time = timedelta(**(later or {"seconds": 2}))
        self.clock.advance(seconds=time.total_seconds())
        await self._timer.sleep(time.total_seconds())
        await self.bot.engine.settle()

    # -- the newsroom

    async def publish(self, title: str, text: str = "", source: str = "Desk", **more: Any) -> str:
        """Publish a story; return its address. The bot has it after the next ``settle``."""
        body = {"title": title, "text": text or f"{title}. More was not known.", "source": source}
        answer = await self.post("stories", **body, **more)
        url: str = answer["url"]
        return url

    # -- people

    def chat(self, number: int, language: str = "en") -> Chat:
        """Return the private chat of a person."""
        return Chat(self, number, language)

    async def fault(self, **fault: Any) -> None:
        """Let Telegram fail."""
        await self.post("faults", **fault)

    # -- HTTP

    async def post(self, path: str, **body: Any) -> Any:
        """Post to the playground; return the JSON answered."""
        answer = await self.http.post(f"/playground/{path}", json=body)
        assert answer.status_code < 300, (path, answer.status_code, answer.text)
        return answer.json()

    async def get(self, path: str, **query: Any) -> Any:
        """Get from the playground; return the JSON answered."""
        answer = await self.http.get(f"/playground/{path}", params=query)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()


@dataclass(frozen=True)
class Chat:
    """A chat as its person sees it."""

    world: World
    number: int
    language: str = "en"

    async def messages(self, after: int = 0) -> list[Message]:
        """Return all messages after an id."""
        answer = await self.world.get(f"chats/{self.number}/messages", after=after)
        found: list[Message] = answer["messages"]
        return found

    async def texts(self) -> list[str]:
        """Return what the bot said, in order."""
        return [text_of(m) for m in await self.messages() if m["from"]["is_bot"]]

    async def cards(self, title: str = "") -> list[str]:
        """Return the cards that hold a title."""
        messages = await self.messages()
        return [text_of(m) for m in messages if "photo" in m and title in text_of(m)]

    async def last(self) -> str:
        """Return what was said last."""
        return text_of((await self.messages())[-1])

    async def write(self, text: str, **more: Any) -> int:
        """Say something and wait for nothing."""
        person = {"id": more.pop("person", abs(self.number)), "language_code": self.language}
        answer = await self.world.post(
            f"chats/{self.number}/messages", text=text, **{"from": person}, **more
        )
        said: int = answer["message_id"]
        return said

    async def say(self, text: str, **more: Any) -> Message:
        """Say something; return the bot's answer."""
        return await self.answer(await self.write(text, **more))

    async def press(self, message: Message, label: str) -> Message:
        """Press the button with a label; return the message as it is afterwards."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if label in b["text"])
        await self.world.post(
            f"chats/{self.number}/callbacks",
            message_id=message["message_id"], data=data,
            **{"from": {"id": abs(self.number), "language_code": self.language}},
        )  # fmt: skip
        return (await self.messages(message["message_id"] - 1))[0]

    async def answer(self, said: int) -> Message:
        """Wait for the bot's first message after one that was written."""
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while loop.time() < until:
            for message in await self.messages(said):
                if message["from"]["is_bot"]:
                    return message
            await asyncio.sleep(0.01)
        raise TimeoutError(f"chat {self.number} waited {PATIENCE} s for an answer")


@contextlib.asynccontextmanager
async def opened(folder: Path, database_url: str, *hosts: str) -> AsyncIterator[World]:
    """Make a world in a folder; the bot may read other ``hosts`` (``host:port``) than its own."""
    listener = listen(0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    clock = SetClock()
    emulator = Emulator(folder / "telegram", clock, LeapTimer())
    newsroom = Newsroom(folder / "newsroom", clock, address, with_stories=False)
    settings = Settings(
        _env_file=None,
        storywire_data=folder,
        database_url=database_url,
        allow_private_hosts=",".join((address.removeprefix("http://"), *hosts)),
        telegram_bot_token="7:world",
    )
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(emulator.close)
        stack.callback(newsroom.close)
        await stack.enter_async_context(serving(create_site(emulator, newsroom), listener))
        stack.callback(emulator.let_go)
        http = httpx.AsyncClient(base_url=address, timeout=20, trust_env=False)
        await stack.enter_async_context(http)
        world = World(address, clock, settings, http)

        async def adopt(source: str, url: str) -> None:
            assert world.bot is not None
            await world.bot.add_feed(source, url)

        newsroom.on_new_source = adopt
        await world.start()
        stack.push_async_callback(world.stop)
        yield world


async def end(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait for its end; what it raised by itself is raised here."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
