"""One story that 100,000 chats follow, with --full a million: planning their cards, on SQLite.

Beside it, the same deliveries put in by one statement of plain SQL: the least that could be, with
nobody else served meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine

from bench.invented import stories
from bench.search import NOW, analysed, at, feed_row, story_row
from bench.shares import pss
from bench.topics import chat_row
from bot import topics
from bot.app.clocks import SystemClock
from bot.domain.values import Planning
from bot.jobs.engine import keep_loaded
from bot.pipeline.planning import Planner
from bot.store import migrate, open_store, schema
from bot.store.columns import fingerprint

TICK = 0.005


def main() -> None:
    asyncio.run(measure(1_000_000 if "--full" in sys.argv else 100_000))


async def measure(count: int) -> None:
    """Print what planning takes, and how long anything else has to wait for it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "storywire.db"
        await fill(file, count)
        plain = at_once(file)
        store = open_store(f"sqlite:///{file}")
        async with store.write() as unit:
            await unit.plannings.keep(
                Planning(1, 1, public=True, backlog=False, seen_at=NOW, before=None, topic_ids=(1,))
            )
        planner, taken, waits = Planner(store, SystemClock()), list[float](), list[float]()
        work, alone = list[float](), stopped()
        ticker = asyncio.create_task(tick(waits))
        keep_loaded()  # as the running bot does
        before, peak = pss(os.getpid()), 0.0
        while True:
            began, busy = time.perf_counter(), time.process_time()
            if not await planner.batch(1):
                break
            taken.append(time.perf_counter() - began)
            work.append(time.process_time() - busy)
            if len(taken) % 200 == 1:
                peak = max(peak, await asyncio.to_thread(pss, os.getpid()))
        ticker.cancel()
        await store.close()
        print(
            f"{count:,} cards planned in {sum(taken):.1f} s, {count / sum(taken):,.0f} a second: "
            f"{sum(taken) / plain:.1f} times one statement of plain SQL ({plain:.1f} s)"
        )
        print(
            f"a transaction {1000 * median(taken):.0f} ms, of a thousand the longest "
            f"{1000 * of_thousand(taken):.0f} (aim 100), of all {1000 * max(taken):.0f}; the event "
            f"loop waits {1000 * of_thousand(waits):.0f} ms, at most {1000 * max(waits):.0f}; "
            f"memory {peak - before:+.0f} MB"
        )
        print(
            f"of a transaction the processor's time is {1000 * median(work):.0f} ms, at most "
            f"{1000 * max(work):.0f}; a loop that does nothing is stopped by this machine for "
            f"{1000 * alone:.0f} ms"
        )


def stopped(seconds: float = 3.0) -> float:
    """Return for how long the machine, which others use too, stops a loop that does nothing."""
    last = time.perf_counter()
    end, longest = last + seconds, 0.0
    while last < end:
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now
    return longest


def of_thousand(seconds: list[float]) -> float:
    """Return what one of a thousand is longer than: a shared machine stops all for a while."""
    return sorted(seconds)[len(seconds) * 999 // 1000]


async def tick(waits: list[float]) -> None:
    """Note how much later than asked for the event loop comes back."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        waits.append(time.perf_counter() - began - TICK)


async def fill(file: Path, count: int) -> None:
    """Make a database of a story, and of chats that all follow its topic."""
    await migrate(f"sqlite:///{file}")
    (told,) = stories(1, NOW, timedelta(hours=1))
    terms = analysed(told).indexed()
    normal = topics.parse(told.title.split()[0]).normal
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.execute(insert(schema.feeds), feed_row())
        await connection.execute(insert(schema.stories), story_row(told, terms, 0, at(1, 1)))
        topic = {"id": 1, "normal": normal, "normal_key": fingerprint(normal)}
        await connection.execute(insert(schema.topics), topic)
        for first in range(1, count + 1, 10_000):
            chats = range(first, min(first + 10_000, count + 1))
            await connection.execute(insert(schema.chats), [chat_row(chat) for chat in chats])
            await connection.execute(
                insert(schema.subscriptions), [follower_row(chat, normal) for chat in chats]
            )
    await engine.dispose()


def follower_row(chat: int, text: str) -> dict[str, Any]:
    return {
        "chat_id": chat, "thread_id": 0, "topic_id": 1, "text": text, "mode": "instant",
        "created_at": NOW,
    }  # fmt: skip


def at_once(file: Path) -> float:
    """Put the same deliveries in by one statement, take them back, and return its seconds."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("BEGIN")
        began = time.perf_counter()
        database.execute(
            "INSERT INTO deliveries (chat_id, thread_id, story_id, subscription_id, words, state, "
            "in_digest, not_before, planned_at, attempts, edit_attempts) SELECT chat_id, "
            "thread_id, 1, id, '[]', 'planned', 0, created_at, created_at, 0, 0 FROM subscriptions"
        )
        seconds = time.perf_counter() - began
        database.execute("ROLLBACK")
    return seconds
