"""A SQLite file that is copied from or to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Final, cast

from sqlalchemy import Connection, Table, create_engine, event, exc, insert, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.domain.errors import DatabaseError
from bot.store import archive
from bot.store.address import Address
from bot.store.copies import rows
from bot.store.copies.rows import Difference, Row
from bot.store.copies.side import COUNTED, INDEX, Entry
from bot.store.engines import BUSY_MS
from bot.store.faults import explained

_INTEGRITY: Final = f"INSERT INTO {INDEX} ({INDEX}) VALUES ('integrity-check')"  # noqa: S608  # a constant


class SqliteSide:
    """Implements ``Side``."""

    def __init__(self, where: Address, connection: Connection) -> None:
        self.where = where
        self.connection = connection

    def load(self, table: Table, new: Iterable[Row]) -> None:
        """Insert rows. Raises DatabaseError, saying what is refused."""
        shape = rows.plain(table)
        names = [column.name for column in shape.columns]
        left = iter(new)
        try:
            while batch := [dict(zip(names, row, strict=True)) for row in islice(left, rows.BATCH)]:
                self.connection.execute(insert(shape), batch)
        except (exc.IntegrityError, exc.DataError) as fault:
            raise DatabaseError(
                f"The rows of {table.name} could not be copied to {self.where.name}: {fault.orig}. "
                "Nothing was kept there."
            ) from fault

    def load_index(self, entries: Iterable[Entry]) -> None:
        """Fill the archive's index."""
        left = iter(entries)
        while batch := [archive.fts5_row(*entry) for entry in islice(left, rows.BATCH)]:
            self.connection.execute(text(archive.FTS5_ADD), batch)

    def check_index(self, entries: Iterable[Entry]) -> None:
        """Raise DatabaseError where the archive's index has not as many terms as these entries.

        It keeps no rows that could be compared, so it is asked to check itself besides.
        """
        expected = sum(_terms(entry) for entry in entries)
        vocabulary = f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {INDEX}, row)"
        self.connection.execute(text(vocabulary))
        found = self.connection.scalar(text("SELECT sum(doc) FROM temp.terms"))
        self.connection.execute(text("DROP TABLE temp.terms"))
        if (found or 0) != expected:
            rows.refuse(INDEX, Difference("count", f"is {found} in place of {expected}"))
        self.connection.execute(text(_INTEGRITY))

    def counters(self) -> Mapping[str, int]:
        """Return the last id that each counted table has given."""
        found = self.connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return dict.fromkeys(COUNTED, 0) | {name: last for name, last in found if name in COUNTED}

    def raise_counters(self, least: Mapping[str, int]) -> None:
        """Let the counted tables go on behind these ids, or where they are."""
        for name, given in self.counters().items():
            value = max(given, least.get(name, 0))
            named = {"name": name, "last": value}
            self.connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
            self.connection.execute(
                text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), named
            )

    def begin(self) -> None:
        """Do nothing: a file of SQLite takes its indexes along without losing much time."""

    def finish(self, _built: Callable[[int, int], None]) -> None:
        """Tell the planner what the tables hold."""
        self.connection.execute(text("ANALYZE"))


@contextmanager
def opened(where: Address, *, begin: str = "BEGIN") -> Iterator[SqliteSide]:
    """Begin a transaction that is committed at the end of the block. Raises DatabaseError.

    ``BEGIN IMMEDIATE`` keeps other writers out, whatever is done in it.
    """
    engine = create_engine(where.url.set(drivername="sqlite+pysqlite"), hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(driver: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection = cast("sqlite3.Connection", driver)
        connection.isolation_level = None  # transactions are ours to begin
        connection.text_factory = _text
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    try:
        with explained(where), engine.begin() as connection:
            yield SqliteSide(where, connection)
    finally:
        engine.dispose()


def _terms(entry: Entry) -> int:
    """Return how many terms FTS5 keeps of a story; its tokenizer knows no capitals."""
    return len(set(str(archive.fts5_row(*entry)["terms"]).encode().lower().split()))


def _text(kept: bytes) -> str:
    """Return a text, of whatever bytes: what is no UTF-8 becomes what ``clean`` replaces."""
    return kept.decode("utf-8", "surrogateescape")
