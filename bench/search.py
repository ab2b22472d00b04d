"""Searching an archive of 100,000 stories, with --full of a million, on SQLite.

The stories are invented (see ``invented``); 10,000 are analysed as the bot does, and stand in the
archive as often as it takes, by the product's own index. Topics are made of words that stand
together in a story, frequent ones as often as people meet them.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine

from bench.invented import Invented, stories
from bot import topics
from bot.domain.errors import TopicError
from bot.domain.values import Chat, ChatKind, StoryTerms
from bot.pipeline.searching import search
from bot.store import migrate, open_store, schema
from bot.store.archive import FTS5_ADD, Fts5Index, fts5_row
from bot.store.searching import kept

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
DISTINCT = 10_000
BATCH = 5_000
"""Stories that are put in at once to fill the archive."""
APART = 500
"""Stories that are put in one by one, as the bot does, to measure it."""
SEARCHES = 200
"""Of each kind."""
READER = Chat(42, ChatKind.PRIVATE, None, "en", "UTC", active=True)


def main() -> None:
    asyncio.run(measure(1_000_000 if "--full" in sys.argv else 100_000))


async def measure(count: int) -> None:
    """Print what it takes to put stories in, and to find them."""
    told = list(stories(DISTINCT, NOW - YEAR, YEAR))
    terms = [analysed(story).indexed() for story in told]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "storywire.db"
        await migrate(f"sqlite:///{file}")
        before = file.stat().st_size
        seconds = await put_in(file, told, terms, count)
        row_seconds, row_bytes = as_rows(Path(folder) / "rows.db", terms[:3_000])
        with closing(sqlite3.connect(file)) as there:
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (pages,) = there.execute("SELECT sum(length(block)) FROM story_index_data").fetchone()
        whole = (file.stat().st_size - before) / count
        print(
            f"index of {count:,} stories: {1000 * seconds:.2f} ms and {pages / count / 1000:.2f} "
            f"KB a story; {whole / 1000:.1f} KB with all that is kept of it"
        )
        print(
            f"a row for each term instead (3,000 stories): {1000 * row_seconds:.2f} ms, "
            f"{row_seconds / seconds:.1f} times; {row_bytes / 1000:.2f} KB, "
            f"{row_bytes * count / pages:.1f} times"
        )
        await find(file, told)


def analysed(story: Invented) -> topics.Document:
    """Return a story as topics see it."""
    return topics.Document.of(title=story.title, text=story.text, lang="en", source=story.source)


async def put_in(
    file: Path, told: list[Invented], terms: list[StoryTerms], count: int
) -> float:  # fmt: skip
    """Fill an archive; return the seconds that the index took for each of the last stories."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    held = [str(fts5_row(0, one)["terms"]) for one in terms]
    async with engine.begin() as connection:
        await connection.execute(schema.feeds.insert(), feed_row())
    for first in range(0, count, BATCH):
        some = [(n, told[n % DISTINCT], terms[n % DISTINCT]) for n in range(first, first + BATCH)]
        rows = [story_row(one, its, n, at(n, count)) for n, one, its in some]
        async with engine.begin() as connection:
            await connection.execute(schema.stories.insert(), rows)
        with closing(sqlite3.connect(file)) as database, database:
            database.executemany(
                FTS5_ADD, [{"id": n + 1, "terms": held[n % DISTINCT]} for n, _, _ in some]
            )
    await engine.dispose()
    store = open_store(f"sqlite:///{file}")
    began = time.perf_counter()
    for n in range(count, count + APART):
        async with store._engines.writer.begin() as connection:
            await Fts5Index(connection).add(n + 1, terms[n % DISTINCT])
    seconds = time.perf_counter() - began
    async with store._engines.writer.begin() as connection:
        for n in range(count, count + APART):
            await Fts5Index(connection).remove(n + 1, terms[n % DISTINCT])
    await store.close()
    return seconds / APART


