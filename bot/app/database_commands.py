"""``storywire migrate``, ``backup`` and ``restore``: the database as a whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from bot.store import Copied, Progress

_FIRST_TOLD: Final = 3.0
"""Seconds that a copy may take without a word."""
_FILE = click.argument("file", type=click.Path(dir_okay=False))


@click.command()
@click.option(
    "--to",
    metavar="ADDRESS",
    help="Move a SQLite database to the empty PostgreSQL at postgresql://…, all rows compared.",
)
def migrate(to: str | None) -> None:
    """Bring the database to this version's schema, or move it to PostgreSQL."""
    from bot.ops import logs
    from bot.ops.settings import load
    from bot.store import migrate as bring_up
    from bot.store import relocate

    chosen = load()
    logs.configure(chosen.log_format)
    if to is None:
        asyncio.run(bring_up(chosen.database))
        click.echo("The database is up to date.")
        return
    began = time.monotonic()
    _report(relocate(chosen.database, to, Telling()), time.monotonic() - began)
    click.echo(
        "Next: set DATABASE_URL to the address that you gave to --to, and start Storywire. The "
        "SQLite file stays as it was; keep it from being run again, or people get cards twice."
    )


@click.command()
@_FILE
def backup(file: str) -> None:
    """Copy the database to FILE, also while the bot runs."""
    from bot.ops.settings import load
    from bot.store import backup as copy

    began = time.monotonic()
    if copied := copy(load().database, file, Telling()):
        _report(copied, time.monotonic() - began)
    click.echo(f"The database was copied to {file}.")


@click.command()
@_FILE
def restore(file: str) -> None:
    """Put the copy in FILE in the place of the database; the bot must not run."""
    from bot.ops.settings import load
    from bot.store import restore as put_back

    kept = put_back(load().database, file, Telling())
    click.echo(f"The database was restored from {file}.")
    if kept is not None:
        click.echo(f"The one of before is kept as {kept}; delete it when all is well.")


class Telling:
    """Says on standard error how far a copy is that takes long, every few seconds."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _FIRST_TOLD

    def __call__(self, progress: Progress) -> None:
        """Be told of progress."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _FIRST_TOLD
            table, step, done, total = progress
            click.echo(f"{table}: {done:,} of {total:,} {step}", err=True)


def _report(copied: Sequence[Copied], seconds: float) -> None:
    """Print the rows of each table, and all in all."""
    width = max(len(one.table) for one in copied)
    for one in copied:
        click.echo(f"{one.table:{width}} {one.rows:>12,} rows {one.seconds:>8.1f} s")
    rows = sum(one.rows for one in copied)
    click.echo(f"{rows:,} rows were copied and compared in {seconds:.1f} s: none differs.")
