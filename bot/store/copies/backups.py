"""Backups: a file of SQLite, whichever database the rows are in, that another may be made of."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.errors import DatabaseError
from bot.store import address
from bot.store.address import Address
from bot.store.copies import files, postgres_side, sqlite_side
from bot.store.copies.transfer import Copied, Tell, transfer
from bot.store.migrating import is_current, migrate_there
from bot.store.ownership import own


def backup(database_url: str, file: str, tell: Tell) -> list[Copied]:
    """Write the database as it is now to a file, also while it is used.

    The file is replaced in one step. A SQLite database is copied as a whole (the answer is empty);
    the rows of a PostgreSQL are read in one snapshot, written to a SQLite file and compared.
    Blocks; not within an event loop. Raises DatabaseError.
    """
    where = address.parse(database_url)
    target = Path(file)
    _refuse_itself(where, target)
    with files.beside(target) as new:
        copied = []
        if where.path is None:
            copied = _write_rows(where, new, tell)
        else:
            files.copy(where.path, new)
            _refuse_damaged(new, where)
        os.replace(new, target)
        return copied


def restore(database_url: str, file: str, tell: Tell) -> Path | None:
    """Put what a backup holds in the place of the database, in this version's schema.

    Return where the SQLite file is kept that was there before. Ids go on behind the last of both.
    Blocks; not within an event loop. Raises DatabaseError, with nothing changed, where the file is
    no backup or a newer version's, or a bot runs on the database.
    """
    where = address.parse(database_url)
    backed_up = Path(file)
    _refuse_itself(where, backed_up)
    files.check(backed_up)
    with own(database_url):
        if where.path is None:
            _put_rows(backed_up, where, tell)
            return None
        with files.beside(where.path) as new:
            files.copy(backed_up, new)
            _make_tables(new, backed_up)
            _count_on(new, where.path)
            return files.replace(where.path, new)


def _write_rows(where: Address, new: Path, tell: Tell) -> list[Copied]:
    """Write a PostgreSQL's rows to a new file."""
    with postgres_side.opened(where, snapshot=True) as source:
        if not is_current(source.connection, where):
            raise DatabaseError(
                f"The tables of {where.name} are not this version's. Run `storywire migrate` first."
            )
        _make_tables(new, new)
        with sqlite_side.opened(address.of_file(new)) as target:
            return transfer(source, target, tell)


def _put_rows(backed_up: Path, where: Address, tell: Tell) -> None:
    """Let a PostgreSQL have the rows of a backup and no others; the file stays as it is."""
    with TemporaryDirectory(prefix="storywire-") as folder:
        file = Path(folder) / "backup.db"
        files.copy(backed_up, file)
        _make_tables(file, backed_up)
        asyncio.run(migrate_there(where))
        with (
            sqlite_side.opened(address.of_file(file)) as source,
            postgres_side.opened(where) as target,
        ):
            target.close_off()
            target.empty()
            transfer(source, target, tell)


def _make_tables(file: Path, named: Path) -> None:
    """Give a file this version's tables. Raises DatabaseError that tells of the file ``named``."""
    with sqlite_side.opened(address.of_file(file)) as side:
        current = is_current(side.connection, address.of_file(named))
    if not current:
        asyncio.run(migrate_there(address.of_file(file)))
        files.settle(file)


def _count_on(new: Path, before: Path) -> None:
    """Let ids of a file go on behind the last that were given in the one of before.

    Cards that were sent since the backup have codes that must not come to mean other stories.
    """
    if not before.is_file():
        return
    with contextlib.suppress(DatabaseError), sqlite_side.opened(address.of_file(before)) as old:
        last = old.counters()
        with sqlite_side.opened(address.of_file(new)) as side:
            side.raise_counters(last)


def _refuse_damaged(copy: Path, where: Address) -> None:
    try:
        files.check(copy)
    except DatabaseError as fault:
        raise DatabaseError(
            f"{where.name} is damaged, or not Storywire's: its copy does not pass SQLite's check. "
            "Restore a backup; the file named for this one is as it was."
        ) from fault


def _refuse_itself(where: Address, file: Path) -> None:
    if where.path is not None and file.resolve() == where.path.resolve():
        raise DatabaseError(f"{file} is the database itself; name another file for its backup.")
