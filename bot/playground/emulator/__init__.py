"""A Bot API server for one machine: any Bot API client may use it, and people write by JSON."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute

from bot.domain.ports import Clock, Timer
from bot.playground.clock import PlaygroundClock
from bot.playground.emulator.bot_api import BotApi
from bot.playground.emulator.faults import Faults
from bot.playground.emulator.people_api import PeopleApi
from bot.playground.emulator.stats import Stats
from bot.playground.emulator.storage import Storage
from bot.playground.emulator.world import World

__all__ = ["Emulator"]


class Emulator:
    """The emulated Telegram. Everything is kept in ``data_dir``; close it before the loop ends."""

    def __init__(self, data_dir: Path, clock: Clock, timer: Timer) -> None:
        self._storage = Storage(data_dir / "telegram.sqlite3")
        self._world = World(self._storage, clock, timer)
        faults, stats = Faults(), Stats(self._world.limits)
        self._bots = BotApi(self._world, faults, stats)
        settable = clock if isinstance(clock, PlaygroundClock) else None
        self._people = PeopleApi(self._world, faults, stats, settable)

    def routes(self) -> list[BaseRoute]:
        """Return the Bot API's and the people's routes, to mount at the root."""
        return [*self._bots.routes(), *self._people.routes()]

    @property
    def polled(self) -> bool:
        """Whether any bot has asked for updates since the start."""
        return self._world.polled

    def let_go(self) -> None:
        """End what waits: polls, people's taps, streams. Call it before the server stops."""
        self._world.polls.close()
        self._world.queries.close()
        self._world.events.close()

    async def close(self) -> None:
        """End what waits and what pushes, and close the file."""
        self.let_go()
        await self._world.webhooks.close()
        self._storage.close()
