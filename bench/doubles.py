"""Cards whose answer Telegram owes us: how many are sent twice, how many are lost.

The bot itself sends a card to each of 300 chats, with --full 3,000, at its pace, over HTTP to the
emulator, which lets calls fail before or after it carried them out. "Asks first" is what it does:
while nothing gets through it asks Telegram who we are, and then tries one message. "Goes on trying"
is the same bot without that.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from bot.app.bot_process import BotProcess, Connection
from bot.app.clocks import SystemClock, SystemTimer
from bot.app.server import listen, serving
from bot.domain.values import ChatKind, Place
from bot.ops.settings import Settings
from bot.pipeline.reach import Reach
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from tests.store.samples import add_story, card, subscribe

BEGIN = 1000
"""The first chat's id."""
LAST = 60.0
"""Seconds that a bot may take beyond the time for its messages."""
ALL = 1_000_000


class Scene(NamedTuple):
    """How Telegram fails."""

    name: str
    fault: dict[str, Any]
    seconds: float | None = None
    """For how long; None for as long as it takes."""
    asks: bool = True
    """Whether the bot stops sending while nothing gets through."""


SCENES = (
    Scene("5 % of calls cut before they arrived", {"kind": "drop", "share": 0.05}),
    Scene("5 % of answers cut", {"kind": "drop", "after": True, "share": 0.05}),
    Scene("2 % of answers never come", {"kind": "hang", "seconds": 600, "after": True,
                                        "share": 0.02}),
    Scene("all calls cut for 20 s", {"kind": "drop"}, 20.0),
    Scene("all answers cut for 20 s", {"kind": "drop", "after": True}, 20.0),
    Scene("  the same, goes on trying", {"kind": "drop", "after": True}, 20.0, asks=False),
)  # fmt: skip


class Heedless(Reach):
    """Takes Telegram to be within reach, whatever happens."""

    async def room(self, most: int) -> int:
        return most


def main() -> None:
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    chats = 3_000 if "--full" in sys.argv else 300
    print(f"{chats} cards:{'':22} sent  lost  doubled  failed calls  doubles of these  seconds")
    for scene in SCENES:
        asyncio.run(measure(scene, chats))


async def measure(scene: Scene, chats: int) -> None:
    """Let a bot send to all chats while Telegram fails, and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as (process, people):
            await plan(process, chats)
            for number in range(BEGIN, BEGIN + chats):
                said = {"text": "x", "from": {"id": number}}
                await people.post(f"/playground/chats/{number}/messages", json=said)
            if not scene.asks:
                outbox = process.engine.outbox
                outbox.reach = Heedless(process.clock, outbox.sender.probe)
            seconds = await send(process, people, scene, LAST + chats / 10)
            counts = [await cards(people, n) for n in range(BEGIN, BEGIN + chats)]
            stats = (await people.get("/playground/stats")).json()["methods"]["sendPhoto"]
    failed = sum(count for status, count in stats.items() if status != "200")
    sent, doubled = sum(count > 0 for count in counts), sum(max(count - 1, 0) for count in counts)
    print(
        f"{scene.name:37} {sent:4} {chats - sent:5} {doubled:8} {failed:13}"
        f" {doubled / max(failed, 1):17.2f} {seconds:8.0f}",
        flush=True,
    )


async def send(
    process: BotProcess, people: httpx.AsyncClient, scene: Scene, patience: float
) -> float:
    """Run the bot until nothing is planned, or for so long; return the seconds that took."""
    fault = {"method": "sendPhoto", "times": ALL, **scene.fault}
    (await people.post("/playground/faults", json=fault)).raise_for_status()
    ended = asyncio.Event()
    began = time.perf_counter()
    running = asyncio.create_task(process.run(ended))
    try:
        while await pending(process):
            await asyncio.sleep(0.2)
            if scene.seconds is not None and time.perf_counter() - began > scene.seconds:
                await people.delete("/playground/faults")
            if time.perf_counter() - began > patience:
                break
    finally:
        seconds = time.perf_counter() - began
        await people.delete("/playground/faults")
        ended.set()
        await running
    return seconds


async def pending(process: BotProcess) -> int:
    async with process.store.read() as unit:
        return await unit.deliveries.pending()


async def cards(people: httpx.AsyncClient, chat: int) -> int:
    """Return how many cards a chat got."""
    answer = await people.get(f"/playground/chats/{chat}/messages")
    return sum("photo" in message for message in answer.json()["messages"])


async def plan(process: BotProcess, chats: int) -> None:
    """Plan a card of one story for each chat."""
    async with process.store.write() as unit:
        story = await add_story(unit)
        now = process.clock.now()
        for number in range(BEGIN, BEGIN + chats):
            await unit.chats.ensure(number, ChatKind.PRIVATE, None, None, now)
            one = await subscribe(unit, Place(number))
            await unit.deliveries.plan(story.id, [card(one)], now)


@contextlib.asynccontextmanager
async def world(folder: Path) -> AsyncIterator[tuple[BotProcess, httpx.AsyncClient]]:
    """Make a Telegram and a bot that only sends."""
    clock, timer = SystemClock(), SystemTimer()
    listener = listen(0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    emulator = Emulator(folder / "telegram", clock, timer)
    settings = Settings(_env_file=None, storywire_data=folder, telegram_bot_token="7:bench")
    connection = Connection("7:bench", address, "worker", poll_seconds=86_400)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(emulator.close)
        await stack.enter_async_context(serving(create_site(emulator), listener))
        stack.callback(emulator.let_go)
        people = httpx.AsyncClient(base_url=address, timeout=60, trust_env=False)
        await stack.enter_async_context(people)
        opening = BotProcess.open(settings, connection, clock, timer)
        yield await stack.enter_async_context(opening), people


if __name__ == "__main__":
    main()
