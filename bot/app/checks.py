"""``storywire doctor``: what is well, what is not, and the fix for each fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

import click

from bot.app.clocks import SystemTimer
from bot.app.feed_list import opened
from bot.app.running import make_folder
from bot.chat.probe import whoami
from bot.domain.errors import FeedError, FetchError, SettingsError, StorywireError
from bot.domain.values import Feed
from bot.feeds.http import HttpSource
from bot.ops.settings import Settings, load

AT_ONCE = 8


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
    yield await _check("token", _token, settings)
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


async def _feeds(settings: Settings) -> AsyncIterator[Finding]:
    try:
        async with opened(settings) as store, store.read() as unit:
            feeds = await unit.feeds.all()
    except StorywireError:
        return  # the database's own finding says it
    if not feeds:
        fix = "none yet; add some: storywire feeds add URL, or storywire feeds add --starter"
        yield Finding("feeds", settings.telegram_bot_token is None, fix)
        return
    gate = asyncio.Semaphore(AT_ONCE)
    async with HttpSource(SystemTimer(), settings.exempt_hosts) as source:
        faults = await asyncio.gather(*(_fault(source, feed, gate) for feed in feeds))
    for feed, fault in zip(feeds, faults, strict=True):
        if fault:
            yield Finding("feed", False, f"{feed.url}: {fault}")
    good = faults.count(None)
    yield Finding("feeds", good == len(feeds), f"{good} of {len(feeds)} can be read")


async def _fault(source: HttpSource, feed: Feed, gate: asyncio.Semaphore) -> str | None:
    async with gate:
        try:
            await source.feed(feed.url)
        except (FetchError, FeedError) as error:
            return str(error)
    return None
