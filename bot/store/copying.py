"""Copies of a SQLite database: made while it is used, and put back while it is not."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import DatabaseError
from bot.store import address
from bot.store.migrating import migrate
from bot.store.ownership import own


async def backup(database_url: str, file: str) -> None:
    """Copy the database to a file, also while a bot uses it (SQLite's online backup).

    The file is replaced in one step. Raises DatabaseError.
    """
    source = _path(database_url, "pg_dump")
    await asyncio.to_thread(_copy, source, Path(file))


async def restore(database_url: str, file: str) -> None:
    """Put the copy in the place of the database and bring it to this version's schema.

    Raises DatabaseError where the file is no copy, or a bot runs on the database.
    """
    target = _path(database_url, "pg_restore")
    copy = Path(file)
    with own(database_url):
        await asyncio.to_thread(_check, copy)
        await asyncio.to_thread(_copy, copy, target)
        for part in ("-wal", "-shm"):  # they belong to the database that was there
            target.with_name(target.name + part).unlink(missing_ok=True)
        await migrate(database_url)


def _path(database_url: str, tool: str) -> Path:
    where = address.parse(database_url)
    if where.path is None:
        raise DatabaseError(f"{where.name} is a PostgreSQL database: use its own {tool}.")
    return where.path


def _copy(source: Path, target: Path) -> None:
    beside = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _opened(source) as old, contextlib.closing(sqlite3.connect(beside)) as new:
            old.backup(new)
        os.replace(beside, target)
    except (OSError, sqlite3.Error) as fault:
        beside.unlink(missing_ok=True)
        raise DatabaseError(f"{source} could not be copied to {target}: {fault}") from fault


def _check(copy: Path) -> None:
    try:
        with _opened(copy) as database:
            (sound,) = database.execute("PRAGMA quick_check").fetchone()
            ours = database.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'stories')"
            ).fetchone()
    except sqlite3.Error as fault:
        raise DatabaseError(f"{copy} is no copy of a database: {fault}") from fault
    if sound != "ok" or ours != (2,):
        raise DatabaseError(f"{copy} is damaged or no copy of Storywire's database; take another.")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise DatabaseError(f"There is no file {path}.")
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as it:
        yield it
