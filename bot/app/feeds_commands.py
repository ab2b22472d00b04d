"""``storywire feeds``: which feeds the bot reads. A running bot takes changes up by itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.feeds import starter
from bot.ops import logs


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
    from bot.app import feed_list
    from bot.ops.settings import load

    if not (urls or from_list):
        raise click.UsageError("name the address of a feed, or choose with --starter")
    wanted = [feed_list.Candidate(url.strip()) for url in urls]
    if from_list:
        wanted += [feed_list.Candidate(feed.url, feed.name) for feed in _choose(starter.FEEDS)]
    # the starter's addresses are known to be feeds, and their hosts need not be up just now
    checked = not (unchecked or from_list)
    asyncio.run(feed_list.add(load(), wanted, checked=checked))


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
    asyncio.run(feed_list.add(load(), wanted, checked=False))


@feeds.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""
    from bot.app import feed_list
    from bot.ops.settings import load

    asyncio.run(feed_list.export(load(), file))


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
