"""``storywire feeds``: which feeds the bot reads. A running bot takes changes up by itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.feeds import starter
from bot.ops import logs

if TYPE_CHECKING:
    from bot.feeds.discovery import Found


@click.group()
def feeds() -> None:
    """Add, list, check, remove, import and export feeds."""
    logs.configure("text", level=30)


@feeds.command()
@click.argument("urls", nargs=-1)
@click.option("--starter", "from_list", is_flag=True, help="Choose from well-known publishers.")
@click.option("--unchecked", is_flag=True, help="Add the addresses as they are, without a look.")
def add(urls: tuple[str, ...], from_list: bool, unchecked: bool) -> None:
    """Read the feeds at URLS from now on: of sites, of any of their pages, or of feeds.

    Where an address has several feeds, choose; a script gets the first.
    """
    from bot.app import feed_list
    from bot.ops.settings import load

    if not (urls or from_list):
        raise click.UsageError("name the address of a feed, or choose with --starter")
    named = [url.strip() for url in urls]
    unread = [feed_list.Candidate(url) for url in named if unchecked]
    if from_list:
        # the starter's addresses are known to be feeds, and their hosts need not be up just now
        unread += [feed_list.Candidate(feed.url, feed.name) for feed in _choose(starter.FEEDS)]
    if unread:
        asyncio.run(feed_list.add_unread(load(), unread))
    if named and not unchecked:
        asyncio.run(feed_list.find_and_add(load(), named, _choose_found))


@feeds.command("list")
def list_() -> None:
    """List the feeds with their state."""
    from bot.app import feed_list
    from bot.ops.settings import load

    asyncio.run(feed_list.show(load()))


@feeds.command()
def check() -> None:
    """Read every feed now and say what is wrong with those that fail."""
    from bot.app import feed_list
    from bot.ops.settings import load

    asyncio.run(feed_list.check(load()))


@feeds.command()
@click.argument("urls", nargs=-1, required=True)
def remove(urls: tuple[str, ...]) -> None:
    """Stop reading the feeds at URLS; their stories stay."""
    from bot.app import feed_list
    from bot.ops.settings import load

    asyncio.run(feed_list.remove(load(), urls))


@feeds.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Add the feeds of an OPML FILE."""
    from bot.app import feed_list
    from bot.ops.settings import load

    wanted = feed_list.outlines(file)
    asyncio.run(feed_list.add_unread(load(), wanted))


@feeds.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""
    from bot.app import feed_list
    from bot.ops.settings import load

    asyncio.run(feed_list.export(load(), file))


def _choose_found(url: str, found: Sequence[Found]) -> Sequence[Found]:
    """Let a person choose among several feeds by number; take the first for a script."""
    if len(found) == 1:
        return found
    if not sys.stdin.isatty():
        click.echo(f"{len(found)} feeds at {url}; this is the first of them:", err=True)
        return found[:1]
    click.echo(f"{len(found)} feeds at {url}:")
    for number, feed in enumerate(found, 1):
        click.echo(f"{number:3}  {feed.title} ({feed.entries} stories)  {feed.url}")
    answer = click.prompt("Which ones? Numbers, all, or none", default="1")
    asked = {word.lower() for word in answer.replace(",", " ").split()}
    return [feed for number, feed in enumerate(found, 1) if asked & {"all", str(number)}]


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
