"""What the tables' classes share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


class SqlTable:
    """Queries within one transaction."""

    def __init__(self, connection: AsyncConnection, *, writable: bool) -> None:
        self._connection = connection
        self._writable = writable

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """Begin an INSERT that knows ON CONFLICT; both databases write it alike."""
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)


def batches(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """Cut the values into parts that one statement's parameters can hold."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
