"""What the tables' classes share."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Column, ColumnElement, Table, any_, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.values import Place

T = TypeVar("T")
K = TypeVar("K", str, int)


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

    def _among(self, column: Column[K], keys: Collection[K]) -> ColumnElement[bool]:
        """Return the condition that a column has one of the keys, all in one parameter.

        A story weighs a thousand: as many parameters took more time than the query, and SQLAlchemy
        kept 20 MB of statements of every length.
        """
        if self._connection.dialect.name == "postgresql":
            return column == any_(literal(sorted(keys), postgresql.ARRAY(column.type)))
        each = func.json_each(json.dumps(sorted(keys))).table_valued("value")
        return column.in_(select(each.c.value))


def at(table: Table, place: Place) -> ColumnElement[bool]:
    """Return the condition that a row is of a place."""
    return (table.c.chat_id == place.chat_id) & (table.c.thread_id == place.thread_id)


def batches(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """Cut the values into parts that one statement's parameters can hold."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
