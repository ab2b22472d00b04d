"""The bot of one process: its store, its engine and its conversation, put together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from bot.app.pacing import pacing
from bot.app.server import LOOPBACK
from bot.app.summary_model import condensing
from bot.app.together import hands_of, polling_of
from bot.chat import conversation, updates
from bot.chat.desk import App
from bot.chat.limiter import PacedLimiter
from bot.chat.services import KEY, NOTICES, Services
from bot.chat.updates import Receive
from bot.chat.webhook import Webhook
from bot.domain.ports import Clock, Store, Timer
from bot.feeds.discovery import Finder
from bot.feeds.web.guard import Exceptions
from bot.feeds.web.http import HttpSource
from bot.jobs.engine import Engine
from bot.jobs.work import Hands
from bot.ops.disk import FolderDisk
from bot.ops.measuring import MeasuredSource, MeasuredStore
from bot.ops.metrics import Meters
from bot.ops.settings import Settings
from bot.pipeline.digesting import DigestMaker, reschedule_all
from bot.pipeline.notifying import Notifier
from bot.pipeline.polling import Poller, PollPolicy
from bot.pipeline.reading import Reader
from bot.pipeline.sending import Outbox
from bot.pipeline.watching import Watcher
from bot.store import join, migrate, open_store

log = logging.getLogger(__name__)

AHEAD = timedelta(minutes=1)
"""What is due later than this after the playground's clock was set back, is due at once."""
FIRST_READ = 30.0
"""Seconds that the feeds of the newsroom may take to be read before the bot listens."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the bot meets Telegram, and what this process does."""

    token: str
    api_url: str
    role: str = "all"
    """``bot`` talks, ``worker`` reads and sends, ``all`` does both."""
    poll_seconds: float | None = None
    """Overrides the settings' interval."""
    push_backlog: bool = False
    """Whether what a new feed holds at its first read is pushed."""
    tick: float = 1.0
    """Seconds between two looks at what is due."""
    webhook: Webhook | None = None
    """Where Telegram posts updates; None for long polling."""
    alone: bool = False
    """Whether no other process works on the database, of whatever kind that is."""


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A bot ready to run. Made by ``open``."""

    connection: Connection
    store: Store
    clock: Clock
    engine: Engine
    application: App
    receive: Receive
    """How updates come."""
    answering: Hands
    """Who answers them."""
    watcher: Watcher
    timer: Timer
    disk: FolderDisk
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once it does what its role is."""

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls,
        settings: Settings,
        connection: Connection,
        clock: Clock,
        timer: Timer,
        meters: Meters | None = None,
    ) -> AsyncIterator[Self]:
        """Own, migrate and open the database, and put the parts together.

        ``meters`` are what /metrics tells; None where nobody asks.
        Raises DatabaseError where the database cannot be had.
        """
        async with contextlib.AsyncExitStack() as stack:
            stack.enter_context(join(settings.database))
            await migrate(settings.database)
            opened = open_store(settings.database)
            stack.push_async_callback(opened.close)
            meters = meters or Meters()
            store = MeasuredStore(opened, meters, clock)
            exempt = settings.exempt_hosts
            source = await stack.enter_async_context(HttpSource(timer, exempt, clock=clock))
            condenser = await stack.enter_async_context(condensing(settings, timer))
            paced = pacing(settings, connection.token, timer, alone=connection.alone)
            pacer = await stack.enter_async_context(paced)
            limiter = PacedLimiter(pacer)
            application = conversation.build(
                connection.token,
                connection.api_url,
                Services(
                    store,
                    clock,
                    admin_ids=frozenset(settings.admin_ids),
                    timer=timer,
                    finder=Finder(source, timer),
                    meter=meters,
                ),
                limiter,
            )
            services: Services = application.bot_data[KEY]
            assert services.sender is not None  # noqa: S101  # the application made it
            assert services.reach is not None  # noqa: S101  # likewise
            limiter.is_held = services.reach.is_closed
            measured = MeasuredSource(source, meters, timer)
            base = timedelta(seconds=connection.poll_seconds or settings.poll_seconds)
            policy = PollPolicy(base, is_exempt=Exceptions(exempt).__contains__)
            engine = Engine(
                store,
                clock,
                Poller(store, measured, clock, policy),
                Reader(store, measured, clock, condenser=condenser),
                DigestMaker(store, clock),
                Outbox(store, services.sender, clock, shared=services.reach),
                Notifier(
                    store,
                    application.bot_data[NOTICES],
                    clock,
                    threads=application.bot_data[NOTICES],
                ),
                full=pacer.full,
                tick=connection.tick,
                hands=hands_of(settings.database, alone=connection.alone),
            )
            answering = hands_of(settings.database, alone=connection.alone, grace=updates.GRACE)
            polling = polling_of(settings.database, timer, alone=connection.alone)
            receive = connection.webhook.receive if connection.webhook else polling
            disk = FolderDisk(settings.storywire_data)
            notices = application.bot_data[NOTICES]
            watcher = Watcher(
                store, notices, clock, disk, socket.gethostname(),
                why_unsent=lambda: engine.outbox.reach.trouble,
            )  # fmt: skip
            yield cls(
                connection,
                store,
                clock,
                engine,
                application,
                receive,
                answering,
                watcher,
                timer,
                disk,
            )

    async def run(self, ended: asyncio.Event) -> None:
        """Talk and deliver until the event. Raises TokenRefused where the token is wrong."""
        face = self.stand_by if self.connection.role == "worker" else self.talk
        tasks: list[asyncio.Task[object]] = [
            asyncio.create_task(ended.wait(), name="end"),
            asyncio.create_task(face(), name="updates"),
        ]
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(_cancel, tasks)
            await stack.enter_async_context(beside(self.watcher.watch_on(self.timer), "watching"))
            # ends before the bot's connections do: answers to its last messages are still to come
            if self.connection.role != "bot":
                await stack.enter_async_context(self.engine.running())
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # raises what ended it

    def trouble(self) -> str | None:
        """Return why Telegram cannot be written to; None while it can."""
        return self.engine.outbox.reach.trouble

    async def catch_up(self) -> None:
        """Read every due feed and story, so that nobody is told of news that was there before."""
        try:
            async with asyncio.timeout(FIRST_READ):
                await self.engine.read_all()
        except TimeoutError:
            log.warning("some feeds take longer than %.0f s to be read", FIRST_READ)

    async def add_feed(self, source: str, url: str) -> None:
        """Read a feed from now on."""
        async with self.store.write() as unit:
            await unit.feeds.add(
                url, self.clock.now(), title=source, push_backlog=self.connection.push_backlog
            )

    async def adopt(self, feeds: Sequence[tuple[str, str]]) -> None:
        """Read the playground's feeds, which may have had another port the last time."""
        wanted = {urlsplit(url).path: url for _, url in feeds}
        async with self.store.write() as unit:
            for feed in await unit.feeds.all():
                parts = urlsplit(feed.url)
                if parts.hostname == LOOPBACK and parts.path in wanted:
                    await unit.feeds.moved(feed.id, wanted[parts.path])
        for source, url in feeds:
            await self.add_feed(source, url)

    async def clock_was_set(self, now: datetime) -> None:
        """Set the due times again, after the playground's clock was moved."""
        async with self.store.write() as unit:
            await unit.upkeep.clock_set_back(now, AHEAD)
            await reschedule_all(unit, now)

    async def talk(self) -> None:
        """Answer people until cancelled. Raises TokenRefused."""
        async with updates.initialised(self.application):
            await updates.run(self.application, self.receive, self.ready, self.answering)

    async def stand_by(self) -> None:
        """Keep the bot open for what the engine sends, until cancelled. Raises TokenRefused."""
        async with updates.initialised(self.application):
            self.ready.set()
            await asyncio.Event().wait()  # never set: only cancelling ends it


@contextlib.asynccontextmanager
async def beside(work: Coroutine[object, object, None], name: str) -> AsyncIterator[None]:
    """Do some work beside a block, until that ends."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        await _cancel([task])


async def _cancel(tasks: Sequence[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
