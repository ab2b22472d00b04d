"""One message to each of 600 chats, with --full 3,000, against a server that keeps 30 a second.

Ours goes as the bot sends: 32 at a time through the pacer, and what is refused is sent again when
Telegram said; from one process by a pace in memory, from one by the pace in PostgreSQL, and from
four that share it, of which one is killed on the way. python-telegram-bot's AIORateLimiter, with
its five retries, has the same chats. Meanwhile the bot answers somebody every second.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from importlib.util import find_spec
from typing import Any
from urllib.request import urlopen

import psycopg
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bench.fanout_worker import AT_ONCE, TABLE
from bench.postgres import postgres
from bench.serving import serving
from bot.app.clocks import SystemTimer
from bot.chat.limiter import PacedLimiter
from bot.chat.refusals import seconds_of
from bot.domain.pace import Limits
from bot.pipeline.pacing import Pacer, Priority
from bot.store.pace import shared_slots

PEOPLE = 10_000_000
"""Chats from here on are of people who asked something."""
EVERY = 1.0
PROCESSES = 4

Bot = ExtBot[Any]
Fan = Callable[[Bot, str, int], Awaitable[float]]
"""Sends to so many chats by the bot or its address; returns the seconds it took."""


def main() -> None:
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # each refusal would be a traceback
    chats = 3_000 if "--full" in sys.argv else 600
    alone = PacedLimiter(Pacer(SystemTimer()))
    ours = asyncio.run(measure("our pacer", alone, paced, chats))
    with postgres() as database_url:
        asyncio.run(shared("in PostgreSQL", database_url, paced, chats))
        several = partial(by_processes, database_url)
        asyncio.run(shared(f"{PROCESSES} processes", database_url, several, chats))
    if find_spec("aiolimiter") is None:
        print("AIORateLimiter needs aiolimiter, which is not installed; make bench installs it")
        return
    theirs = AIORateLimiter(overall_max_rate=30, overall_time_period=1, max_retries=5)
    others = asyncio.run(measure("AIORateLimiter", theirs, at_once, chats))
    print(f"{'':14} {others / ours:.1f} times our time")


async def shared(name: str, database_url: str, fan: Fan, chats: int) -> None:
    """Measure a fan-out at the pace that PostgreSQL keeps."""
    timer = SystemTimer()
    async with shared_slots(database_url, 1, timer, Limits()) as slots:
        if slots:
            await slots.take(None, 0.0)
            await asyncio.sleep(1.0)  # it begins with a second of which nothing is known
        await measure(name, PacedLimiter(Pacer(timer, slots=slots)), fan, chats)


async def measure(name: str, limiter: BaseRateLimiter[Any], fan: Fan, chats: int) -> float:
    """Send to all chats by a limiter, print what came of it, and return the seconds it took."""
    with serving("bench.bot_api_server") as port:
        url = f"http://127.0.0.1:{port}"
        request = HTTPXRequest(connection_pool_size=chats + 64, pool_timeout=600)
        bot = ExtBot("1:bench", base_url=f"{url}/bot", request=request, rate_limiter=limiter)
        async with bot:
            waits: list[float] = []
            answering = asyncio.create_task(answer(bot, waits))
            seconds = await fan(bot, url, chats)
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
        count = await asyncio.to_thread(counted, url)
    pushed = {int(chat): times for chat, times in count["taken"].items() if int(chat) < PEOPLE}
    waits.sort()
    print(
        f"{name:14} {len(pushed) / seconds:4.1f} a second and 1 answer, {seconds:.0f} s; "
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


async def paced(bot: Bot, _url: str, chats: int) -> float:
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

    began = time.perf_counter()
    await asyncio.gather(*map(one, range(1, chats + 1)))
    return time.perf_counter() - began


async def by_processes(database_url: str, _bot: Bot, url: str, chats: int) -> float:
    """Send from several processes, and kill one when a third is sent."""
    async with contextlib.AsyncExitStack() as stack:
        connecting = psycopg.AsyncConnection.connect(database_url, autocommit=True)
        database = await stack.enter_async_context(await connecting)
        await database.execute(TABLE)
        workers = [
            await stack.enter_async_context(worker(url, database_url)) for _ in range(PROCESSES)
        ]
        began = time.perf_counter()
        await database.execute("INSERT INTO fanout SELECT generate_series(1, %s)", [chats])
        while left := await unsent(database):
            if left < chats * 2 / 3 and workers[0].returncode is None:
                workers[0].kill()
            await asyncio.sleep(0.1)
        return time.perf_counter() - began


async def unsent(database: psycopg.AsyncConnection[tuple[int]]) -> int:
    """Return how many chats are left."""
    found = await database.execute("SELECT count(*) FROM fanout WHERE NOT sent")
    ((count,),) = await found.fetchall()
    return count


@contextlib.asynccontextmanager
async def worker(*addresses: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a process that sends; it is there and waits when the block begins."""
    command = [sys.executable, "-m", "bench.fanout_worker", *addresses]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        await process.stdout.readline()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def at_once(bot: Bot, _url: str, chats: int) -> float:
    """Send all, and let the limiter say when."""

    async def one(chat: int) -> None:
        with contextlib.suppress(TelegramError):  # the server counts what it has not got
            await bot.send_message(chat, "x")

    began = time.perf_counter()
    await asyncio.gather(*map(one, range(1, chats + 1)))
    return time.perf_counter() - began


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
