"""Fixtures of the playground's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.playground.telegrams import Scene, opened


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A fresh emulator in process."""
    async with opened(tmp_path / "telegram") as made:
        yield made
