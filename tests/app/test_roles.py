"""One bot that talks by webhook and two that work, as processes on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg
import pytest

from bot.domain.errors import DatabaseError
from bot.store import open_store, own
from tests.world.processes import Playground, Process, free_port, text_of, wait_for

CHATS = range(701, 709)


class Machines(NamedTuple):
    """What runs."""

    people: Playground
    bot: Process
    workers: tuple[Process, Process]
    settings: dict[str, str]


@pytest.fixture
def machines(tmp_path: Path, postgres_url: str) -> Iterator[Machines]:
    gate, door, *health = (free_port() for _ in range(5))
    settings = {
        "TELEGRAM_BOT_TOKEN": "7:roles",
        "TELEGRAM_API_URL": f"http://127.0.0.1:{gate}",
        "DATABASE_URL": postgres_url,
        "ALLOW_PRIVATE_HOSTS": f"127.0.0.1:{gate}",
        "POLL_SECONDS": "1",
        "PUBLIC_URL": f"http://127.0.0.1:{door}",
        "WEBHOOK_SECRET": "open-Sesame_1",
    }

    def process(role: str, port: int) -> Process:
        own = settings | {"METRICS_PORT": str(port)}
        return Process("run", "--role", role, data=tmp_path / f"{role} {port}", port=door, **own)

    with ExitStack() as stack:
        playground = Process("playground", data=tmp_path / "playground", port=gate)
        bot, *workers = map(process, ("bot", "worker", "worker"), health)
        for each in (playground, bot, *workers):  # all at once, in whatever order they get ready
            stack.enter_context(each)
        people = stack.enter_context(Playground(gate))
        wait_for(lambda: all(map(is_ready, health)), 60, "all to be ready")
        yield Machines(people, bot, (workers[0], workers[1]), settings)


def is_ready(port: int) -> bool:
    """Return whether the process with this METRICS_PORT does its work."""
    try:
        address = f"http://127.0.0.1:{port}/readyz"
        return httpx.get(address, trust_env=False, timeout=10).status_code == 200
    except httpx.TransportError:
        return False


async def read_feed(database_url: str, feed: str) -> None:
    """Let whoever reads feeds read this one."""
    store = open_store(database_url)
    async with store.write() as unit:
        await unit.feeds.add(feed, datetime.now(UTC))
    await store.close()


def sent(database_url: str) -> int:
    """Return how many cards the database says were sent."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT count(*) FROM deliveries WHERE state = 'sent'").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def test_the_bot_talks_and_a_worker_that_dies_is_not_missed(machines: Machines) -> None:
    people, bot, workers, settings = machines
    people.publish("The desk opens", "A first story, so that there is a feed.", "Desk")
    asyncio.run(read_feed(settings["DATABASE_URL"], people.feed_of("Desk")))
    said = {chat: people.say(chat, "/subscribe Zanadu") for chat in CHATS}
    wait_for(lambda: all(len(people.messages(chat)) > 1 for chat in CHATS), 20, "the answers")
    assert all("Zanadu" in text_of(people.messages(chat, said[chat])[0]) for chat in CHATS)

    people.publish("Zanadu opens its gate", "The harbour of Zanadu is open again. " * 3, "Desk")
    wait_for(lambda: all(people.cards(chat) for chat in CHATS), 20, "the cards")
    assert all(len(people.cards(chat)) == 1 for chat in CHATS)
    # A card that came and is not noted yet would come twice, by right.
    database = settings["DATABASE_URL"]
    wait_for(lambda: sent(database) == len(CHATS), 20, "the worker to note what it sent")

    with pytest.raises(DatabaseError, match=r"Another Storywire \(storywire \d+ "):
        own(database)

    workers[0].kill()
    people.publish("Zanadu counts its ships", "The ships of Zanadu were counted. " * 3, "Desk")
    assert "Zanadu" in text_of(people.ask(CHATS[0], "/topics"))
    wait_for(lambda: all(len(people.cards(chat)) == 2 for chat in CHATS), 20, "the second cards")
    assert bot.running
    assert workers[1].running
    assert "Traceback" not in bot.output + workers[0].output + workers[1].output
