"""``storywire feeds``: which feeds the bot reads. A running bot takes changes up by itself."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from bot.app.clocks import SystemClock, SystemTimer
from bot.domain.errors import FeedError, FetchError, StorywireError
from bot.domain.ports import Store
from bot.domain.values import Feed
from bot.feeds import opml, starter
from bot.feeds.http import HttpSource
from bot.ops import logs
from bot.ops.settings import Settings, load
from bot.store import migrate, open_store

AT_ONCE = 8


class Candidate(NamedTuple):
    """A feed that somebody wants to be read."""

    url: str
    title: str | None = None


@click.group()
def feeds() -> None:
    """Add, list, check, remove, import and export feeds."""
    logs.configure("text", level=30)


@feeds.command()
@click.argument("urls", nargs=-1)
@click.option("--starter", "from_list", is_flag=True, help="Choose from well-known publishers.")
@click.option("--unchecked", is_flag=True, help="Add without reading the feed first.")
def add(urls: tuple[str, ...], from_list: bool, unchecked: bool) -> None:
    """Read the feeds at URLS from now on."""
    if not (urls or from_list):
        raise click.UsageError("name the address of a feed, or choose with --starter")
    wanted = [Candidate(url.strip()) for url in urls]
    if from_list:
        wanted += [Candidate(feed.url, feed.name) for feed in _choose(starter.FEEDS)]
    # the starter's addresses are known to be feeds, and their hosts need not be up just now
    checked = not (unchecked or from_list)
    _run(lambda store, settings: _add(store, settings, wanted, checked=checked))


@feeds.command("list")
def list_() -> None:
    """List the feeds with their state."""

    async def show(store: Store, _settings: Settings) -> None:
        async with store.read() as unit:
            found = await unit.feeds.all()
        for feed in found:
            click.echo(_row(feed))
        if not found:
            click.echo("No feeds yet; add one: storywire feeds add URL")

    _run(show)


@feeds.command()
def check() -> None:
    """Read every feed now and say what is wrong with those that fail."""

    async def look(store: Store, settings: Settings) -> None:
        async with store.read() as unit:
            found = await unit.feeds.all()
        faults = await _faults(settings, [feed.url for feed in found])
        for feed in found:
            click.echo(f"{feed.url}: {faults.get(feed.url, 'good')}")
        if faults:
            raise StorywireError(f"{len(faults)} of {len(found)} feeds cannot be read")

    _run(look)


@feeds.command()
@click.argument("urls", nargs=-1, required=True)
def remove(urls: tuple[str, ...]) -> None:
    """Stop reading the feeds at URLS; their stories stay."""

    async def drop(store: Store, _settings: Settings) -> None:
        missing = []
        async with store.write() as unit:
            for url in urls:
                if await unit.feeds.remove(url):
                    click.echo(f"Removed {url}")
                else:
                    missing.append(url)
        if missing:
            raise StorywireError(
                f"not among the feeds: {', '.join(missing)} (storywire feeds list)"
            )

    _run(drop)


@feeds.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Add the feeds of an OPML FILE."""
    try:
        outlines = opml.read(file.read_bytes())
    except OSError as error:
        raise StorywireError(f"{file} cannot be read: {error.strerror}") from error
    except FeedError as error:
        raise StorywireError(f"{file}: {error}") from error
    if not outlines:
        raise StorywireError(f"{file} names no feeds: its outlines have no xmlUrl")
    wanted = [Candidate(outline.url, outline.title) for outline in outlines]
    _run(lambda store, settings: _add(store, settings, wanted, checked=False))


@feeds.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""

    async def write(store: Store, _settings: Settings) -> None:
        async with store.read() as unit:
            found = await unit.feeds.all()
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

    _run(write)


def _choose(offered: Sequence[starter.StarterFeed]) -> list[starter.StarterFeed]:
    """Show the list; let a person choose by numbers or languages, and take all for a script."""
    for number, feed in enumerate(offered, 1):
        click.echo(f"{number:3}  {feed.language}  {feed.region:15} {feed.name}")
    if not sys.stdin.isatty():
        return list(offered)
    answer = click.prompt("Which ones? Numbers, languages, or all", default="all")
    asked = {word.lower() for word in answer.replace(",", " ").split()}
    return [
        feed
        for number, feed in enumerate(offered, 1)
        if asked & {"all", str(number), feed.language}
    ]


async def _add(
    store: Store, settings: Settings, wanted: Iterable[Candidate], *, checked: bool
) -> None:
    wanted = list(wanted)
    faults = await _faults(settings, [feed.url for feed in wanted]) if checked else {}
    now = SystemClock().now()
    async with store.write() as unit:
        for feed in wanted:
            if feed.url in faults:
                continue
            _, new = await unit.feeds.add(feed.url, now, title=feed.title)
            click.echo(f"{'Added' if new else 'Already there:'} {feed.url}")
    if faults:
        lines = [f"{url} was not added: {fault}" for url, fault in faults.items()]
        raise StorywireError("\nstorywire: ".join(lines))


async def _faults(settings: Settings, urls: Sequence[str]) -> dict[str, str]:
    """Return what is wrong with the feeds that cannot be read."""
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


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """Give the database, brought to this version's schema."""
    await migrate(settings.database)
    store = open_store(settings.database)
    try:
        yield store
    finally:
        await store.close()


def _run(step: Callable[[Store, Settings], Awaitable[None]]) -> None:
    settings = load()

    async def whole() -> None:
        async with opened(settings) as store:
            await step(store, settings)

    asyncio.run(whole())
