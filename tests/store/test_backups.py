"""``storywire backup`` and ``restore``, on both databases, in one kind of file."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from bot.domain.errors import DatabaseError
from bot.domain.values import Term
from bot.store import Progress, backup, join, migrate, open_store, restore
from tests.store.samples import NOW, add_feed, add_story, plan_cards, subscribe
from tests.store.test_migrating import FIRST_ROWS, migrate_to


def silent(_progress: Progress) -> None:
    """Say nothing."""


async def fill(url: str, *numbers: int) -> None:
    """Add stories and a card of each."""
    store = open_store(url)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), numbers)
    await store.close()


async def codes(url: str) -> list[int]:
    """Return the codes of the stories that are found by a term."""
    store = open_store(url)
    async with store.read() as unit:
        found = sorted(story.code for story in await unit.stories.search(Term("syria"), 9))
    await store.close()
    return found


async def next_code(url: str, number: int) -> int:
    """Return the code of a new story."""
    store = open_store(url)
    async with store.write() as unit:
        story = await add_story(unit, number)
    await store.close()
    return story.code


def test_a_backup_puts_all_back(database_url: str, tmp_path: Path) -> None:
    """Codes that were given since are not given again."""
    file = tmp_path / "backups" / "monday.db"
    asyncio.run(fill(database_url, 1, 2))
    backup(database_url, str(file), silent)
    asyncio.run(fill(database_url, 3, 4))
    kept = restore(database_url, str(file), silent)
    assert asyncio.run(codes(database_url)) == [1001, 1002]
    assert asyncio.run(next_code(database_url, 5)) == 1005
    assert [path.name for path in file.parent.iterdir()] == ["monday.db"]
    if kept:
        assert asyncio.run(codes(f"sqlite:///{kept}")) == [1001, 1002, 1003, 1004]
        assert asyncio.run(codes(f"sqlite:///{file}")) == [1001, 1002]


def test_a_backup_of_one_kind_is_restored_to_the_other(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "backup.db")
    asyncio.run(fill(postgres_url, 1, 2))
    copied = {one.table: one.rows for one in backup(postgres_url, file, silent)}
    assert copied["stories"] == copied["story_index"] == copied["deliveries"] == 2
    restore(sqlite_url, file, silent)
    asyncio.run(fill(sqlite_url, 3))
    backup(sqlite_url, file, silent)
    restore(postgres_url, file, silent)
    assert asyncio.run(codes(postgres_url)) == [1001, 1002, 1003]
    assert asyncio.run(next_code(postgres_url, 4)) == 1004


@contextmanager
def written_to(url: str) -> Iterator[None]:
    """Add pairs of marks that are equal at any instant, until the end of the block."""
    ended = threading.Event()

    async def write() -> None:
        store = open_store(url)
        number = 0
        while not ended.is_set():
            number += 1
            async with store.write() as unit:
                for name in ("one", "other"):
                    await unit.upkeep.set_mark(name, number, NOW)
                await add_feed(unit, f"https://news.example.org/{number}")
        await store.close()

    writer = threading.Thread(target=lambda: asyncio.run(write()))
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()


def test_a_backup_while_the_bot_writes_is_of_one_moment(database_url: str, tmp_path: Path) -> None:
    with join(database_url), written_to(database_url):
        for number in range(4):
            backup(database_url, str(tmp_path / f"{number}.db"), silent)
    for number in range(4):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            marks = [value for (value,) in file.execute("SELECT value FROM marks")]
            feeds = file.execute("SELECT count(*) FROM feeds").fetchone()[0]
            assert marks in ([], [feeds, feeds])


def test_while_a_bot_runs_nothing_is_restored(database_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.db")
    backup(database_url, file, silent)
    asyncio.run(fill(database_url, 1))
    with join(database_url), pytest.raises(DatabaseError, match="Stop it first"):
        restore(database_url, file, silent)
    assert asyncio.run(codes(database_url)) == [1001]


def broken(file: Path, template: Path) -> str:
    """A backup with a page of zeros."""
    data = bytearray(template.read_bytes())
    data[4096 * 2 : 4096 * 9] = bytes(4096 * 7)
    file.write_bytes(data)
    return "damaged or no copy|is no copy"


def cut_off(file: Path, template: Path) -> str:
    """Half of a backup."""
    data = template.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    return "damaged or no copy|is no copy"


def foreign(file: Path, _template: Path) -> str:
    """A database of another program."""
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE stories (id)")
    return "no copy of Storywire's database; take another"


def text(file: Path, _template: Path) -> str:
    """No database."""
    file.write_text("a letter")
    return "is no copy of a database: file is not a database"


def missing(file: Path, _template: Path) -> str:
    """No file."""
    return f"There is no file {file}"


def newer(file: Path, template: Path) -> str:
    """A backup that a newer version made."""
    shutil.copyfile(template, file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    return rf"{file} was made by a newer Storywire \(schema 9999\)\. Install that version"


@pytest.mark.parametrize("make", [broken, cut_off, foreign, text, missing, newer])
def test_a_file_that_is_no_backup_changes_nothing(
    database_url: str, tmp_path: Path, sqlite_template: Path, make: object
) -> None:
    assert callable(make)
    asyncio.run(fill(database_url, 1))
    said = make(tmp_path / "file.db", sqlite_template)
    with pytest.raises(DatabaseError, match=said):
        restore(database_url, str(tmp_path / "file.db"), silent)
    assert asyncio.run(codes(database_url)) == [1001]
    assert not [path for path in tmp_path.iterdir() if path.suffix in {".new", ".before-restore"}]


def test_an_old_versions_backup_is_brought_up_and_stays_as_it_is(
    database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "old.db"
    asyncio.run(migrate_to("0001", f"sqlite:///{file}", FIRST_ROWS))
    before = file.read_bytes()
    restore(database_url, str(file), silent)
    assert asyncio.run(next_code(database_url, 5)) == 1002
    assert file.read_bytes() == before


def test_a_damaged_database_is_replaced_and_kept(sqlite_url: str, tmp_path: Path) -> None:
    file, database = tmp_path / "backup.db", Path(sqlite_url.removeprefix("sqlite:///"))
    asyncio.run(fill(sqlite_url, 1))
    backup(sqlite_url, str(file), silent)
    database.write_bytes(b"nothing that SQLite knows" * 99)
    database.with_name("storywire.db-wal").write_bytes(b"of another time")
    kept = restore(sqlite_url, str(file), silent)
    assert asyncio.run(codes(sqlite_url)) == [1001]
    assert kept
    assert kept.read_bytes().startswith(b"nothing that")


def test_a_damaged_database_does_not_replace_a_backup(sqlite_url: str, tmp_path: Path) -> None:
    file, database = tmp_path / "backup.db", Path(sqlite_url.removeprefix("sqlite:///"))
    backup(sqlite_url, str(file), silent)
    before = file.read_bytes()
    broken(database, database)
    with pytest.raises(DatabaseError, match=r"storywire\.db is damaged|malformed"):
        backup(sqlite_url, str(file), silent)
    assert file.read_bytes() == before


def test_a_database_is_no_backup_of_itself(sqlite_url: str) -> None:
    itself = sqlite_url.removeprefix("sqlite:///")
    for copy in (backup, restore):
        with pytest.raises(DatabaseError, match="is the database itself"):
            copy(sqlite_url, itself, silent)


def test_a_folder_that_cannot_be_written_to_is_named(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match=r"cannot be written .*Name a file in a folder"):
        backup(database_url, str(tmp_path / "file" / "backup.db"), silent)


def test_tables_of_an_older_version_are_not_backed_up_from_postgresql(
    empty_postgres_url: str, tmp_path: Path
) -> None:
    asyncio.run(migrate_to("0001", empty_postgres_url, FIRST_ROWS))
    with pytest.raises(DatabaseError, match="Run `storywire migrate` first"):
        backup(empty_postgres_url, str(tmp_path / "backup.db"), silent)
    asyncio.run(migrate(empty_postgres_url))
    assert backup(empty_postgres_url, str(tmp_path / "backup.db"), silent)


def test_a_restore_that_is_cut_off_leaves_what_was_there(postgres_url: str, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.db")
    asyncio.run(fill(postgres_url, 1))
    backup(postgres_url, file, silent)
    asyncio.run(fill(postgres_url, 2))
    with psycopg.connect(postgres_url) as server:
        server.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " NEW.lang := 'xx'; RETURN NEW; END $$;"
            "CREATE TRIGGER spoil BEFORE INSERT ON stories"
            " FOR EACH ROW EXECUTE FUNCTION spoil()"
        )
    with pytest.raises(DatabaseError, match="in stories, the row id 1001 differs in lang"):
        restore(postgres_url, file, silent)
    assert asyncio.run(codes(postgres_url)) == [1001, 1002]
