"""Files of SQLite: one copied whole while it is used, one put in the place of another."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import DatabaseError
from bot.store.engines import BUSY_MS

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, and takes for a part of it."""


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give the name of a file to be made, in the same folder; it is gone after the block.

    Raises DatabaseError where files cannot be written there.
    """
    new = target.with_name(target.name + ".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        discard(new)
        yield new
    except OSError as fault:
        raise DatabaseError(
            f"{target} cannot be written ({fault.strerror}). Name a file in a folder that may be "
            "written to, on a disk with room."
        ) from fault
    finally:
        with contextlib.suppress(OSError):  # what failed was this, and it was told
            discard(new)


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is now to a new file, all in one; others may write to it meanwhile.

    Raises DatabaseError.
    """
    try:
        with opened(source) as old, contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)
        settle(target)
    except sqlite3.Error as fault:
        raise DatabaseError(f"{source} could not be copied to {target}: {fault}.") from fault


def settle(file: Path) -> None:
    """Let the file be all that there is of its database. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def replace(target: Path, new: Path) -> Path | None:
    """Put a file in the place of a database that nobody has open; return where that is kept now.

    At any instant one of the two is there, whole. Raises OSError.
    """
    if not target.exists():
        os.replace(new, target)
        return None
    kept = target.with_name(target.name + ".before-restore")
    discard(kept)
    # What was written last may stand in the file beside it still. A damaged database has no more
    # than its pieces.
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for part in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{target}{part}", f"{kept}{part}")
    try:
        os.link(target, kept)
    except OSError:  # not every disk knows how
        shutil.copy2(target, kept)
    os.replace(new, target)
    return kept


def check(file: Path) -> None:
    """Raise DatabaseError where the file is damaged, or no copy of a Storywire's database."""
    try:
        with opened(file) as database:
            (sound,) = database.execute("PRAGMA quick_check(1)").fetchone()
            ours = database.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'stories')"
            ).fetchone()
    except sqlite3.Error as fault:
        raise DatabaseError(f"{file} is no copy of a database: {fault}.") from fault
    if sound != "ok" or ours != (2,):
        raise DatabaseError(f"{file} is damaged or no copy of Storywire's database; take another.")


def discard(file: Path) -> None:
    """Delete a database, if it is there, with what belongs to it."""
    for part in ("", *_BESIDE):
        Path(f"{file}{part}").unlink(missing_ok=True)


@contextlib.contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read it. Raises DatabaseError where there is none."""
    if not file.is_file():
        raise DatabaseError(f"There is no file {file}.")
    address = f"{file.resolve().as_uri()}?mode=ro"
    try:
        connection = _connected(address)
    except sqlite3.OperationalError as fault:
        # SQLite makes a file beside one that was in use, even to read it, unless it is told that
        # nobody writes: in a folder that may not be written to nobody does.
        if os.access(file.parent, os.W_OK) or fault.sqlite_errorcode != sqlite3.SQLITE_CANTOPEN:
            raise
        connection = _connected(f"{address}&immutable=1")
    with contextlib.closing(connection):
        yield connection


def _connected(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_MS / 1000)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
