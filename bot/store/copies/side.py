"""One of the two databases of a copy: what is common to both kinds, and what each kind does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol

from sqlalchemy import Connection, Table, select

from bot.domain.errors import DatabaseError
from bot.domain.values import StoryTerms
from bot.store.address import Address
from bot.store.copies import rows
from bot.store.copies.rows import Row
from bot.store.faults import explained
from bot.store.schema import metadata, stories
from bot.store.searching import held

INDEX: Final = "story_index"
"""The archive's index, which each database has in its own way (see ``archive``)."""
TABLES: Final = tuple(metadata.sorted_tables)
"""All tables, those first that others refer to."""
COUNTED: Final = tuple(
    table.name for table in TABLES if table.dialect_options["sqlite"]["autoincrement"]
)
"""The tables whose ids are counted up, and given once only."""


class Entry(NamedTuple):
    """What the archive's index holds of a story."""

    story_id: int
    terms: StoryTerms


class Side(Protocol):
    """A database within a transaction."""

    @property
    def where(self) -> Address:
        """Its address."""

    @property
    def connection(self) -> Connection:
        """Its connection."""

    def load(self, table: Table, new: Iterable[Row]) -> None:
        """Insert rows. Raises DatabaseError, saying which are refused."""

    def load_index(self, entries: Iterable[Entry]) -> None:
        """Fill the archive's index."""

    def check_index(self, entries: Iterable[Entry]) -> None:
        """Raise DatabaseError where the archive's index does not hold these entries and no more."""

    def counters(self) -> Mapping[str, int]:
        """Return the last id that each counted table has given."""

    def raise_counters(self, least: Mapping[str, int]) -> None:
        """Let the counted tables go on behind these ids, or where they are."""

    def begin(self) -> None:
        """Make ready for many rows, until ``finish``."""

    def finish(self, built: Callable[[int, int], None]) -> None:
        """Make the new rows quick to find; ``built`` is told how many indexes are, of how many."""


def read(side: Side, table: Table) -> Iterator[Row]:
    """Yield a table's rows (see ``rows.read``). Raises DatabaseError."""
    with _readable(side, table.name):
        yield from rows.read(side.connection, table)


def entries(side: Side) -> Iterator[Entry]:
    """Yield what the archive's index holds of each story, by the columns that keep it."""
    query = select(stories.c.id, stories.c.headline_terms, stories.c.terms).order_by(stories.c.id)
    options = {"stream_results": True, "yield_per": rows.BATCH}
    with (
        _readable(side, stories.name),
        side.connection.execute(query, execution_options=options) as found,
    ):
        for story_id, headline, rest in found:
            yield Entry(story_id, held(headline, rest))


@contextmanager
def _readable(side: Side, table: str) -> Iterator[None]:
    """Raise DatabaseError where a value is none of its column's kind: SQLite keeps anything."""
    with explained(side.where):
        try:
            yield
        except ValueError as fault:
            raise DatabaseError(
                f"A row of {table} in {side.where.name} cannot be read: {fault}. Correct that row, "
                "or restore a backup."
            ) from fault


def rows_there(side: Side, tables: Collection[str]) -> dict[str, int]:
    """Return how many rows those of the tables have that have any."""
    with explained(side.where):
        counts = {name: rows.count(side.connection, metadata.tables[name]) for name in tables}
    return {name: count for name, count in counts.items() if count}
