"""A story to each of 600 chats, with --full 3,000, by the bot's own processes.

The server keeps Telegram's limits strictly and is 50 ms ± 20 ms away; somebody asks for help every
second. One process on SQLite; one on PostgreSQL; and a bot with four workers there, of which one
is killed when a third is sent.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bench.bot_api_server import PEOPLE
from bench.postgres import postgres
from bench.serving import serving
from bot.domain.values import ChatKind, DeliveryState, Place, PlannedDelivery
from bot.store import migrate, open_store
from tests.store.samples import add_story, subscribe
from tests.world.processes import Process, free_port, wait_for

WORKERS = 4
SECONDS = 600.0
"""After which a run is taken to have lost what is missing."""


def main() -> None:
    chats = 3_000 if "--full" in sys.argv else 600
    with tempfile.TemporaryDirectory() as folder:
        run("one process, SQLite", f"sqlite:///{folder}/storywire.db", ["all"], chats)
    with postgres() as database_url:
        run("one process, PostgreSQL", database_url, ["all"], chats)
    with postgres() as database_url:
        roles = ["worker"] * WORKERS + ["bot"]
        run(f"a bot, {WORKERS} workers, one killed", database_url, roles, chats)


def run(name: str, database_url: str, roles: Sequence[str], chats: int) -> None:
    """Send a story to all chats with a process for each role; print what came of it."""
    story = asyncio.run(prepare(database_url, chats))
    with serving("bench.bot_api_server") as port, ExitStack() as stack:
        url = f"http://127.0.0.1:{port}"
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        processes = [
            stack.enter_context(process(folder / str(number), role, url, database_url))
            for number, role in enumerate(roles)
        ]
        wait_for(lambda: counted(url)["methods"].get("getMe", 0) >= len(roles), 60, "the bots")
        time.sleep(3)  # the first second of a shared pace knows nothing of what was before
        asyncio.run(plan(database_url, story, chats))
        victim = processes[0] if len(roles) > 1 else None
        until = time.monotonic() + SECONDS
        while (count := counted(url)) and pushed(count) < chats and time.monotonic() < until:
            if victim and pushed(count) > chats / 3:
                victim.kill()
                victim = None
            time.sleep(0.2)
        cpu = sum(map(used, processes))
    begun, ended = count["begun"]
    waits = sorted(count["waits"])
    doubled = sum(n - 1 for chat, n in count["taken"].items() if int(chat) < PEOPLE)
    print(
        f"{name:34} {(pushed(count) - 1) / (ended - begun):4.1f} a second and {len(waits)} answers,"
        f" {ended - begun:.0f} s; {chats - pushed(count)} lost, {doubled} doubled,"
        f" {count['refused']} refused; an answer meanwhile: p50 {waits[len(waits) // 2]:.2f} s,"
        f" p99 {waits[int(0.99 * (len(waits) - 1))]:.2f} s; {1000 * cpu / chats:.0f} ms of a core"
        " a message"
    )


def used(process: Process) -> float:
    """Return the seconds of a core that a running process has used."""
    if not process.running:
        return 0.0
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def process(folder: Path, role: str, url: str, database_url: str) -> Process:
    """Return a bot as its owner starts it."""
    return Process(
        "run", "--role", role, data=folder, port=free_port(),
        TELEGRAM_BOT_TOKEN="1:bench", TELEGRAM_API_URL=url, DATABASE_URL=database_url,
    )  # fmt: skip


async def prepare(database_url: str, chats: int) -> int:
    """Let so many chats be there, and a story; return its id."""
    await migrate(database_url)
    store = open_store(database_url)
    async with store.write() as unit:
        story = await add_story(unit, 1, seen=datetime.now(UTC))
        for chat in range(1, chats + 1):
            await unit.chats.ensure(chat, ChatKind.PRIVATE, None, "en", datetime.now(UTC))
        await subscribe(unit, Place(1))
    await store.close()
    return story.id


async def plan(database_url: str, story_id: int, chats: int) -> None:
    """Plan the story for all of the chats."""
    store = open_store(database_url)
    async with store.write() as unit:
        planned = [
            PlannedDelivery(Place(chat), 1, ("syria",), DeliveryState.PLANNED, in_digest=False)
            for chat in range(1, chats + 1)
        ]
        await unit.deliveries.plan(story_id, planned, datetime.now(UTC))
    await store.close()


def pushed(count: dict[str, Any]) -> int:
    """Return how many chats have the story."""
    return sum(int(chat) < PEOPLE for chat in count["taken"])


def counted(url: str) -> dict[str, Any]:
    """Return what the server took and refused."""
    with urlopen(f"{url}/count") as told:
        found: dict[str, Any] = json.load(told)
    return found
