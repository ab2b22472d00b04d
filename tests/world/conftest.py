"""A world: newsroom, bot, emulator and people, with the clock under the test's control."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world.world import World, opened


@pytest.fixture
async def world(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """A world with an empty newsroom; each test that asks for it runs on both databases."""
    async with opened(tmp_path, database_url) as made:
        yield made
