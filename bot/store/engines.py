"""Connections: one engine that writes and one that only reads."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.address import Address

BUSY_MS = 5_000
"""How long SQLite asks again while another process writes, in milliseconds."""


class Engines(NamedTuple):
    """The two ways into one database."""

    writer: AsyncEngine
    """Begins transactions that may write."""
    reader: AsyncEngine
    """Begins transactions that see one snapshot and may not write."""

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


def connect(address: Address) -> Engines:
    """Return engines for the address; nothing is opened yet.

    Errors hide the statements' parameters: logs carry no texts of people.
    """
    return _postgres(address) if address.path is None else _sqlite(address)


def write_ahead(path: Path) -> None:
    """Make the file, if need be; let readers and a writer work side by side, which it remembers.

    Blocks, for ``BUSY_MS`` at most. Raises sqlite3.DatabaseError.
    """
    deadline = time.monotonic() + BUSY_MS / 1_000
    with closing(sqlite3.connect(path)) as connection:
        while not _written_ahead(connection, give_up=time.monotonic() > deadline):
            time.sleep(0.01)


def _written_ahead(connection: sqlite3.Connection, *, give_up: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as fault:
        # Where two processes do this at once SQLite refuses one without waiting.
        if give_up or fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _postgres(address: Address) -> Engines:
    engine = create_async_engine(address.url, pool_pre_ping=True, hide_parameters=True)
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(engine, reader)


def _sqlite(address: Address) -> Engines:
    # One writer: SQLite has no more than one at a time anyway.
    writer = create_async_engine(address.url, pool_size=1, max_overflow=0, hide_parameters=True)
    reader = create_async_engine(address.url, hide_parameters=True)
    _prepare(writer, begin="BEGIN IMMEDIATE", query_only=False)
    _prepare(reader, begin="BEGIN", query_only=True)
    return Engines(writer, reader)


def _prepare(engine: AsyncEngine, *, begin: str, query_only: bool) -> None:
    """Set every new connection up, and begin transactions ourselves.

    Python's sqlite3 would begin a transaction only before the first write, and then a deferred one,
    which fails at once when another writer came between. With ``isolation_level`` None it leaves
    that to us (SQLAlchemy, SQLite dialect, "Enabling non-legacy SQLite transactional modes").
    """
    pragmas = (
        f"busy_timeout={BUSY_MS}",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"query_only={'ON' if query_only else 'OFF'}",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.DatabaseError:
            connection.close()  # the pool does not, and its thread would stay
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine.sync_engine, "invalidate")
    def undo(
        connection: DBAPIConnection, _entry: ConnectionPoolEntry, _fault: BaseException | None
    ) -> None:
        # The statement of a cancelled task runs on in its thread, and a cursor that outlives the
        # closed connection would keep the transaction, and everybody's turn to write, for long.
        with contextlib.suppress(sqlite3.Error, ValueError):  # it was closed already
            connection.rollback()
