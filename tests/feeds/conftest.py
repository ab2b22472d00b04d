"""What the tests of reading share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.clocks import SystemTimer
from bot.feeds.web.fetching import Limits
from bot.feeds.web.http import HttpSource
from tests.feeds.serving import Server, serving


@pytest.fixture
def dev_data() -> Path:
    """Return the folder of development data."""
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        pytest.skip("STORYWIRE_DEV_DATA is not set: it names the folder of real feeds and pages")
    return Path(folder)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest.fixture
async def source(server: Server) -> AsyncIterator[HttpSource]:
    """Return a source that may read the server, with limits that a test can wait for."""
    limits = Limits(seconds=1.0, silence=0.5, feed_bytes=200_000, page_bytes=200_000)
    async with HttpSource(SystemTimer(), [server.host], limits=limits) as reading:
        yield reading
