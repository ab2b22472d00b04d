"""A world for conversations, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.talks import Talks, talks
from tests.databases import sqlite_template

__all__ = ["sqlite_template"]


@pytest.fixture
async def world(tmp_path: Path, sqlite_template: Path) -> AsyncIterator[Talks]:
    """People, the bot, and an archive in SQLite."""
    async with talks(tmp_path, sqlite_template) as opened:
        yield opened
