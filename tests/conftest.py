"""Databases for the tests of all rooms: one PostgreSQL server for the whole run.

Also how the run is spread: what takes longest begins first, and one worker more than there are
cores, for many tests wait for processes and timers.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.databases import (  # fixtures: pytest finds them by these names
    database_url,
    empty_postgres_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database_url",
    "empty_postgres_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "sqlite_template",
    "sqlite_url",
]

_LONG = ("world/test_crash.py", "contract", "page", "world", "app")
"""Folders and files whose tests take seconds each."""


def pytest_xdist_auto_num_workers() -> int:
    """Return how many test processes run side by side."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, so that none of them is left alone at the end."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(here).as_posix()
        return next((n for n, name in enumerate(_LONG) if place.startswith(name)), len(_LONG))

    items.sort(key=rank)
