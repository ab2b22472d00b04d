"""``storywire doctor``: what is well, what is not, and the fix for each fault."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

import click

from bot.app import work_checks
from bot.app.clocks import SystemClock
from bot.app.feed_list import every, faults_of, opened
from bot.app.running import make_folder
from bot.app.summary_model import model
from bot.chat.probe import whoami
from bot.domain.errors import SettingsError, StorywireError
from bot.ops.settings import Settings, load
from bot.pipeline.feed_health import health


class Finding(NamedTuple):
    """The outcome of one check."""

    name: str
    good: bool
    text: str
    """What was found; for a fault, with its fix."""


async def examine() -> bool:
    """Check everything, print a line for each finding, and return whether all is well."""
    well = True
    async for finding in _findings():
        click.echo(f"{'ok   ' if finding.good else 'FAULT'}  {finding.name}: {finding.text}")
        well = well and finding.good
    return well


async def _findings() -> AsyncIterator[Finding]:
    try:
        settings = load()
    except SettingsError as error:
        for fault in error.faults:
            yield Finding("settings", False, fault)
        return
    yield Finding("settings", True, "all readable")
    yield await _check("data folder", _folder, settings)
    yield await _check("database", _database, settings)
    yield await _check("disk", work_checks.disk, settings)
    yield await _check("stories", work_checks.given_up, settings)
    yield await _check("queue", work_checks.queue, settings)
    yield await _check("messages", work_checks.messages, settings)
    yield await _check("token", _token, settings)
    yield await _check("summaries", _summaries, settings)
    async for finding in _feeds(settings):
        yield finding


async def _check(
    name: str, check: Callable[[Settings], Awaitable[str]], settings: Settings
) -> Finding:
    try:
        return Finding(name, True, await check(settings))
    except StorywireError as error:
        return Finding(name, False, str(error))


async def _folder(settings: Settings) -> str:
    return f"{make_folder(settings.storywire_data)} can be written to"


async def _database(settings: Settings) -> str:
    async with opened(settings) as store, store.read() as unit:
        counts = await unit.upkeep.counts()
    return ", ".join(f"{count} {name}" for name, count in counts.items())


async def _token(settings: Settings) -> str:
    token = settings.telegram_bot_token
    if token is None:
        return "none set; storywire run starts the playground"
    return f"belongs to {await whoami(token.get_secret_value(), settings.telegram_api_url)}"


async def _summaries(settings: Settings) -> str:
    asked = model(settings)
    if asked is None:
        return "no model set; cards show extracts"
    async with asked:
        await asked.write("Answer with one word.", "Are you there?")
    return f"{asked.name} answers at {settings.summary_url}"


async def _feeds(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with opened(settings) as store:
            feeds = await every(store)
    except StorywireError:
        return  # the database's own finding says it
    if not feeds:
        fix = "none yet; add some: storywire feeds add URL, or storywire feeds add --starter"
        yield Finding("feeds", settings.telegram_bot_token is None, fix)
        return
    now = SystemClock().now()
    alive = [feed for feed in feeds if not feed.ended_at]
    for feed in feeds:
        if feed.ended_at:  # its host asked not to be asked again
            fix = f"remove it: storywire feeds remove {feed.url}"
            yield Finding("feed", False, f"{feed.url}: {health(feed, now).words} ({fix})")
    faults = await faults_of(settings, [feed.url for feed in alive])
    for url, fault in faults.items():
        yield Finding("feed", False, f"{url}: {fault}")
    good = len(alive) - len(faults)
    yield Finding("feeds", good == len(feeds), f"{good} of {len(feeds)} can be read")
