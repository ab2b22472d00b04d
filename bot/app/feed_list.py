"""What ``storywire feeds`` does with the list of feeds.

Apart from the commands' declarations, for this takes a while to import, and ``--help`` needs none.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from bot.app.clocks import SystemClock, SystemTimer
from bot.app.trying.instants import written
from bot.domain.errors import AddressRefused, FeedError, FetchError, StorywireError
from bot.domain.ports import Store
from bot.domain.values import Feed
from bot.feeds.discovery import Finder, Found
from bot.feeds.documents import opml
from bot.feeds.web import guard
from bot.feeds.web.http import HttpSource
from bot.ops.settings import Settings
from bot.pipeline.adding import add_for_all
from bot.store import migrate, open_store
from bot.store.tables import batches

AT_ONCE = 8
_AT_A_TIME = 100
_SOME_PUBLIC_ADDRESS = "8.8.8.8"


class Candidate(NamedTuple):
    """A feed that somebody wants to be read."""

    url: str
    title: str | None = None
    wanted: str = ""
    """The address that it was found by, where that is another one."""


Fault = FetchError | FeedError
Answer = TypeVar("Answer")
Choose = Callable[[str, Sequence[Found]], Sequence[Found]]
"""Given an address and its feeds, returns those that shall be read."""


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Give the database, brought to this version's schema."""
    await migrate(settings.database)
    store = open_store(settings.database)
    try:
        yield store
    finally:
        await store.close()


async def find_and_add(settings: Settings, urls: Sequence[str], choose: Choose) -> None:
    """Look for the feeds of sites, pages or feeds, and read those chosen from now on.

    Raises StorywireError that names the addresses at which there is none.
    """
    timer = SystemTimer()
    async with HttpSource(timer, settings.exempt_hosts) as source:
        found, faults = await _asked(urls, Finder(source, timer).find)
    wanted = [
        Candidate(one.url, one.title, "" if one.url == url else url)
        for url in dict.fromkeys(urls)
        if url in found
        for one in choose(url, found[url])
    ]
    await add(settings, wanted, faults)


async def add_unread(settings: Settings, wanted: Sequence[Candidate]) -> None:
    """Read feeds from now on without reading them first.

    Raises StorywireError that names those which the guard refuses.
    """
    faults: dict[str, Fault] = {}
    for feed in wanted:
        # names are resolved when the feed is read, and looked at again then
        verdict = guard.verdict(feed.url, settings.exempt_hosts, lambda *_: [_SOME_PUBLIC_ADDRESS])
        if not verdict.allowed:
            faults[feed.url] = AddressRefused(verdict.reason)
    await add(settings, [feed for feed in wanted if feed.url not in faults], faults)


async def add(settings: Settings, wanted: Iterable[Candidate], faults: Mapping[str, Fault]) -> None:
    """Let feeds be read from now on and say so; ``faults`` are what is wrong with others.

    Raises StorywireError that names the faults.
    """
    now = SystemClock().now()
    async with opened(settings) as store:
        # a few at a time: a long list must not keep a running bot from writing
        for part in batches(list(wanted), _AT_A_TIME):
            async with store.write() as unit:
                for feed in part:
                    known, new = await add_for_all(unit, feed.url, feed.title, now)
                    by = f" (found at {feed.wanted})" if feed.wanted else ""
                    click.echo(f"{'Added' if new else 'Already there:'} {known.url}{by}")
    if faults:
        lines = [f"{_shown(url)} was not added: {fault}" for url, fault in faults.items()]
        raise StorywireError("\nstorywire: ".join(lines))


async def show(settings: Settings) -> None:
    """Print the feeds with their state."""
    async with opened(settings) as store:
        found = await every(store)
        async with store.read() as unit:
            chats = await unit.feed_chats.counts()
    for feed in found:
        click.echo(_row(feed, chats.get(feed.id, 0)))
    if not found:
        click.echo("No feeds yet; add one: storywire feeds add URL")


async def check(settings: Settings) -> None:
    """Read every feed now and print what came of it. Raises StorywireError where one fails."""
    async with opened(settings) as store:
        found = await every(store)
    faults = await faults_of(settings, [feed.url for feed in found])
    for feed in found:
        fault = faults.get(feed.url)
        click.echo(f"{feed.url}: {f'{fault} (step: {fault.step})' if fault else 'good'}")
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
    """Write the public feeds as OPML to the file, or to standard output. Raises StorywireError.

    Not those of chats: whoever imports the list would make them everybody's.
    """
    async with opened(settings) as store:
        found = [feed for feed in await every(store) if feed.public]
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


async def faults_of(settings: Settings, urls: Sequence[str]) -> dict[str, Fault]:
    """Return what is wrong with the feeds that cannot be read now, by their addresses."""
    async with HttpSource(SystemTimer(), settings.exempt_hosts) as source:

        async def read(url: str) -> None:  # and keep nothing of it
            await source.feed(url)

        _, faults = await _asked(urls, read)
    return faults


async def _asked(
    urls: Iterable[str], ask: Callable[[str], Awaitable[Answer]]
) -> tuple[dict[str, Answer], dict[str, Fault]]:
    """Ask for addresses, ``AT_ONCE`` at a time: what came, and what is wrong with the others."""
    found: dict[str, Answer] = {}
    faults: dict[str, Fault] = {}
    gate = asyncio.Semaphore(AT_ONCE)

    async def look(url: str) -> None:
        async with gate:
            try:
                found[url] = await ask(url)
            except (FetchError, FeedError) as error:
                faults[url] = error

    await asyncio.gather(*map(look, dict.fromkeys(urls)))
    return found, faults


def _shown(url: str) -> str:
    """Return an address without the password that it may hold."""
    return re.sub(r"(?<=//)[^/@\s]*@", "…@", url)


def _row(feed: Feed, chats: int) -> str:
    """Return a line of the list: address, title, state, and its health, column by column."""
    state = "not read yet"
    if feed.ended_at:
        state = f"ended: {feed.last_error}"
    elif feed.last_error:
        state = f"failing ({feed.failures} times): {feed.last_error}"
    elif feed.first_read_at:
        state = "good"
    last_good = feed.last_good_at or (None if feed.last_error else feed.first_read_at)
    columns = (
        feed.url,
        feed.title or "",
        state,
        written(last_good) or "",
        feed.last_error or "",
        feed.failed_step or "",
        "" if feed.ended_at else written(feed.next_due_at) or "",
        "public" if feed.public else f"private, of {chats} chat{'' if chats == 1 else 's'}",
    )
    return "\t".join(" ".join(column.split()) for column in columns)
