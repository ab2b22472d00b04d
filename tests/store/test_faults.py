from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import exc

from bot.domain.errors import DatabaseError
from bot.domain.values import Mode, Place
from bot.store import address, engines, migrate, open_store
from tests.store.samples import NOW, add_feed

END_OTHERS = b"""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
ADDRESSES = [
    ("sqlite:///data/news.db", "data/news.db"),
    ("sqlite:////var/news.db", "/var/news.db"),
    ("sqlite+aiosqlite:///news.db", "news.db"),
]


@pytest.mark.parametrize(("url", "path"), ADDRESSES, ids=[url for url, _ in ADDRESSES])
def test_addresses_of_files(url: str, path: str) -> None:
    assert address.parse(url).path == Path(path)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_addresses_of_servers_get_our_driver(scheme: str) -> None:
    parsed = address.parse(f"{scheme}://user:p%40ss@db.example.org:5433/news?sslmode=require")
    assert parsed.url.drivername == "postgresql+psycopg"
    assert (parsed.url.password, parsed.url.query["sslmode"]) == ("p@ss", "require")
    assert parsed.name == "news on db.example.org"


@pytest.mark.parametrize(
    "url", ["", "news.db", "mysql://host/news", "sqlite://", "sqlite:///:memory:", "://", "a:b@c"]
)
def test_other_addresses_are_refused_with_the_right_way_to_write_them(url: str) -> None:
    with pytest.raises(DatabaseError, match="Write DATABASE_URL as sqlite:///") as fault:
        open_store(url)
    assert "b@c" not in str(fault.value)


async def fail_to_open(url: str, says: str) -> None:
    """Both ways in say the same."""
    with pytest.raises(DatabaseError, match=says):
        await migrate(url)
    store = open_store(url)
    with pytest.raises(DatabaseError, match=says):
        async with store.read():
            pass
    with pytest.raises(DatabaseError, match=says):
        async with store.write():
            pass
    await store.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "story.db"
    path.write_text("Once upon a time. " * 100)
    await fail_to_open(f"sqlite:///{path}", rf"{re.escape(str(path))}.*Name another file")
    assert path.read_text().startswith("Once upon a time.")


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    await fail_to_open(f"sqlite:///{tmp_path}", "Check that the folder is there and may be written")


async def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match=r"cannot be made.*DATABASE_URL a folder"):
        await migrate(f"sqlite:///{tmp_path}/file/news.db")


async def test_a_server_that_does_not_answer() -> None:
    says = r"news on 127\.0\.0\.1 failed.*Check that the server runs"
    await fail_to_open("postgresql://user:secret@127.0.0.1:1/news", says)


async def test_a_database_that_is_not_on_the_server(postgres_server: str) -> None:
    url = postgres_server.replace("/postgres?", "/nowhere?")
    await fail_to_open(url, "nowhere.*Create the database")


async def test_a_lost_connection_is_made_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    async with store.write() as unit:
        await add_feed(unit)
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(END_OTHERS)
        async with store.read() as unit:
            assert len(await unit.feeds.all()) == 1
        with pytest.raises(DatabaseError, match="Check that the server runs"):  # noqa: PT012  # the block is what is tested
            async with store.write() as unit:
                await unit.feeds.all()
                server.execute(END_OTHERS)
                await unit.feeds.all()
    async with store.read() as unit:
        assert len(await unit.feeds.all()) == 1
    await store.close()


async def test_a_database_that_was_not_migrated(empty_postgres_url: str, tmp_path: Path) -> None:
    for url in (empty_postgres_url, f"sqlite:///{tmp_path}/news.db"):
        store = open_store(url)
        with pytest.raises(DatabaseError, match="storywire migrate"):
            async with store.read() as unit:
                await unit.upkeep.counts()
        await store.close()


async def test_another_programs_lock_is_named(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 50)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = open_store(sqlite_url)
    async with store.read() as unit:
        assert (await unit.upkeep.counts())["feeds"] == 0  # reading goes on
    with pytest.raises(DatabaseError, match="Another program keeps it busy"):
        async with store.write():
            pass
    other.execute("ROLLBACK")
    other.close()
    async with store.write():
        pass
    await store.close()


async def test_parameters_stay_out_of_errors(sqlite_url: str) -> None:
    """What people typed does not get into logs."""
    store = open_store(sqlite_url)
    with pytest.raises(exc.IntegrityError) as fault:
        async with store.write() as unit:
            await unit.chats.subscribe(Place(42), "a secret", "", (), Mode.BOTH, NOW)
    assert "a secret" not in str(fault.value)
    await store.close()
