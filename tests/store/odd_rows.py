"""Rows for all tables, of any values that a SQLite file may hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.columns import Instant, Packed
from bot.store.copies.side import TABLES

Rows = dict[str, list[dict[str, Any]]]

_STORABLE = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
_KEYS = st.text(_STORABLE, min_size=1)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["", "\x00", "a\x00b", "\\N", "\\", "\t\r\n", "'\"", "سوریه 🇸🇾", "é".upper()]),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(_STORABLE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(_STORABLE), inner),
    max_leaves=4,
).map(lambda value: json.dumps(value, ensure_ascii=False))
_TERMS = st.lists(st.text("abcXYZé'\\:=^_ сиض", min_size=1, max_size=120), max_size=4).map(
    json.dumps
)
_INSTANTS = st.datetimes(max_value=datetime.max, timezones=st.just(UTC)) | st.sampled_from(  # noqa: DTZ901  # Hypothesis adds the zone
    [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)


@st.composite
def rows_of_all_tables(draw: st.DrawFn) -> Rows:
    """Return some rows for each table, which fit together."""
    made: Rows = {}
    for table in TABLES:
        count = draw(st.integers(0, 3))
        rows = [{c.name: draw(_value(c, made)) for c in table.columns} for _ in range(count)]
        made[table.name] = _fitting(table, rows)
    return made


def _value(column: Column[Any], made: Rows) -> st.SearchStrategy[Any]:
    """Return what a column may hold."""
    values = _of_kind(column)
    for key in column.foreign_keys:
        parents = [row[key.column.name] for row in made[key.column.table.name]]
        values = st.sampled_from(parents) if parents else st.nothing()
    if column.nullable:
        return st.none() | values
    return st.just(_LACKING) if values.is_empty else values


_LACKING = object()
"""Stands where a row would need another that is not there."""


def _of_kind(column: Column[Any]) -> st.SearchStrategy[Any]:  # noqa: PLR0911  # a table of kinds
    match column.type:
        case Packed():
            return _TERMS if column.name in {"terms", "headline_terms"} else _JSON
        case Instant():
            return _INSTANTS
        case Boolean():
            return st.booleans()
        case Float():
            return st.floats(allow_nan=False, allow_infinity=False)
        case BigInteger():
            return st.integers(-(2**63), 2**63 - 2)  # one more is to be given
        case Integer():
            return st.integers(-(2**31), 2**31 - 1)
        case Date():
            return st.dates()
        case String(length=length) if column.primary_key or length:
            return st.text(_STORABLE, min_size=1, max_size=length or 40)
        case _:
            return _TEXTS


def _fitting(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that a table takes: with their parents, and of each key one."""
    keys = [list(table.primary_key.columns)]
    keys += [list(c.columns) for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys += [list(index.columns) for index in table.indexes if index.unique]
    fitting: list[dict[str, Any]] = []
    seen: set[object] = set()
    for row in rows:
        its = {(n, *(row[column.name] for column in key)) for n, key in enumerate(keys)}
        if _LACKING not in row.values() and seen.isdisjoint(its):
            fitting.append(row)
            seen |= its
    return fitting
