"""What ``storywire failed`` does. Apart from the commands' declarations, as ``feed_list`` is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from bot.app.clocks import SystemClock
from bot.app.feed_list import opened
from bot.app.trying.instants import written
from bot.domain.errors import StorywireError
from bot.domain.values import Failure
from bot.ops.settings import Settings

_NAME = re.compile(r"(card|digest|story) [0-9]{1,18}")


async def show(settings: Settings, limit: int) -> None:
    """Print the messages that failed last, then stories given up: a line each, parted by tabs."""
    async with opened(settings) as store, store.read() as unit:
        found = await unit.upkeep.failures(limit)
        found += await unit.upkeep.unread(limit)
    for one in found:
        click.echo(line(one))
    if not found:
        click.echo("Nothing failed.")


def line(one: Failure) -> str:
    """Return a failure's name, instant, chat, what it was, and why it failed."""
    chat = f"chat {one.place.chat_id}" if one.place.chat_id else "no chat yet"
    if one.place.thread_id:
        chat += f", thread {one.place.thread_id}"
    return "\t".join((one.name, written(one.planned_at) or "", chat, one.what, one.reason))


async def retry(settings: Settings, names: Sequence[str] | None) -> None:
    """Send, or read, again. Raises StorywireError that names those which did not fail."""
    wrong = [name for name in names or () if not _NAME.fullmatch(name)]
    if wrong:
        raise StorywireError(
            f'no name of what failed: {", ".join(wrong)}; they are such as "card 12" (see:'
            " storywire failed list)"
        )
    async with opened(settings) as store, store.write() as unit:
        again = await unit.upkeep.retry(names, SystemClock().now())
    unread = [name for name in again if name.startswith("story ")]
    click.echo(f"{_count(len(again) - len(unread), 'message')} will be sent again.")
    if unread:
        click.echo(f"{_count(len(unread), 'story', 'stories')} will be read again.")
    missing = [name for name in names or () if name not in again]
    if missing:
        raise StorywireError(f"not among what failed: {', '.join(missing)} (storywire failed list)")


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
