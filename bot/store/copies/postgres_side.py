"""A PostgreSQL database that is copied from or to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import Connection, Table, create_engine, text

from bot.domain.errors import DatabaseError
from bot.store import archive
from bot.store.address import Address
from bot.store.copies import rows
from bot.store.copies.rows import Difference, Row
from bot.store.copies.side import COUNTED, INDEX, TABLES, Entry
from bot.store.faults import explained

if TYPE_CHECKING:
    import psycopg

_SESSION: Final = (
    "SET TIME ZONE 'UTC'",
    "SET lock_timeout = '5s'",
    # while the other side is read this one waits
    "SET idle_in_transaction_session_timeout = 0",
    "SET statement_timeout = 0",
    # to build indexes with
    "SET maintenance_work_mem = '256MB'",
)
_AT_ONCE: Final = 50_000
"""Rows that one statement brings."""
_NAMES: Final = (*(table.name for table in TABLES), INDEX)
_INDEXES: Final = """
SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY (CAST(:tables AS regclass[])) AND NOT indisunique
ORDER BY 1
"""


class PostgresSide:
    """Implements ``Side``."""

    def __init__(self, where: Address, connection: Connection) -> None:
        self.where = where
        self.connection = connection
        self._dropped: list[str] = []

    def load(self, table: Table, new: Iterable[Row]) -> None:
        """Insert rows by COPY. Raises DatabaseError, saying which are refused."""
        self._copy(table.name, [column.name for column in table.columns], new)

    def load_index(self, entries: Iterable[Entry]) -> None:
        """Fill the archive's index."""
        new = ((entry.story_id, archive.tsvector(entry.terms)) for entry in entries)
        self._copy(INDEX, ["story_id", "terms"], new)

    def check_index(self, entries: Iterable[Entry]) -> None:
        """Raise DatabaseError where the archive's index does not hold these entries and no more."""
        query = text(
            f"SELECT story_id, tsvector_to_array(terms) FROM {INDEX} ORDER BY story_id"  # noqa: S608  # a constant
        )
        options = {"stream_results": True, "yield_per": rows.BATCH}
        with explained(self.where), self.connection.execute(query, execution_options=options) as at:
            for entry in entries:
                found = at.fetchone()
                expected = (entry.story_id, archive.lexemes(entry.terms))
                if found is None or (found[0], set(found[1])) != expected:
                    rows.refuse(INDEX, Difference(f"of story {entry.story_id}", "is another"))
            if at.fetchone() is not None:
                rows.refuse(INDEX, Difference("behind the last", "was not there before"))

    def counters(self) -> Mapping[str, int]:
        """Return the last id that each counted table has given."""
        last = {}
        for name in COUNTED:
            found = self.connection.execute(
                text(f"SELECT last_value, is_called FROM {self._sequence(name)}")  # noqa: S608  # the server's name
            )
            value, is_called = found.one()
            last[name] = value if is_called else value - 1
        return last

    def raise_counters(self, least: Mapping[str, int]) -> None:
        """Let the counted tables go on behind these ids, or where they are."""
        # (unlike setval, this is undone with the transaction)
        for name, given in self.counters().items():
            first = max(given, least.get(name, 0)) + 1
            self.connection.execute(
                text(f"ALTER SEQUENCE {self._sequence(name)} RESTART WITH {first}")
            )

    def begin(self) -> None:
        """Drop the indexes that only help to find rows: they are built in less time than filled."""
        found = self.connection.execute(text(_INDEXES), {"tables": [*_NAMES]}).all()
        for name, definition in found:
            self._dropped.append(definition)
            self.connection.execute(text(f"DROP INDEX {name}"))

    def finish(self, built: Callable[[int, int], None]) -> None:
        """Build the indexes, and tell the planner what the tables hold."""
        for number, definition in enumerate(self._dropped, 1):
            self.connection.execute(text(definition))
            built(number, len(self._dropped))
        self._dropped.clear()
        for name in _NAMES:
            self.connection.execute(text(f"ANALYZE {name}"))

    def close_off(self) -> None:
        """Let nobody else read or write the tables until the end of the transaction."""
        with explained(self.where):
            statement = f"LOCK TABLE {', '.join(_NAMES)} IN ACCESS EXCLUSIVE MODE"
            self.connection.execute(text(statement))

    def empty(self) -> None:
        """Delete every row."""
        with explained(self.where):
            self.connection.execute(text(f"TRUNCATE {', '.join(_NAMES)}"))

    def _sequence(self, table: str) -> str:
        found = self.connection.scalar(
            text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table}
        )
        return str(found)

    def _copy(self, table: str, columns: Sequence[str], new: Iterable[Row]) -> None:
        import psycopg

        names = ", ".join(f'"{name}"' for name in columns)
        statement = f"COPY {table} ({names}) FROM STDIN"
        driver = cast("psycopg.Connection[Any]", self.connection.connection.driver_connection)
        left = iter(new)
        try:
            # The server remembers the references of a statement's rows until its end, in memory.
            for first in left:
                with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
                    for row in chain([first], islice(left, _AT_ONCE - 1)):
                        copy.write_row(row)
        except psycopg.Error as fault:
            raise DatabaseError(
                f"The rows of {table} could not be copied to {self.where.name}: {_said(fault)}. "
                "Nothing was kept there."
            ) from fault


def _said(fault: psycopg.Error) -> str:
    """Return what the server says, without the texts that stand in the row."""
    said = fault.diag.message_primary or " ".join(str(fault).split())
    where = (fault.diag.context or "").split(":")[0].removeprefix("COPY ")
    detail = fault.diag.message_detail or ""
    parts = (said, where, detail if detail.startswith("Key ") else "")
    return "; ".join(part.rstrip(".") for part in parts if part)


@contextmanager
def opened(where: Address, *, snapshot: bool = False) -> Iterator[PostgresSide]:
    """Begin a transaction that is committed at the end of the block; a ``snapshot`` only reads.

    Raises DatabaseError.
    """
    engine = create_engine(where.url, hide_parameters=True)
    if snapshot:
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    try:
        with explained(where), engine.begin() as connection:
            for setting in _SESSION:
                connection.execute(text(setting))
            encoding = connection.scalar(text("SHOW server_encoding"))
            if encoding != "UTF8":
                raise DatabaseError(
                    f"{where.name} keeps texts as {encoding}. Make one that keeps all of them: "
                    "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
                )
            yield PostgresSide(where, connection)
    finally:
        engine.dispose()
