"""Everything of one database written into another, and compared before it counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

from bot.store.copies import rows, side
from bot.store.copies.side import INDEX, TABLES, Side
from bot.store.schema import stories

T = TypeVar("T")

_MANY: Final = 1_000
"""Rows that are worth making ready for."""


class Progress(NamedTuple):
    """How far a copy is."""

    table: str
    step: str
    """What is done: ``copied``, ``compared``, or ``built`` of the indexes at the end."""
    done: int
    total: int


class Copied(NamedTuple):
    """A table that was copied and compared."""

    table: str
    rows: int
    seconds: float
    """For both."""


Tell = Callable[[Progress], None]
"""Is told of each batch of rows how far the copy is."""


def transfer(source: Side, target: Side, tell: Tell) -> list[Copied]:
    """Copy all rows and compare them with what was written; the target has none before.

    Ids go on behind the last that either side has given. Raises DatabaseError where anything
    is refused or differs: the target's transaction must then be undone.
    """
    totals = {table.name: rows.count(source.connection, table) for table in TABLES}
    totals[INDEX] = totals[stories.name]
    seconds = dict.fromkeys(totals, 0.0)
    if sum(totals.values()) > _MANY:
        target.begin()
    for step, work in (("copied", _copy), ("compared", _compare)):
        for name, total in totals.items():
            began = time.monotonic()
            work(source, target, name, _Telling(Progress(name, step, 0, total), tell))
            seconds[name] += time.monotonic() - began
    target.raise_counters(source.counters())
    target.finish(lambda done, total: tell(Progress("indexes", "built", done, total)))
    return [Copied(name, total, seconds[name]) for name, total in totals.items()]


class _Telling:
    """Passes values on, and tells of each batch that has passed."""

    def __init__(self, progress: Progress, tell: Tell) -> None:
        self._progress = progress
        self._tell = tell

    def __call__(self, values: Iterable[T]) -> Iterator[T]:
        for done, value in enumerate(values, 1):
            yield value
            if done % rows.BATCH == 0:
                self._tell(self._progress._replace(done=done))


def _copy(source: Side, target: Side, name: str, telling: _Telling) -> None:
    if name == INDEX:
        target.load_index(telling(side.entries(source)))
    else:
        table = _BY_NAME[name]
        target.load(table, telling(side.read(source, table)))


def _compare(source: Side, target: Side, name: str, telling: _Telling) -> None:
    if name == INDEX:
        target.check_index(telling(side.entries(source)))
    else:
        table = _BY_NAME[name]
        expected, found = telling(side.read(source, table)), side.read(target, table)
        rows.refuse(name, rows.difference(table, expected, found))


_BY_NAME: Final = {table.name: table for table in TABLES}
