"""``kill -9`` in the middle of a fan-out: nothing lost, and no more doubled than was in flight."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.processes import Playground, Process, free_port, text_of, wait_for

CHATS = range(1001, 1051)
KILLS = 10
IN_FLIGHT = 32
"""Sends that the engine has under way at most."""


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[Playground]:
    port = free_port()
    with Process("playground", data=tmp_path / "playground", port=port), Playground(port) as people:
        yield people


@pytest.fixture
def bot(tmp_path: Path, playground: Playground) -> Iterator[Process]:
    host = playground.address.removeprefix("http://")
    settings = {
        "TELEGRAM_BOT_TOKEN": "7:crash",
        "TELEGRAM_API_URL": playground.address,
        "ALLOW_PRIVATE_HOSTS": host,
        "POLL_SECONDS": "1",
    }
    process = Process("run", data=tmp_path / "bot", port=free_port(), **settings)
    with process:
        playground.wait_ready()
        url = playground.publish(
            "The desk opens", "A first story, so that there is a feed.", "Desk"
        )
        feed = playground.feed_of("Desk")
        assert url.startswith(playground.address)
        process.command("feeds", "add", feed)
        yield process


@pytest.mark.timeout(240)
def test_ten_kills(playground: Playground, bot: Process) -> None:
    chance = random.Random(20260617)
    for chat in CHATS:
        playground.say(chat, "/subscribe Zanadu")
    wait_for(lambda: playground.sends() >= len(CHATS), 60, "all subscriptions")

    doubled = 0
    for kill in range(KILLS):
        doubled += publish_and_kill(playground, bot, kill, chance.randrange(5, 40))

    for kill in range(KILLS):
        counts = got(playground, f"Zanadu report number {kill}")
        assert set(counts) == set(CHATS)
        assert max(counts.values()) <= 2
    assert doubled <= KILLS * IN_FLIGHT


def publish_and_kill(playground: Playground, bot: Process, kill: int, enough: int) -> int:
    """Kill the bot once ``enough`` cards have arrived; return how many chats got one twice."""
    title = f"Zanadu report number {kill}"
    before = playground.sends()
    playground.publish(title, f"The harbour of Zanadu opened its gate {kill}. " * 3, "Desk")
    wait_for(lambda: playground.sends() >= before + enough, 30, f"{enough} cards")
    bot.kill()
    bot.start()
    wait_for(lambda: playground.sends() >= before + len(CHATS), 60, f"{title!r} in every chat")
    wait_for(lambda: len(got(playground, title)) == len(CHATS), 60, f"{title!r} in every chat", 0.3)
    return got(playground, title).total() - len(CHATS)


def got(playground: Playground, title: str) -> Counter[int]:
    """Return how many cards with this headline each chat has."""
    return Counter(
        chat for chat in CHATS for card in playground.cards(chat) if title in text_of(card)
    )
