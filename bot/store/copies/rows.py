"""Rows as both databases hold them, read one after the other, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, collate, func, select
from sqlalchemy.types import TypeEngine

from bot.domain.errors import DatabaseError
from bot.store.columns import Packed, Words, clean

Row = tuple[Any, ...]

BATCH: Final = 500
"""Rows that are in memory at once: texts of articles are long."""


class Difference(NamedTuple):
    """Where two sequences of rows part."""

    key: str
    """Names the row by its primary key."""
    what: str
    """Says how it differs, without what stands in it."""


@cache
def plain(table: Table) -> Table:
    """Return the table with columns that pass on what is kept: JSON stays the text that it is."""
    columns = (
        Column(column.name, _plain(column.type), primary_key=column.primary_key, nullable=True)
        for column in table.columns
    )
    return Table(table.name, MetaData(), *columns)


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return Text() if isinstance(kind, Words | Packed) else kind


def count(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return connection.scalar(select(func.count()).select_from(plain(table))) or 0


def read(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield a table's rows by primary key, the same way on both databases.

    At most ``BATCH`` rows are in memory. Texts are as both databases take them (see ``clean``).
    """
    postgres = connection.dialect.name == "postgresql"
    shape = plain(table)
    order = [
        # SQLite compares the bytes of texts, PostgreSQL by the habits of a country
        collate(column, "C") if postgres and isinstance(column.type, String) else column
        for column in shape.primary_key
    ]
    query = select(shape).order_by(*order)
    options = {"stream_results": True, "yield_per": BATCH}
    with connection.execute(query, execution_options=options) as found:
        for row in found:
            yield tuple(clean(value) if isinstance(value, str) else value for value in row)


def difference(
    table: Table, expected: Iterable[Sequence[Any]], found: Iterable[Sequence[Any]]
) -> Difference | None:
    """Return where the rows found first differ from those expected, both in the same order."""
    for here, there in zip_longest(expected, found):
        if here is None:
            return Difference(_key(table, there), "was not there before")
        if there is None:
            return Difference(_key(table, here), "is missing")
        if here != there:
            return _of_rows(table, here, there)
    return None


def _of_rows(table: Table, here: Sequence[Any], there: Sequence[Any]) -> Difference:
    if _key(table, here) != _key(table, there):
        return Difference(_key(table, here), f"is missing, or {_key(table, there)} is too much")
    names = [
        column.name
        for column, mine, other in zip(table.columns, here, there, strict=True)
        if mine != other
    ]
    return Difference(_key(table, here), f"differs in {', '.join(names)}")


def _key(table: Table, row: Sequence[Any]) -> str:
    """Return how a message names a row."""
    parts = (
        f"{column.name} {value}"
        for column, value in zip(table.columns, row, strict=True)
        if column.primary_key
    )
    return ", ".join(parts)


def refuse(table: str, found: Difference | None) -> None:
    """Raise DatabaseError where there is a difference."""
    if found is not None:
        raise DatabaseError(
            f"The copy is not what was copied: in {table}, the row {found.key} {found.what}. "
            "Nothing of it was kept."
        )
