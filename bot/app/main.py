"""The command line. Results go to standard output, logs and faults to standard error."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import click

from bot import __version__
from bot.app import database_commands, failed_commands, feeds_commands, try_commands
from bot.domain.errors import SettingsError, StorywireError
from bot.ops import logs


class Tidy(click.Group):
    """A group whose expected errors end in one clear line each, not in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        """Run the command; exit with 1 on a StorywireError."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            for fault in error.faults:
                click.echo(f"storywire: {fault}", err=True)
        except StorywireError as error:
            click.echo(f"storywire: {error}", err=True)
        ctx.exit(1)


@click.group(cls=Tidy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="storywire")
def cli() -> None:
    """Storywire: a news bot for Telegram that you run yourself."""


cli.add_command(feeds_commands.feeds)
cli.add_command(failed_commands.failed)
cli.add_command(try_commands.trying)
cli.add_command(database_commands.migrate)
cli.add_command(database_commands.backup)
cli.add_command(database_commands.restore)


@cli.command()
@click.option("--playground", is_flag=True, help="Emulator, newsroom, page and bot in one.")
@click.option(
    "--role",
    type=click.Choice(["all", "bot", "worker"]),
    default="all",
    show_default=True,
    help="What this process does: talk (bot), read and send (worker), or all.",
)
def run(playground: bool, role: str) -> None:
    """Start Storywire; without TELEGRAM_BOT_TOKEN, the playground."""
    from bot.app.running import run_bot, run_playground
    from bot.ops.settings import load

    chosen = load()
    logs.configure(chosen.log_format, chosen.level)
    if playground or chosen.telegram_bot_token is None:
        if role != "all":
            raise StorywireError("--role goes with a TELEGRAM_BOT_TOKEN; the playground does all.")
        _run(run_playground, chosen, with_bot=True)
    else:
        _run(run_bot, chosen, role=role)


@cli.command()
def playground() -> None:
    """Start the playground without the bot, for bots started apart."""
    from bot.app.running import run_playground
    from bot.ops.settings import load

    chosen = load()
    logs.configure(chosen.log_format, chosen.level)
    _run(run_playground, chosen, with_bot=False)


@cli.command()
def doctor() -> None:
    """Check settings, database, feeds and token; say the fix for each fault."""
    from bot.app.checks import examine

    logs.configure("text")
    sys.exit(0 if asyncio.run(examine()) else 1)


def _run(start: Callable[..., Any], *args: object, **options: object) -> None:
    """Run an asynchronous command until it ends or is interrupted."""
    try:
        asyncio.run(start(*args, **options))
    except KeyboardInterrupt:
        sys.exit(130)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="storywire")
