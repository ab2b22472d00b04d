"""Starting Storywire: on Telegram, or in the playground."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import click

from bot.app.bot_process import BotProcess, Connection, beside
from bot.app.clocks import SystemClock, SystemTimer
from bot.app.server import LOOPBACK, listen, serving
from bot.app.together import is_shared
from bot.chat.webhook import Webhook
from bot.domain.errors import StorywireError
from bot.domain.ports import Clock
from bot.ops import loop_lag
from bot.ops.health import Health, Watched
from bot.ops.metrics import Meters
from bot.ops.settings import Settings
from bot.playground.clock import PlaygroundClock
from bot.playground.emulator import Emulator
from bot.playground.newsroom import Newsroom
from bot.playground.site import create_site

log = logging.getLogger(__name__)

PLAYGROUND_POLL_SECONDS = 2
PLAYGROUND_TOKEN = "1000000001:playground"  # noqa: S105  # a token of our own emulator, no secret


async def run_playground(settings: Settings, *, with_bot: bool) -> None:
    """Run emulator, newsroom and page, and the bot in them, until a signal ends it."""
    settings = settings.model_copy(update={"telegram_bot_token": None})
    folder = make_folder(settings.storywire_data / "playground")
    listener = listen(settings.port)
    address = f"http://{LOOPBACK}:{settings.port}"
    clock = PlaygroundClock(folder / "clock.json", SystemClock())
    emulator = Emulator(folder, clock, SystemTimer())
    newsroom = Newsroom(folder, clock, address)
    async with contextlib.AsyncExitStack() as stack:
        ended = stack.enter_context(signals())
        stack.push_async_callback(emulator.close)
        stack.callback(newsroom.close)
        await stack.enter_async_context(serving(create_site(emulator, newsroom), listener))
        stack.callback(emulator.let_go)  # open polls and streams would hold the server up
        if not with_bot:
            _announce(address, "Its Bot API is at the same address, for bots started apart.")
            await ended.wait()
            return
        health = await stack.enter_async_context(observed(settings, "playground"))
        process = await stack.enter_async_context(
            playground_bot(settings, clock, address, health.meters)
        )
        health.watch(
            Watched(process.store, clock, process.ready.is_set, process.disk, process.trouble)
        )
        clock.on_set(process.clock_was_set)
        newsroom.on_new_source = process.add_feed
        await process.adopt(newsroom.feeds())
        _announce(address, "Press Ctrl+C to stop.")
        await process.catch_up()
        await process.run(ended)


async def run_bot(settings: Settings, *, role: str) -> None:
    """Run the bot on Telegram until a signal ends it."""
    token = settings.telegram_bot_token
    if token is None:
        raise StorywireError("TELEGRAM_BOT_TOKEN is not set; get one from @BotFather.")
    if role != "all" and not is_shared(settings.database):
        raise StorywireError(
            f"--role {role} is for several processes, which share a PostgreSQL: set DATABASE_URL "
            "to postgresql://…, or start with --role all."
        )
    make_folder(settings.storywire_data)
    clock = SystemClock()
    async with contextlib.AsyncExitStack() as stack:
        ended = stack.enter_context(signals())
        health = await stack.enter_async_context(observed(settings, role))
        webhook = None if role == "worker" else listening(settings, stack)
        connection = Connection(
            token.get_secret_value(), settings.telegram_api_url, role, webhook=webhook
        )
        process = await stack.enter_async_context(
            BotProcess.open(settings, connection, clock, SystemTimer(), health.meters)
        )
        health.watch(
            Watched(process.store, clock, process.ready.is_set, process.disk, process.trouble)
        )
        await process.run(ended)


def listening(settings: Settings, stack: contextlib.AsyncExitStack) -> Webhook | None:
    """Return the webhook of the settings, its port open already; None where they have none."""
    if settings.public_url is None or settings.webhook_secret is None:
        return None
    listener = stack.enter_context(contextlib.closing(listen(settings.port)))
    secret = settings.webhook_secret.get_secret_value()
    return Webhook(settings.public_url, secret, partial(serving, listener=listener))


@contextlib.asynccontextmanager
async def observed(settings: Settings, role: str) -> AsyncIterator[Health]:
    """Serve the process's health on METRICS_PORT, where it is set."""
    health = Health(role)
    if settings.metrics_port is None:
        yield health
        return
    async with (
        serving(health.app(), listen(settings.metrics_port, setting="METRICS_PORT")),
        beside(loop_lag.watch(SystemTimer(), health.meters.loop_lag.observe), "loop lag"),
    ):
        yield health


def playground_bot(
    settings: Settings, clock: Clock, address: str, meters: Meters
) -> contextlib.AbstractAsyncContextManager[BotProcess]:
    """Return the bot that the playground at ``address`` runs."""
    connection = Connection(
        PLAYGROUND_TOKEN, address, poll_seconds=PLAYGROUND_POLL_SECONDS, push_backlog=True, tick=0.5
    )
    return BotProcess.open(settings, connection, clock, SystemTimer(), meters)


def _announce(address: str, hint: str) -> None:
    click.echo(f"Storywire's playground is at {address}\n{hint}")


def make_folder(folder: Path) -> Path:
    """Make a folder that can be written to. Raises StorywireError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StorywireError(
            f"the folder {folder} cannot be written to ({error.strerror}); "
            "set STORYWIRE_DATA to one that can"
        ) from error
    return folder


@contextlib.contextmanager
def signals() -> Iterator[asyncio.Event]:
    """Give an event that SIGINT and SIGTERM set."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    try:
        yield ended
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
