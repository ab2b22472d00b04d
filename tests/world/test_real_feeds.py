"""Real feeds, served over loopback and added by the command line, reach a reader."""

from __future__ import annotations

import functools
import os
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.world.processes import Playground, Process, free_port, text_of, wait_for

FEEDS = {
    "08f1ee71883dbcde": "Hormuz",
    "14333881097406c7": "Polymarket",
    "1796df62c4a287cc": '"Jesse Jackson"',
    "18138c717652f678": "skiers",
    "3f9eeff5039a008d": "Colbert",
    "72fea1ebfd02e90a": "Berlin",
}
"""The feeds, and a topic that only a story of each is about."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its base's name
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    """A web server for the feeds, as ``host:port``."""
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        pytest.skip("STORYWIRE_DEV_DATA is not set: no real feeds to read")
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(Path(folder) / "feeds"))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_real_feeds_reach_a_reader(tmp_path: Path, host: str) -> None:
    """Their stories are months old: they ring nobody, and are there for who asks."""
    port = free_port()
    bot = Process("run", data=tmp_path, port=port, ALLOW_PRIVATE_HOSTS=host)
    with bot, Playground(port) as people:
        people.wait_ready()
        for chat, topic in enumerate(FEEDS.values(), 101):
            people.ask(chat, f"/subscribe {topic}")
        bot.command("feeds", "add", *(f"http://{host}/real_{name}.xml" for name in FEEDS))
        for chat, topic in enumerate(FEEDS.values(), 201):
            found = wait_for(
                functools.partial(asked, people, chat, topic), 60, f"{topic} in the archive"
            )
            card = text_of(people.ask(chat, f"/s{found}"))
            title, date, *_ = card.split("\n")
            assert topic.strip('"').lower() in card.lower()
            assert "2026" in date
            assert title == title.strip() != ""
            assert "&amp;" not in card
            assert "<" not in card
            assert "Read more" in card
            assert "/s1" in card
            assert "https://" in card
        assert not any(people.cards(chat) for chat, _ in enumerate(FEEDS, 101))


def asked(people: Playground, chat: int, topic: str) -> str | None:
    """Return the code of a story that a topic's preview shows."""
    found = re.search(r"/s(\d+)", text_of(people.ask(chat, f"/subscribe {topic}")))
    return found[1] if found else None
