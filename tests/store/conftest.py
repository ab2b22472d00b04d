"""The store over a fresh database; each test that asks for it runs on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.store import SqlStore, open_store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store with its tables, and nothing in them."""
    opened = open_store(database_url)
    yield opened
    await opened.close()
