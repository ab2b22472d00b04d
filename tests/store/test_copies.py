"""Rows copied from one database to another: all of them, as they are, or none."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import insert, select

from bot.store import address
from bot.store.columns import clean
from bot.store.copies import postgres_side, rows, sqlite_side
from bot.store.copies.postgres_side import PostgresSide
from bot.store.copies.side import TABLES, Side
from bot.store.copies.sqlite_side import SqliteSide
from bot.store.copies.transfer import Progress, transfer
from bot.store.schema import marks
from tests.store.odd_rows import Rows, rows_of_all_tables

EXAMPLES = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes 0.2 s: no shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undone(Exception):  # not an error
    """Ends a transaction without keeping it."""


def silent(_progress: Progress) -> None:
    """Say nothing."""


@contextlib.contextmanager
def new_file(template: Path) -> Iterator[SqliteSide]:
    """A new SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "storywire.db"
        shutil.copyfile(template, path)
        with sqlite_side.opened(address.of_file(path)) as side:
            yield side


@contextlib.contextmanager
def passing(url: str) -> Iterator[PostgresSide]:
    """A PostgreSQL that is empty again afterwards."""
    with contextlib.suppress(Undone), postgres_side.opened(address.parse(url)) as side:
        yield side
        raise Undone


def fill(side: Side, made: Rows) -> None:
    """Insert rows past all that cleans them."""
    for table in TABLES:
        if made[table.name]:
            side.connection.execute(insert(rows.plain(table)), made[table.name])


def held(side: Side) -> Rows:
    """Return what the tables have, by the columns' own types but for JSON."""
    return {
        table.name: [
            dict(row._mapping) for row in side.connection.execute(select(rows.plain(table)))
        ]
        for table in TABLES
    }


def unordered(found: Rows) -> dict[str, set[tuple[Any, ...]]]:
    """Return rows to compare."""
    return {
        name: {tuple(clean(v) if isinstance(v, str) else v for v in row.values()) for row in them}
        for name, them in found.items()
    }


@given(made=rows_of_all_tables())
@EXAMPLES
def test_all_rows_arrive_as_they_were_and_come_back(
    made: Rows, sqlite_template: Path, postgres_url: str
) -> None:
    with (
        new_file(sqlite_template) as source,
        passing(postgres_url) as server,
        new_file(sqlite_template) as back,
    ):
        fill(source, made)
        copied = transfer(source, server, silent)
        assert {one.table: one.rows for one in copied[:-1]} == {n: len(r) for n, r in made.items()}
        assert unordered(held(server)) == unordered(made)
        transfer(server, back, silent)
        assert unordered(held(back)) == unordered(made)
        assert dict(back.counters()) == dict(server.counters())


ROWS = [("a", 1, None), ("b", 2, None), ("c", 3, None)]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (ROWS, None),
        (ROWS[:2], ("name c", "is missing")),
        ([*ROWS, ("d", 4, None)], ("name d", "was not there before")),
        (ROWS[1:], ("name a", "is missing, or name b is too much")),
        ([*ROWS[:2], ("c", 4, 1)], ("name c", "differs in value, at")),
    ],
)
def test_a_difference_is_named(
    found: list[tuple[str, int, int | None]], said: tuple[str, str] | None
) -> None:
    assert rows.difference(marks, ROWS, found) == said