def at(n: int, count: int) -> datetime:
    """Return when story ``n`` came out: they are spread over the year."""
    return NOW - YEAR + YEAR * n / count


def feed_row() -> dict[str, Any]:
    return {
        "id": 1, "url": "https://news.example.org/feed", "url_key": "f", "next_due_at": NOW,
        "added_at": NOW, "push_backlog": False, "failures": 0, "removed": False,
    }  # fmt: skip


def story_row(one: Invented, terms: StoryTerms, n: int, at: datetime) -> dict[str, Any]:
    link = f"https://news.example.org/{n}"
    return {
        "id": n + 1, "feed_id": 1, "found_link_key": f"{n:032x}", "link": link,
        "link_key": f"{n:032x}", "title": one.title, "text": one.text, "extract": [],
        "published": at, "published_has_time": True, "seen_at": at, "dated_at": at,
        "backlog": False, "publisher": one.source, "lang": "en", **kept(terms),
    }  # fmt: skip


def as_rows(file: Path, terms: list[StoryTerms]) -> tuple[float, float]:
    """Keep a row for each term, as the first versions did; return seconds and bytes a story.

    The seconds are of the last stories, each in a transaction of its own, as above.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(
            "CREATE TABLE story_terms (term TEXT, story_id INTEGER, PRIMARY KEY (term, story_id)) "
            "WITHOUT ROWID"
        )

        def put(first: int, some: list[StoryTerms]) -> None:
            database.execute("BEGIN")
            for n, its in enumerate(some, first):
                rows = [(term, n) for term in its.all]
                database.executemany("INSERT INTO story_terms VALUES (?, ?)", rows)
            database.execute("COMMIT")

        put(0, terms[:-APART])
        began = time.perf_counter()
        for n, its in enumerate(terms[-APART:], len(terms)):
            put(n, [its])
        seconds = time.perf_counter() - began
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return seconds / APART, file.stat().st_size / len(terms)


async def find(file: Path, told: list[Invented]) -> None:
    """Search for topics of every kind."""
    store = open_store(f"sqlite:///{file}")
    everything: list[float] = []
    for kind, made in kinds(told, random.Random(3)).items():
        taken, found = [], 0
        for topic in made:
            began = time.perf_counter()
            try:
                results = await search(store, READER, topic, NOW)
            except TopicError:
                continue  # only words that are in nearly every story
            taken.append(1000 * (time.perf_counter() - began))
            found += len(results.results)
        everything += taken
        print(f"{kind:10} {percentiles(taken)}; {found / len(taken):.1f} stories on the page")
    print(f"all kinds  {percentiles(everything)} (aim: p95 50 ms)")
    await store.close()


def percentiles(taken: list[float]) -> str:
    """Return the median and the 95th percentile."""
    parts = quantiles(taken, n=20)
    return f"p50 {parts[9]:6.1f} ms, p95 {parts[18]:6.1f} ms"


def kinds(told: list[Invented], chance: random.Random) -> dict[str, list[str]]:
    """Return topics of each kind."""

    def words(number: int) -> list[str]:
        one = chance.choice(told)
        text = one.title if chance.random() < 0.5 else one.text
        return chance.sample(text.replace(".", "").split(), number)

    def row() -> str:
        text = chance.choice(told).title.split()
        at = chance.randrange(len(text) - 1)
        return f'"{text[at]} {text[at + 1]}"'

    made: dict[str, Callable[[], str]] = {
        "one word": lambda: words(1)[0],
        "two words": lambda: " ".join(words(2)),
        "three": lambda: " ".join(words(3)),
        "phrase": row,
        "either": lambda: " OR ".join(words(2)),
        "headline": lambda: f"title:{words(1)[0]} {words(1)[0]}",
        "without": lambda: f"{words(1)[0]} -{words(1)[0]}",
        "unknown": lambda: words(1)[0] + "z",
    }
    return {kind: [make() for _ in range(SEARCHES)] for kind, make in made.items()}
