"""One run of ``bench.pipeline``: the bot's process, pinned by who starts it; prints a JSON line.

python -m bench.pipeline_run PORT FOLDER STORIES
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.feed_server import HOSTS, address
from bench.pollers import poll_all
from bench.shares import pss
from bot.app.bot_process import BotProcess, Connection
from bot.app.clocks import SystemClock, SystemTimer
from bot.domain.values import Draft, Entry, Feed
from bot.feeds.articles.extraction import extract
from bot.jobs.engine import Engine
from bot.ops.settings import load
from bot.pipeline.composing import compose
from bot.pipeline.joining import signature
from bot.pipeline.planning import document_of

TOKEN = "7:bench"
SAMPLES = 100
"""Pages over which the steps are timed."""


async def run(port: int, folder: Path, stories: int) -> dict[str, object]:
    """Poll, read and plan; return what that took."""
    exempt = ",".join(f"{address(host)}:{port}" for host in range(HOSTS))
    os.environ |= {"STORYWIRE_DATA": str(folder), "ALLOW_PRIVATE_HOSTS": exempt}
    connection = Connection(
        TOKEN, "http://127.0.0.1:9", role="worker", poll_seconds=3600, push_backlog=True
    )
    settings = load(None)
    async with BotProcess.open(settings, connection, SystemClock(), SystemTimer()) as bot:
        for host in range(HOSTS):
            await bot.add_feed(f"Paper {host}", f"http://{address(host)}:{port}/feed")
        before, began = time.process_time(), time.perf_counter()
        await poll_all(bot.engine)
        await read_all(bot.engine)
        seconds = time.perf_counter() - began
        cpu = (time.process_time() - before) * 1000 / stories
        memory = pss(os.getpid())
        async with bot.store.read() as unit:
            feed = (await unit.feeds.all())[0]
    with closing(sqlite3.connect(settings.database.removeprefix("sqlite:///"))) as database:
        read, events = database.execute(
            "SELECT count(*), count(DISTINCT event_id) FROM stories WHERE text_from = 'page'"
        ).fetchone()
        (planned,) = database.execute("SELECT count(*) FROM deliveries").fetchone()
    if read != stories:
        sys.exit(f"only {read} stories were read")
    return {"seconds": seconds, "cpu": cpu, "events": events, "planned": planned, "pss": memory,
            "steps": steps_of(port, feed)}  # fmt: skip


async def read_all(engine: Engine) -> None:
    """Read what was found, as the running bot's loop does."""
    while True:
        started = await engine.shift.look(engine.reads)
        if not started:
            if not await engine.hands.busy(engine.reads):
                return
            await engine.hands.one_ended(engine.reads)


def steps_of(port: int, feed: Feed) -> dict[str, float]:
    """Return milliseconds a page of trafilatura, and of our steps that need nothing else."""
    from trafilatura import bare_extraction

    url = f"http://{address(0)}:{port}/story/"
    pages = []
    for number in range(SAMPLES):
        with urllib.request.urlopen(f"{url}{number}") as answer:
            pages.append(answer.read())
    now = datetime.now(UTC)
    entry = Entry("1", None, url, now, None, None, None, None, "en")
    draft = Draft(1, feed, entry, url, now, backlog=False, attempts=0)
    given: list[Any] = pages
    took = {}
    steps: dict[str, Callable[[Any], object]] = {
        "trafilatura": lambda page: bare_extraction(page, url=url, with_metadata=True),
        "extraction": lambda page: extract(page, url=url),
        "text and summary": partial(compose, draft),
        "search terms": document_of,
        "event's signature": partial(signature, draft=draft),
    }
    for step, work in steps.items():
        work(given[0])  # loads modules and tables
        began = time.process_time()
        made = [work(one) for one in given]
        took[step] = (time.process_time() - began) * 1000 / len(given)
        if step in {"extraction", "text and summary"}:
            given = made
    return took


if __name__ == "__main__":
    words = sys.argv[1:]
    found = asyncio.run(run(int(words[0]), Path(words[1]), int(words[2])))
    print(json.dumps(found))
