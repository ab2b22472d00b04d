from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, bindparam, create_engine, inspect, text

from bot.domain.errors import DatabaseError
from bot.domain.values import Anchor, DigestKind, Feed, Mode, Place, Term, TextFrom
from bot.store import address, engines, migrate, open_store, rows
from bot.store.columns import Instant, fingerprint
from bot.store.migrating import SCRIPTS
from bot.store.schema import metadata
from tests.store.processes import answer, go, start
from tests.store.samples import DAY, NOW, add_story, entry

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
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_ours}
        )
        differences = compare_metadata(context, metadata)
        migrated = conditions(connection)
        for table in ("alembic_version", "story_index"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
        metadata.drop_all(connection)
        metadata.create_all(connection)
        return differences, migrated, conditions(connection)

    both = engines.connect(address.parse(database_url))
    async with both.writer.begin() as connection:
        differences, migrated, made = await connection.run_sync(compare)
    await both.close()
    assert differences == []
    assert migrated == made


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether SQLAlchemy knows it: some tables are of a kind that one database only has."""
    return kind != "table" or not str(name).startswith(("story_index", "pace"))


def conditions(connection: Connection) -> dict[str, str]:
    """Return each index with its condition."""
    found = {}
    for table in metadata.tables:
        for index in inspect(connection).get_indexes(table):
            name = str(index["name"])
            options = index.get("dialect_options", {})
            found[name] = str(options.get(f"{connection.dialect.name}_where"))
    return found


FIRST_ROWS = (
    """INSERT INTO feeds (id, url, url_key, title, etag, next_due_at, added_at, first_read_at,
        push_backlog, failures, last_error, removed)
    VALUES (7, 'https://news.example.org/feed', :feed_key, 'News', 'e', :now, :now, :now,
        false, 2, 'down', false)""",
    """INSERT INTO stories (id, feed_id, found_link_key, link, link_key, title, text, extract,
        published_has_time, seen_at, dated_at, backlog)
    VALUES (1001, 7, 'k1', 'https://news.example.org/1', 'k1', 'Talks', 'Talks resume.', '[]',
        true, :now, :now, false)""",
    """INSERT INTO drafts (id, feed_id, link, link_key, entry, seen_at, backlog, attempts,
        next_try_at)
    VALUES (3, 7, 'https://news.example.org/2', 'k2', :entry, :now, false, 0, :now)""",
)
"""A feed, a story and a draft as the first version kept them."""


async def test_rows_of_the_first_version_are_kept(empty_url: str) -> None:
    """What is new has its default: a feed is public and well, a story's text is of its page."""
    await migrate_to("0001", empty_url, FIRST_ROWS)
    await migrate(empty_url)
    store = open_store(empty_url)
    async with store.write() as unit:
        (feed,) = await unit.feeds.all()
        assert feed == Feed(
            7, "https://news.example.org/feed", "News", None, None, "e", None,
            next_due_at=NOW, added_at=NOW, first_read_at=NOW, push_backlog=False, failures=2,
            last_error="down",
        )  # fmt: skip
        assert await unit.feeds.due(NOW, 9) == [feed]
        (story,) = await unit.stories.by_number("1001")
        assert (story.title, story.text_from) == ("Talks", TextFrom.PAGE)
        (draft,) = await unit.stories.drafts(NOW, 9)
        assert (draft.id, draft.feed, draft.entry) == (3, feed, entry("2"))
        assert await unit.feeds.add(feed.url, NOW) == (feed, False)
    await store.close()


FIRST_TOPIC = (
    """INSERT INTO chats (id, kind, language, language_chosen, zone, active, added_at)
    VALUES (42, 'private', 'en', false, 'UTC', true, :now)""",
    """INSERT INTO topics (id, normal, normal_key) VALUES (5, 'harbour', :topic_key)""",
    """INSERT INTO topic_terms (term, topic_id) VALUES ('harbour', 5)""",
    """INSERT INTO subscriptions (id, chat_id, thread_id, topic_id, text, mode, created_at)
    VALUES (9, 42, 0, 5, 'Harbour', 'both', :now)""",
)
"""A topic and its follower as the first version kept them."""


async def test_a_topic_of_the_first_version_is_found_and_followed(empty_url: str) -> None:
    await migrate_to("0001", empty_url, FIRST_TOPIC)
    await migrate(empty_url)
    store = open_store(empty_url)
    async with store.write() as unit:
        (topic,) = await unit.chats.topics_with({"harbour", "tide"})
        (followed,) = await unit.chats.followers([topic.id], 0, 9)
        assert (followed.id, followed.text) == (9, "Harbour")
        again, new = await unit.chats.subscribe(
            Place(42), "harbour", "Harbour", [Anchor("harbour")], Mode.BOTH, NOW
        )
        assert (again, new) == (followed, False)
    await store.close()


async def migrate_to(revision: str, url: str, statements: Sequence[str]) -> None:
    """Make the tables as an old version did, with a few rows."""
    where = address.parse(url)
    address.make_folder(where)

    def upgrade(connection: Connection) -> None:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
        command.upgrade(config, revision)
        values = {
            "now": NOW,
            "feed_key": fingerprint("https://news.example.org/feed"),
            "entry": json.dumps(rows.packed_entry(entry("2"))),
            "topic_key": fingerprint("harbour"),
            "terms": json.dumps(["tide", "o'hara:x_1"]),
        }
        for statement in statements:
            named = {name: values[name] for name in values if f":{name}" in statement}
            dated = [bindparam("now", type_=Instant())] if "now" in named else []
            connection.execute(text(statement).bindparams(*dated), named)

    both = engines.connect(where)
    async with both.writer.begin() as connection:
        await connection.run_sync(upgrade)
    await both.close()


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


OLD_STORIES = (
    """INSERT INTO stories (id, feed_id, found_link_key, link, link_key, title, text, extract,
        published_has_time, seen_at, dated_at, backlog, text_from, terms)
    VALUES (1002, 7, 'k2', 'https://news.example.org/3', 'k3', 'Tide', 'A tide.', '[]',
        true, :now, :now, false, 'page', :terms)""",
    "INSERT INTO story_terms (term, story_id) VALUES ('tide', 1002)",
)
"""A story with terms, beside one without, as version 4 kept them."""


async def test_the_archive_is_found_again_by_its_terms(empty_url: str) -> None:
    """Old stories are in the new index, and go from it when they grow old."""
    await migrate_to("0004", empty_url, [*FIRST_ROWS, *OLD_STORIES])
    await migrate(empty_url)
    store = open_store(empty_url)
    async with store.write() as unit:
        for term in ("tide", "o'hara:x_1"):
            (story,) = await unit.stories.search(Term(term), 9)
            assert story.code == 1002
        assert await unit.stories.forget_texts(NOW + DAY, 9) == 1
        assert await unit.stories.search(Term("tide"), 9) == []
    await store.close()


OLD_DIGEST = (
    "INSERT INTO digest_plans (chat_id, thread_id, time, days) VALUES (42, 0, '07:30', '[]')",
    """INSERT INTO digests (id, chat_id, thread_id, state, not_before, attempts, planned_at,
        local_date, story_ids)
    VALUES (4, 42, 0, 'planned', :now, 0, :now, '2026-03-28', '[1001]')""",
    """INSERT INTO deliveries (chat_id, thread_id, story_id, state, not_before, attempts,
        planned_at, words, in_digest, digest_id)
    VALUES (42, 0, 1001, 'held', :now, 0, :now, '[]', true, 4)""",
)
"""A digest and what it has, as the first version kept them."""


async def test_digests_of_the_first_version_stay_and_keep_their_stories(empty_url: str) -> None:
    await migrate_to("0001", empty_url, [*FIRST_ROWS, *FIRST_TOPIC, *OLD_DIGEST])
    await migrate(empty_url)
    store = open_store(empty_url)
    async with store.write() as unit:
        plan = await unit.digests.plan_of(Place(42))
        assert (plan.time, plan.last_date) == ("07:30", date(2026, 3, 28))
        (digest,) = await unit.digests.take(NOW, 9)
        assert (digest.id, digest.kind, digest.more) == (4, DigestKind.DAILY, 0)
        assert [story.code for story in digest.stories] == [1001]
        assert not await unit.digests.compose(Place(42), date(2026, 3, 28), [], NOW)
        assert await unit.digests.compose(Place(42), date(2026, 3, 29), [], NOW)
    await store.close()
