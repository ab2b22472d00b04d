"""Puts up everything that a run needs: PostgreSQL, emulator, wires, processes and people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

from tests.crash import fleet, postgres
from tests.crash.people import People
from tests.crash.plan import Plan
from tests.crash.scene import Stage
from tests.crash.weather import Weather
from tests.crash.wire import Record, wires
from tests.world.processes import Playground, Process, free_port, wait_for

SETUP = 900.0
"""Seconds that all subscriptions may take on a machine that is busy otherwise too."""


@contextmanager
def staged(plan: Plan, folder: Path, *hosts: str) -> Iterator[Stage]:
    """Start everything for the length of a block: everybody follows the topic by then.

    ``hosts`` (with ports) may be read beside the newsroom's.
    """
    chance = Random(plan.seed)
    names = [member.name for member in fleet.members(plan)]
    record = Record()
    with ExitStack() as stack:
        server = stack.enter_context(postgres.serving()) if plan.database == "postgres" else None
        port = free_port()
        stack.enter_context(Process("playground", data=folder / "playground", port=port))
        playground = stack.enter_context(Playground(port))
        gates = stack.enter_context(wires(names, port, record))
        settings = {
            "TELEGRAM_BOT_TOKEN": "7:crash",
            "ALLOW_PRIVATE_HOSTS": ",".join([f"127.0.0.1:{port}", *hosts]),
            "POLL_SECONDS": "1",
        }
        if server:
            settings["DATABASE_URL"] = server.url
        ships = stack.enter_context(fleet.running(plan, folder, settings, gates))
        people = People(playground, range(1001, 1001 + plan.chats), chance)
        open_desk(playground, ships[names[-1]])
        people.follow()
        wait_for(lambda: playground.sends() >= plan.chats, SETUP, "all subscriptions")
        weather = Weather(playground, chance, plan.longest_hang)
        yield Stage(plan, chance, people, weather, ships, record, server)


def open_desk(playground: Playground, process: Process) -> None:
    """Let the bot read the feed of a desk, which has one story so far."""
    playground.wait_ready()
    playground.publish("The desk opens", "A first story, so that there is a feed.", "Desk")
    process.command("feeds", "add", playground.feed_of("Desk"))
