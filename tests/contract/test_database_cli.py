"""``storywire migrate --to``, ``backup`` and ``restore``, as they are typed."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import psycopg

from bot.store import migrate, open_store
from tests.contract.commands import refused, run
from tests.store.samples import plan_cards, subscribe


async def with_cards(url: str) -> None:
    """Make a database with two cards."""
    await migrate(url)
    store = open_store(url)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2])
    await store.close()


def cards(url: str) -> object:
    """Return how many cards a PostgreSQL has."""
    with psycopg.connect(url) as server:
        return server.execute("SELECT count(*) FROM deliveries").fetchone()


def test_a_move_to_postgresql_is_reported(tmp_path: Path, empty_postgres_url: str) -> None:
    asyncio.run(with_cards(f"sqlite:///{tmp_path}/storywire.db"))
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/storywire.db"}
    command = partial(run, "migrate", "--to", cwd=tmp_path, settings=settings)
    done = command(empty_postgres_url)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    table = {line.split()[0]: line.split()[1:3] for line in lines[:-2]}
    assert table["stories"] == table["deliveries"] == table["story_index"] == ["2", "rows"]
    assert "rows were copied and compared in" in lines[-2]
    assert lines[-1].startswith("Next: set DATABASE_URL")
    assert cards(empty_postgres_url) == (2,)
    refused(command(empty_postgres_url), "in use already", "deliveries 2", "CREATE DATABASE")
    refused(command("mysql://elsewhere/news"), "mysql", "postgresql://user:password@host")
    refused(command("postgresql://me:secret@127.0.0.1:1/news"), "news on 127.0.0.1")
    assert "secret" not in command("postgresql://me:secret@127.0.0.1:1/news").err
    refused(
        run("migrate", "--to", empty_postgres_url, cwd=tmp_path,
            settings={"DATABASE_URL": empty_postgres_url}),
        "runs on PostgreSQL already", "storywire backup FILE",
    )  # fmt: skip


def test_backups_are_made_and_put_back(tmp_path: Path, database_url: str) -> None:
    asyncio.run(with_cards(database_url))
    command = partial(run, cwd=tmp_path, settings={"DATABASE_URL": database_url})
    done = command("backup", "copy.db")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("The database was copied to copy.db.\n")
    done = command("restore", "copy.db")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The database was restored from copy.db.\n")
    assert ("storywire.db.before-restore" in done.out) == database_url.startswith("sqlite")
    refused(command("restore", "none.db"), "There is no file none.db")
    (tmp_path / "letter.db").write_text("a letter")
    refused(command("restore", "letter.db"), "letter.db is no copy of a database")
