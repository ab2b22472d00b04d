"""A world for conversations, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import SqlStore, open_store
from tests.chat.talks import Talks, talks
from tests.databases import sqlite_template, sqlite_url

__all__ = ["sqlite_template", "sqlite_url"]


@pytest.fixture
async def world(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Talks]:
    """People, the bot, and an archive in SQLite."""
    async with talks(tmp_path, sqlite_template) as opened:
        yield opened


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[SqlStore]:
    """An empty database, for tests of the parts."""
    opened = open_store(sqlite_url)
    yield opened
    await opened.close()
