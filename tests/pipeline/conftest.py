"""A store with its tables."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store import SqlStore, open_store


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """A store on SQLite, and nothing in its tables."""
    opened = open_store(sqlite_url)
    yield opened
    await opened.close()
