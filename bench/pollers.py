"""One feed reader polls the feeds of ``bench.feed_server``, round after round; a JSON line each.

python -m bench.pollers storywire|reader PORT FOLDER

Run by ``bench.polling``, a process each, so that their memory and CPU can be told apart.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.feed_server import FEEDS, HOSTS, address, urls

if TYPE_CHECKING:  # a process imports only the reader that it runs
    from bot.jobs.engine import Engine

ROUNDS = ("all new", "nothing changed", "half changed")
TOKEN = "7:bench"
WORKERS = 16
"""As many as our engine has at work at a time."""


def main(name: str, port: int, folder: Path) -> None:
    """Poll with the named reader."""
    POLLERS[name](port, folder)


@contextlib.contextmanager
def measured(port: int, number: int) -> Iterator[None]:
    """Set the server's round, and print what the block took."""
    # the first two rounds tell the same stories
    urllib.request.urlopen(f"http://{address(0)}:{port}/round/{max(0, number - 1)}").close()
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = after.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak}), flush=True)


class Later:
    """A wall clock that can be put forward (domain port Clock)."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        """Return the present instant, as far ahead as was asked."""
        return datetime.now(UTC) + self.ahead


def poll_with_storywire(port: int, folder: Path) -> None:
    """Poll with the parts of a running bot: its engine, source and store."""
    asyncio.run(_storywire(port, folder))


async def _storywire(port: int, folder: Path) -> None:
    from bot.app.bot_process import BotProcess, Connection
    from bot.app.clocks import SystemTimer
    from bot.ops.settings import load

    exempt = ",".join(f"{address(host)}:{port}" for host in range(HOSTS))
    os.environ |= {"STORYWIRE_DATA": str(folder), "ALLOW_PRIVATE_HOSTS": exempt}
    clock = Later()
    connection = Connection(TOKEN, "http://127.0.0.1:9", role="worker", poll_seconds=3600)
    async with BotProcess.open(load(None), connection, clock, SystemTimer()) as bot:
        async with bot.store.write() as unit:
            for url in urls(port):
                await unit.feeds.add(url, clock.now())
        for number in range(len(ROUNDS)):
            clock.ahead += timedelta(hours=8)
            with measured(port, number):
                await poll_all(bot.engine)
        async with bot.store.read() as unit:
            found = sum(1 for feed in await unit.feeds.all() if feed.first_read_at)
    if found != HOSTS * FEEDS:
        sys.exit(f"only {found} feeds were read")


async def poll_all(engine: Engine) -> None:
    while True:
        started = await engine.shift.look(engine.polls)
        if not started:
            if not await engine.hands.busy(engine.polls):
                return
            await engine.hands.one_ended(engine.polls)


def poll_with_reader(port: int, folder: Path) -> None:
    """Poll with reader's update_feeds."""
    from reader import make_reader

    with contextlib.closing(make_reader(str(folder / "reader.sqlite"))) as theirs:
        for url in urls(port):
            theirs.add_feed(url)
        for number in range(len(ROUNDS)):
            with measured(port, number):
                theirs.update_feeds(scheduled=False, workers=WORKERS)
        found = theirs.get_feed_counts(broken=False).total
    if found != HOSTS * FEEDS:
        sys.exit(f"only {found} feeds were read")


POLLERS: dict[str, Callable[[int, Path], None]] = {
    "storywire": poll_with_storywire,
    "reader": poll_with_reader,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
