"""``storywire migrate --to``: a SQLite installation moved to PostgreSQL, whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.domain.errors import DatabaseError
from bot.domain.values import Term
from bot.store import Progress, join, open_store, own, relocate
from bot.store.copies import rows
from bot.store.copies.side import TABLES
from tests.store.samples import NOW, add_story, plan_cards, subscribe

MANY = rows.BATCH * 3
"""Rows of which some are told of on the way."""


def silent(_progress: Progress) -> None:
    """Say nothing."""


@pytest.fixture
def source(sqlite_url: str) -> str:
    """An installation with two cards, whose last story is gone, and many marks."""
    asyncio.run(_fill(sqlite_url))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as file:
        file.execute("DELETE FROM stories WHERE id = 1003")
        file.executemany(
            "INSERT INTO marks VALUES (?, ?, '2026-03-29 00:30:00.000001')",
            [(f"mark {n}", -(2**63) + n) for n in range(MANY)],
        )
        file.execute("UPDATE stories SET title = ? WHERE id = 1001", ["Talks\x00 resume"])
        file.execute("UPDATE stories SET author = CAST(x'41ff42' AS TEXT) WHERE id = 1001")
        file.commit()
    return sqlite_url


async def _fill(url: str) -> None:
    store = open_store(url)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2])
        await add_story(unit, 3)
    await store.close()


def counts(url: str) -> dict[str, int]:
    """Return how many rows a PostgreSQL has; of each table that has any."""
    with psycopg.connect(url) as server:
        tables = [*(table.name for table in TABLES), "story_index"]
        found = {
            name: server.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
            for name in tables
        }
    return {name: row[0] for name, row in found.items() if row and row[0]}


def test_all_that_there_is_moves(source: str, empty_postgres_url: str) -> None:
    copied = {one.table: one.rows for one in relocate(source, empty_postgres_url, silent)}
    assert copied["stories"] == copied["deliveries"] == copied["story_index"] == 2
    assert copied["marks"] == MANY
    assert counts(empty_postgres_url) == {name: rows for name, rows in copied.items() if rows}
    asyncio.run(_goes_on(empty_postgres_url))


async def _goes_on(url: str) -> None:
    """Stories are found by their terms, cards wait as before, and no code is given again."""
    store = open_store(url)
    async with store.write() as unit:
        found = await unit.stories.search(Term("syria"), 9)
        assert sorted(story.code for story in found) == [1001, 1002]
        (first,) = await unit.stories.by_number("1001")
        assert (first.title, first.author) == ("Talks resume", "A\ufffdB")
        taken = await unit.deliveries.take(NOW, 9)
        assert [delivery.story.code for delivery in taken] == [1001]  # one at a time to a chat
        assert (await add_story(unit, 4)).code == 1004
    await store.close()


def test_the_source_stays_as_it_was(source: str, postgres_url: str) -> None:
    def dump() -> list[str]:
        with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as file:
            file.text_factory = bytes
            tables = [table.name for table in TABLES]
            return [str(file.execute(f"SELECT * FROM {name}").fetchall()) for name in tables]

    before = dump()
    relocate(source, postgres_url, silent)
    assert dump() == before


def stop(_server: str) -> None:
    """Stop as Ctrl+C does."""
    raise KeyboardInterrupt


def cut(server: str) -> None:
    """Let the server drop its connections."""
    with psycopg.connect(server, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.parametrize("end", [stop, cut])
@pytest.mark.parametrize("step", ["copied", "compared", "built"])
def test_an_end_on_the_way_leaves_nothing(
    source: str, postgres_url: str, step: str, end: Callable[[str], None]
) -> None:
    def tell(progress: Progress) -> None:
        if progress.step == step:
            end(postgres_url)

    with pytest.raises((KeyboardInterrupt, DatabaseError)):
        relocate(source, postgres_url, tell)
    assert counts(postgres_url) == {}
    assert relocate(source, postgres_url, silent)


TRIGGER = """
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; END $$;
CREATE TRIGGER spoil BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION spoil()
"""
SPOILT = {
    "a text": ("stories", "NEW.title := NEW.title || ' '; RETURN NEW", "id 1001 differs in title"),
    "an instant": (
        "deliveries",
        "NEW.not_before := NEW.not_before + interval '1 microsecond'; RETURN NEW",
        "id 1 differs in not_before",
    ),
    "a row less": (
        "marks",
        "IF NEW.name = 'mark 7' THEN RETURN NULL; END IF; RETURN NEW",
        "name mark 7 is missing",
    ),
    "an index": (
        "story_index",
        "NEW.terms := ts_delete(NEW.terms, 'syria'); RETURN NEW",
        "of story 1001 is another",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_check_finds_what_was_not_copied_well(
    source: str, postgres_url: str, what: str
) -> None:
    table, does, said = SPOILT[what]
    with psycopg.connect(postgres_url) as server:
        server.execute(TRIGGER.format(table=table, does=does).encode())
    with pytest.raises(DatabaseError, match=f"in {table}, the row {said}.*Nothing of it was kept"):
        relocate(source, postgres_url, silent)
    assert counts(postgres_url) == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE feeds SET failures = 9999999999", "rows of feeds .*out of range.*column failures"),
        ("UPDATE chats SET id = 'forty-two'", "rows of chats .*invalid input.*column id"),
        ("DELETE FROM feeds", r"rows of stories .*Key \(feed_id\)=\(1\) is not present"),
        ("UPDATE stories SET seen_at = 'at noon'", "row of stories in .*at noon.*Correct that row"),
        ("UPDATE stories SET terms = '['", "row of stories in .*Correct that row"),
    ],
)
def test_a_row_that_postgresql_refuses_is_named(
    source: str, postgres_url: str, change: str, said: str
) -> None:
    """SQLite keeps any value in any column, and no reference where it is not told to."""
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as file:
        file.execute(change)
        file.commit()
    with pytest.raises(DatabaseError, match=said):
        relocate(source, postgres_url, silent)
    assert counts(postgres_url) == {}


def test_a_database_in_use_is_not_written_over(source: str, postgres_url: str) -> None:
    asyncio.run(_fill(postgres_url))
    before = counts(postgres_url)
    with pytest.raises(DatabaseError, match=r"deliveries 2, feeds 1.* stories 3.*CREATE DATABASE"):
        relocate(source, postgres_url, silent)
    assert counts(postgres_url) == before


def test_a_database_of_another_program_is_left_alone(source: str, empty_postgres_url: str) -> None:
    with psycopg.connect(empty_postgres_url) as server:
        server.execute("CREATE TABLE events (id int)")
    with pytest.raises(DatabaseError, match="another program, events for one"):
        relocate(source, empty_postgres_url, silent)


def test_nobody_runs_on_either_meanwhile(source: str, postgres_url: str) -> None:
    for url in (source, postgres_url):
        with join(url), pytest.raises(DatabaseError, match="Stop it first"):
            relocate(source, postgres_url, silent)

    def tell(_progress: Progress) -> None:
        for url in (source, postgres_url):
            with pytest.raises(DatabaseError, match="Stop it first"):
                own(url)

    relocate(source, postgres_url, tell)


def test_what_cannot_be_moved_is_said(source: str, postgres_url: str, tmp_path: Path) -> None:
    cases = [
        (postgres_url, postgres_url, "runs on PostgreSQL already.*storywire backup"),
        (source, f"sqlite:///{tmp_path}/other.db", "takes the address of a PostgreSQL"),
        (f"sqlite:///{tmp_path}/none.db", postgres_url, "There is no database at .*none.db"),
        (source, "postgresql://user:secret@127.0.0.1:1/news", "does not answer"),
    ]
    for here, there, said in cases:
        with pytest.raises(DatabaseError, match=said) as fault:
            relocate(here, there, silent)
        assert "secret" not in str(fault.value)
    assert not (tmp_path / "none.db").exists()
