"""Who runs on a database, told by a lock that dies with its owner.

A SQLite file is one process's, by ``flock`` on a file beside it. A PostgreSQL is shared by those
that run on it, and one's alone who puts a backup into it: a session's advisory lock, held by a
connection of its own; the lock goes with the connection.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, Self

from bot.domain.errors import DatabaseError
from bot.store import address
from bot.store.address import Address

if TYPE_CHECKING:
    import psycopg

_LOCK = 0x776972656F776E
"""The number of PostgreSQL's advisory lock."""
TRIES = 20
"""How often in a row the lock may be taken and its owner gone."""


class Ownership:
    """A lock that is held until ``release``, or until the process ends in whatever way."""

    def __init__(self, release: Callable[[], None]) -> None:
        self._release: Callable[[], None] | None = release

    def release(self) -> None:
        """Give the database free; a second call does nothing."""
        if self._release is not None:
            self._release()
            self._release = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def own(database_url: str) -> Ownership:
    """Take a database for this process alone. Raises DatabaseError that names who has it."""
    where = address.parse(database_url)
    address.make_folder(where)
    if where.path is None:
        return _own_postgres(where, shared=False)
    return _own_file(where.path)


def join(database_url: str) -> Ownership:
    """Take part in running on a database. Raises DatabaseError that names who has it alone."""
    where = address.parse(database_url)
    if where.path is None:
        return _own_postgres(where, shared=True)
    return own(database_url)


def _own_file(path: Path) -> Ownership:
    lock = path.with_name(path.name + ".lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        raise DatabaseError(
            f"The file {lock} cannot be written ({fault.strerror}). Give STORYWIRE_DATA or "
            "DATABASE_URL a folder that may be written to."
        ) from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        owner = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise DatabaseError(
            f"Another Storywire (process {owner}) runs on {path}. Stop it first, or give this "
            "one a STORYWIRE_DATA of its own."
        ) from fault
    # A forked child has the lock too, and would keep it after our death.
    os.register_at_fork(after_in_child=lambda: _close_quietly(handle))
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
    return Ownership(lambda: os.close(handle))


def _close_quietly(handle: int) -> None:
    with contextlib.suppress(OSError):  # released before the fork
        os.close(handle)


def _own_postgres(where: Address, *, shared: bool) -> Ownership:
    import psycopg  # 6 MB and 40 ms that a bot on SQLite does without

    try:
        connection = psycopg.connect(
            where.dsn, autocommit=True, application_name=f"storywire {os.getpid()}"
        )
        owner = _owner_met(connection, "_shared" if shared else "")
    except psycopg.OperationalError as fault:
        raise DatabaseError(
            f"The database {where.name} does not answer: {' '.join(str(fault).split())}. "
            "Check that the server runs and that DATABASE_URL names it."
        ) from fault
    if owner:
        connection.close()
        raise DatabaseError(
            f"Another Storywire ({owner}) runs on {where.name}. Stop it first, or give this one a "
            "database of its own."
        )
    return Ownership(lambda: _give_free(connection))


def _give_free(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Unlock before closing: the server takes its time to see that a connection has gone."""
    import psycopg

    with contextlib.suppress(psycopg.OperationalError):  # a lost connection holds no lock
        connection.execute("SELECT pg_advisory_unlock_all()")
    connection.close()


def _owner_met(connection: psycopg.Connection[tuple[Any, ...]], kind: LiteralString) -> str | None:
    """Take the lock, or return who has it; of the kind ``_shared`` several may have it.

    The server frees the lock of a connection that was closed a little later: an owner that is gone
    when we ask for its name has given it free meanwhile.
    """
    for _ in range(TRIES):
        taken = connection.execute(f"SELECT pg_try_advisory_lock{kind}(%s)", [_LOCK])
        if taken.fetchone() == (True,):
            return None
        found = connection.execute(_OWNER, [_LOCK & 0xFFFFFFFF, _LOCK >> 32]).fetchone()
        if found:
            return str(found[0])
    return "unknown"


_OWNER = """
SELECT application_name || ' at ' || coalesce(host(client_addr), 'this machine')
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND objid = %s AND classid = %s
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
