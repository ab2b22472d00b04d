"""One of the processes that share a fan-out, for ``bench.fanout``.

python -m bench.fanout_worker API_URL DATABASE_URL

It takes chats from a table that all processes have, as the bot takes deliveries: what it holds it
says so of every second, and what one does not any more the others take.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys

import psycopg
from telegram.error import RetryAfter
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.app.clocks import SystemTimer
from bot.chat.limiter import PacedLimiter
from bot.chat.refusals import seconds_of
from bot.domain.pace import Limits
from bot.pipeline.pacing import Pacer, Priority
from bot.store.pace import shared_slots

AT_ONCE = 32
TABLE = """
CREATE TABLE fanout (
    chat BIGINT PRIMARY KEY, sent BOOLEAN NOT NULL DEFAULT false,
    until TIMESTAMPTZ NOT NULL DEFAULT '-infinity', holder BIGINT
)
"""
_TAKE = """
UPDATE fanout SET holder = %s, until = clock_timestamp() + interval '4 s' WHERE chat IN (
    SELECT chat FROM fanout WHERE NOT sent AND until < clock_timestamp()
    ORDER BY chat LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING chat
"""
_HOLD = """
UPDATE fanout SET until = clock_timestamp() + interval '4 s' WHERE holder = %s AND NOT sent
"""
_LATER = """
UPDATE fanout SET holder = NULL, until = clock_timestamp() + %s * interval '1 s' WHERE chat = %s
"""

Database = psycopg.AsyncConnection[tuple[int, ...]]


async def work(api_url: str, database_url: str) -> None:
    """Send to what chats there are, until killed."""
    request = HTTPXRequest(connection_pool_size=AT_ONCE * 2)
    async with (
        shared_slots(database_url, 1, SystemTimer(), Limits()) as slots,
        ExtBot(
            "1:bench",
            base_url=f"{api_url}/bot",
            request=request,
            rate_limiter=PacedLimiter(Pacer(SystemTimer(), slots=slots)),
        ) as bot,
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as database,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(hold(database))
        print("ready", flush=True)
        sending: set[asyncio.Task[None]] = set()
        while True:
            if free := AT_ONCE - len(sending):
                taken = await database.execute(_TAKE, [os.getpid(), free])
                for (chat,) in await taken.fetchall():
                    task = group.create_task(send(bot, database, chat))
                    sending.add(task)
                    task.add_done_callback(sending.discard)
            await asyncio.sleep(0.05)


async def send(bot: ExtBot[Priority], database: Database, chat: int) -> None:
    """Send to a chat, and note what came of it."""
    try:
        await bot.send_message(chat, "x", rate_limit_args=Priority.INSTANT)
    except RetryAfter as error:
        await database.execute(_LATER, [seconds_of(error), chat])
    else:
        await database.execute("UPDATE fanout SET sent = true WHERE chat = %s", [chat])


async def hold(database: Database) -> None:
    """Say of what is not sent yet that it is ours."""
    while True:
        await database.execute(_HOLD, [os.getpid()])
        await asyncio.sleep(1)


if __name__ == "__main__":
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # each refusal would be a traceback
    asyncio.run(work(*sys.argv[1:]))
