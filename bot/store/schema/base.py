"""What the tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, Integer, MetaData, String, literal

from bot.domain.values import DeliveryState

# SQLite counts by itself only in a column that is declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
# ... and gives the id of a deleted row to the next one unless told not to. Ids stand in buttons of
# old messages and in tasks under way: they must not come to mean another row.
COUNTED: dict[str, Any] = {"sqlite_autoincrement": True}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def state(value: DeliveryState) -> ColumnElement[str]:
    """Return a state to compare with, written into the statement.

    A partial index is used only where its condition stands in the statement itself.
    """
    return literal(value.value, String(), literal_execute=True)


def partial(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    """Return an index of those rows only for which a condition holds."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
