"""One message to each of 600 chats, with --full 3,000, against a server that keeps 30 a second.

Ours goes as the bot sends: 32 at a time through the pacer, and what is refused is sent again when
Telegram said. python-telegram-bot's AIORateLimiter, with its five retries, has the same chats.
Meanwhile the bot answers somebody every second.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from typing import Any
from urllib.request import urlopen

from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bench.serving import serving
from bot.app.clocks import SystemTimer
from bot.chat.limiter import PacedLimiter
from bot.chat.refusals import seconds_of
from bot.pipeline.pacing import Pacer, Priority

AT_ONCE = 32
PEOPLE = 10_000_000
"""Chats from here on are of people who asked something."""
EVERY = 1.0

Bot = ExtBot[Any]
Fan = Callable[[Bot, int], Awaitable[None]]


def main() -> None:
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # each refusal would be a traceback
    chats = 3_000 if "--full" in sys.argv else 600
    ours = asyncio.run(measure("our pacer", PacedLimiter(Pacer(SystemTimer())), paced, chats))
    if find_spec("aiolimiter") is None:
        print("AIORateLimiter needs aiolimiter, which is not installed; make bench installs it")
        return
    theirs = AIORateLimiter(overall_max_rate=30, overall_time_period=1, max_retries=5)
    others = asyncio.run(measure("AIORateLimiter", theirs, at_once, chats))
    print(f"{'':14} {others / ours:.1f} times our time")


async def measure(name: str, limiter: BaseRateLimiter[Any], fan: Fan, chats: int) -> float:
    """Send to all chats by a limiter, print what came of it, and return the seconds it took."""
    with serving("bench.bot_api_server") as port:
        url = f"http://127.0.0.1:{port}"
        request = HTTPXRequest(connection_pool_size=chats + 64, pool_timeout=600)
        bot = ExtBot("1:bench", base_url=f"{url}/bot", request=request, rate_limiter=limiter)
        async with bot:
            waits: list[float] = []
            answering = asyncio.create_task(answer(bot, waits))
            began = time.perf_counter()
            await fan(bot, chats)
            seconds = time.perf_counter() - began
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
        count = await asyncio.to_thread(counted, url)
    pushed = {int(chat): times for chat, times in count["taken"].items() if int(chat) < PEOPLE}
    waits.sort()
    print(
        f"{name:14} {len(pushed) / seconds:4.1f} a second, {seconds:.0f} s; "
        f"{chats - len(pushed)} lost, {sum(pushed.values()) - len(pushed)} doubled, "
        f"{count['refused']} refused; an answer meanwhile: p50 {waits[len(waits) // 2]:.2f} s, "
        f"p99 {waits[int(0.99 * (len(waits) - 1))]:.2f} s"
    )
    return seconds


def counted(url: str) -> dict[str, Any]:
    """Return what the server took and refused."""
    with urlopen(f"{url}/count") as told:
        found: dict[str, Any] = json.load(told)
    return found


async def paced(bot: Bot, chats: int) -> None:
    """Send as the bot's crew does."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(chat: int) -> None:
        while True:
            async with turns:
                try:
                    await bot.send_message(chat, "x", rate_limit_args=Priority.INSTANT)
                except RetryAfter as error:
                    wait = seconds_of(error)
                else:
                    return
            await asyncio.sleep(wait)

    await asyncio.gather(*map(one, range(1, chats + 1)))


async def at_once(bot: Bot, chats: int) -> None:
    """Send all, and let the limiter say when."""

    async def one(chat: int) -> None:
        with contextlib.suppress(TelegramError):  # the server counts what it has not got
            await bot.send_message(chat, "x")

    await asyncio.gather(*map(one, range(1, chats + 1)))


async def answer(bot: Bot, waits: list[float]) -> None:
    """Answer somebody every second, and note how long each answer took."""

    async def one(chat: int) -> None:
        began = time.perf_counter()
        with contextlib.suppress(TelegramError):
            await bot.send_message(chat, "x")
        waits.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as group:
        chat = PEOPLE
        while True:
            group.create_task(one(chat := chat + 1))
            await asyncio.sleep(EVERY)


if __name__ == "__main__":
    main()
