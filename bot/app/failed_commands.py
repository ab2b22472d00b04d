"""``storywire failed``: what could not be sent or read. A running bot takes a retry up itself."""

from __future__ import annotations

import asyncio

import click

from bot.ops import logs


@click.group()
def failed() -> None:
    """List messages that could not be sent and stories that could not be read; try them again."""
    logs.configure("text", level=30)


@failed.command("list")
@click.option("--limit", default=50, show_default=True, help="How many, the latest first.")
def list_(limit: int) -> None:
    """List messages that failed in the past 30 days, and stories given up, with the reasons."""
    from bot.app import failed_list
    from bot.ops.settings import load

    asyncio.run(failed_list.show(load(), limit))


@failed.command()
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that failed.")
def retry(names: tuple[str, ...], every: bool) -> None:
    """Send, or read, NAMES after all: such as "card 12" or "story 7", as the list has them."""
    from bot.app import failed_list
    from bot.ops.settings import load

    if bool(names) == every:
        raise click.UsageError('name messages, such as "card 12", or say --all')
    asyncio.run(failed_list.retry(load(), None if every else names))
