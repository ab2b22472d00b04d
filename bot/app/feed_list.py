"""What ``storywire feeds`` does with the list of feeds.

Apart from the commands' declarations, for this takes a while to import, and ``--help`` needs none.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from bot.app.clocks import SystemClock, SystemTimer
from bot.domain.errors import FeedError, FetchError, StorywireError
from bot.domain.ports import Store
from bot.domain.values import Feed
from bot.feeds import opml
from bot.feeds.http import HttpSource
from bot.ops.settings import Settings
from bot.store import migrate, open_store

AT_ONCE = 8


class Candidate(NamedTuple):
    """A feed that somebody wants to be read."""

    url: str
    title: str | None = None


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Give the database, brought to this version's schema."""
    await migrate(settings.database)
    store = open_store(settings.database)
    try:
        yield store
    finally:
        await store.close()


async def add(settings: Settings, wanted: Iterable[Candidate], *, checked: bool) -> None:
    """Read the feeds from now on; where ``checked``, only those that can be read now.

    Raises StorywireError that names those that cannot.
    """
    wanted = list(wanted)
    faults = await faults_of(settings, [feed.url for feed in wanted]) if checked else {}
    now = SystemClock().now()
    async with opened(settings) as store, store.write() as unit:
        for feed in wanted:
            if feed.url in faults:
                continue
            _, new = await unit.feeds.add(feed.url, now, title=feed.title)
            click.echo(f"{'Added' if new else 'Already there:'} {feed.url}")
    if faults:
        lines = [f"{url} was not added: {fault}" for url, fault in faults.items()]
        raise StorywireError("\nstorywire: ".join(lines))


async def show(settings: Settings) -> None:
    """Print the feeds with their state."""
    async with opened(settings) as store:
        found = await every(store)
    for feed in found:
        click.echo(_row(feed))
    if not found:
        click.echo("No feeds yet; add one: storywire feeds add URL")


async def check(settings: Settings) -> None:
    """Read every feed now and print what came of it. Raises StorywireError where one fails."""
    async with opened(settings) as store:
        found = await every(store)
    faults = await faults_of(settings, [feed.url for feed in found])
    for feed in found:
        click.echo(f"{feed.url}: {faults.get(feed.url, 'good')}")
    if faults:
        raise StorywireError(f"{len(faults)} of {len(found)} feeds cannot be read")


async def remove(settings: Settings, urls: Iterable[str]) -> None:
    """Stop reading feeds. Raises StorywireError that names those that were not read."""
    missing = []
    async with opened(settings) as store, store.write() as unit:
        for url in urls:
            if await unit.feeds.remove(url):
                click.echo(f"Removed {url}")
            else:
                missing.append(url)
    if missing:
        raise StorywireError(f"not among the feeds: {', '.join(missing)} (storywire feeds list)")


def outlines(file: Path) -> list[Candidate]:
    """Return the feeds of an OPML file. Raises StorywireError where it names none."""
    try:
        found = opml.read(file.read_bytes())
    except OSError as error:
        raise StorywireError(f"{file} cannot be read: {error.strerror}") from error
    except FeedError as error:
        raise StorywireError(f"{file}: {error}") from error
    if not found:
        raise StorywireError(f"{file} names no feeds: its outlines have no xmlUrl")
    # OPML wants a text: where a feed had no title yet, its writer gave the address
    return [Candidate(o.url, None if o.title == o.url else o.title) for o in found]


async def export(settings: Settings, file: Path | None) -> None:
    """Write the feeds as OPML to the file, or to standard output. Raises StorywireError."""
    async with opened(settings) as store:
        found = await every(store)
    data = opml.write(
        (opml.Outline(feed.url, feed.title, feed.home) for feed in found), "Storywire"
    )
    if file is None:
        sys.stdout.buffer.write(data)
        return
    try:
        await asyncio.to_thread(file.write_bytes, data)
    except OSError as error:
        raise StorywireError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"Wrote {len(found)} feeds to {file}")


async def every(store: Store) -> list[Feed]:
    """Return the feeds in the order they were added."""
    async with store.read() as unit:
        return await unit.feeds.all()


async def faults_of(settings: Settings, urls: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with the feeds that cannot be read now, by their addresses."""
    faults: dict[str, str] = {}
    gate = asyncio.Semaphore(AT_ONCE)
    async with HttpSource(SystemTimer(), settings.exempt_hosts) as source:

        async def look(url: str) -> None:
            async with gate:
                try:
                    await source.feed(url)
                except (FetchError, FeedError) as error:
                    faults[url] = str(error)

        await asyncio.gather(*(look(url) for url in urls))
    return faults


def _row(feed: Feed) -> str:
    state = "not read yet"
    if feed.last_error:
        state = f"failing ({feed.failures} times): {feed.last_error}"
    elif feed.first_read_at:
        state = "good"
    return "\t".join((feed.url, feed.title or "", state))
