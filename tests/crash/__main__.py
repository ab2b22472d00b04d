"""Kill the real processes at random moments of a publishing, and count what is lost or doubled.

python -m tests.crash [--kills 200] [--chats 500] [--database sqlite|postgres] [--seed N]

Exits with 1 where something was lost, or came twice that may not (see ``tests.crash.law``).
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from pathlib import Path

import click

from tests.crash import report
from tests.crash.judging import run
from tests.crash.plan import Database, Plan
from tests.databases import fast_folder

BOTH: tuple[Database, ...] = ("sqlite", "postgres")


@click.command(help=__doc__)
@click.option("--kills", default=200, show_default=True, help="How often a process is killed.")
@click.option("--chats", default=500, show_default=True, help="How many follow the topic.")
@click.option("--database", type=click.Choice(BOTH), help="One of the two; both if not given.")
@click.option("--seed", type=int, help="Of all that is left to chance; drawn if not given.")
@click.option("--bots", default=2, show_default=True, help="Processes that talk, on PostgreSQL.")
@click.option("--workers", default=3, show_default=True, help="Others, which read and send.")
@click.option("--keep", is_flag=True, help="Keep the logs and databases, whatever comes of it.")
def main(database: Database | None, seed: int | None, keep: bool, **counts: int) -> None:
    """Run on one database or both."""
    kept = True
    seed = random.randrange(1_000_000) if seed is None else seed
    for one in [database] if database else BOTH:
        plan = Plan(one, seed, **counts)
        click.echo(f"{one}: {plan.kills} kills, {plan.chats} chats, seed {seed} ...")
        folder = Path(tempfile.mkdtemp(prefix="storywire-crash-", dir=fast_folder()))
        outcome = run(plan, folder)
        click.echo("\n".join(report.table(plan, outcome)))
        kept = kept and outcome.kept
        if keep or not outcome.kept:
            click.echo(f"  the logs and databases are in {folder}")
        else:
            shutil.rmtree(folder)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
