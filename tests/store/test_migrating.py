from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from bot.domain.errors import DatabaseError
from bot.store import address, engines, migrate, open_store
from bot.store.schema import metadata
from tests.store.processes import answer, go, start
from tests.store.samples import NOW, add_story

MIGRATION = """
import asyncio, sys
from bot.store import migrate
import alembic.command
print("ready", flush=True)
sys.stdin.readline()
asyncio.run(migrate(sys.argv[1]))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in which nothing is yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new folder/100%/storywire.db"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


async def test_a_new_database_is_made_and_usable(empty_url: str) -> None:
    await migrate(empty_url)
    store = open_store(empty_url)
    async with store.write() as unit:
        assert (await add_story(unit)).code == 1001
    await migrate(empty_url)
    async with store.read() as unit:
        assert len(await unit.stories.latest(9)) == 1
    await store.close()


async def test_nothing_to_do_is_done_at_once(database_url: str) -> None:
    await migrate(database_url)  # Alembic's import
    before = time.perf_counter()
    await migrate(database_url)
    assert time.perf_counter() - before < 0.5


async def test_the_migrations_lead_to_the_schema(database_url: str) -> None:
    """Columns, types and indexes with their conditions, as the schema says."""

    def compare(connection: Connection) -> tuple[list[Any], dict[str, str], dict[str, str]]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
        migrated = conditions(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        metadata.drop_all(connection)
        metadata.create_all(connection)
        return differences, migrated, conditions(connection)

    both = engines.connect(address.parse(database_url))
    async with both.writer.begin() as connection:
        differences, migrated, made = await connection.run_sync(compare)
    await both.close()
    assert differences == []
    assert migrated == made


def conditions(connection: Connection) -> dict[str, str]:
    """Return each index with its condition."""
    found = {}
    for table in metadata.tables:
        for index in inspect(connection).get_indexes(table):
            name = str(index["name"])
            options = index.get("dialect_options", {})
            found[name] = str(options.get(f"{connection.dialect.name}_where"))
    return found


async def test_processes_that_start_at_once_take_turns(empty_url: str) -> None:
    both = [start(MIGRATION, empty_url) for _ in range(2)]
    assert [answer(process) for process in both] == ["ready"] * 2
    for process in both:
        go(process)
    assert [process.wait() for process in both] == [0, 0]
    store = open_store(empty_url)
    async with store.write() as unit:
        assert (await unit.feeds.add("https://news.example.org/feed", NOW))[1]
    await store.close()


async def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    statement = "UPDATE alembic_version SET version_num = '9999'"
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        connection.execute(statement)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(database_url, autocommit=True) as server:
            server.execute(statement)
    with pytest.raises(DatabaseError, match=r"newer Storywire \(schema 9999\)\. Install"):
        await migrate(database_url)


async def test_a_step_that_fails_leaves_nothing(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both databases undo tables that a broken migration made."""
    from alembic import op

    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(op, "execute", fail)  # the last line of the first migration
        with pytest.raises(RuntimeError, match="power cut"):
            await migrate(empty_url)
    plain = empty_url.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(plain)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    await migrate(empty_url)
