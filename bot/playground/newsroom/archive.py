"""Where published stories are kept: one SQLite file, committed before anybody is answered.

A playground's own file, apart from the bot's database: the bot reads these stories by HTTP only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.errors import DatabaseError
from bot.playground.clock import stamp
from bot.playground.newsroom.naming import free_slug, slug
from bot.playground.newsroom.values import FeedKind, Profile, Publication, Source, Submission

_SCHEMA = """
CREATE TABLE IF NOT EXISTS starts (first TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    site TEXT,
    lang TEXT,
    strapline TEXT,
    changed INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    published TEXT,
    lang TEXT,
    origin TEXT,
    author TEXT,
    code TEXT,
    key TEXT UNIQUE,
    posted TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS stories_of_source ON stories (source_id, id);
"""
_STORIES = """
SELECT s.id AS story_id, s.title, s.text, s.published, s.lang AS story_lang, s.origin, s.author,
       s.code, s.key, s.posted, p.*
FROM stories s JOIN sources p ON p.id = s.source_id
"""
# A feed holds this many stories, and all of the past day's so that a reader who was away for a
# while misses none; the most is some 3 MB of XML.
_FEED_LENGTH = 200
_FEED_AGE = timedelta(days=1)
_FEED_MOST = 2_000


class Archive:
    """The published stories and their sources, in ``path``."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises DatabaseError."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The server's thread may be another than the one that opened the file.
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.row_factory = sqlite3.Row
            # WAL with NORMAL keeps every commit when the process is killed (not the machine).
            self._db.executescript(
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                + _SCHEMA
            )
        except (OSError, sqlite3.Error) as error:
            raise DatabaseError(
                f"the newsroom cannot keep its stories in {path} ({error}); "
                "make the folder writable or name another with STORYWIRE_DATA"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def first_start(self, now: datetime) -> datetime:
        """Return when the archive was first opened by a newsroom, which is ``now`` if it is new."""
        with self._transaction():
            row = self._db.execute("SELECT first FROM starts").fetchone()
            if row is not None:
                return _instant(row["first"])
            self._db.execute("INSERT INTO starts VALUES (?)", [stamp(now)])
        return now.replace(microsecond=0)

    def open_source(self, profile: Profile, now: datetime) -> None:
        """Add a source, or nothing where one of that name is there."""
        with self._transaction():
            self._open(profile, now)

    def publish(self, story: Submission, now: datetime) -> tuple[Publication, bool]:
        """Add a story and, where its source is new, the source; return it and whether it was."""
        return self.publish_all([story], now)[0]

    def publish_all(
        self, stories: list[Submission], now: datetime
    ) -> list[tuple[Publication, bool]]:
        """As ``publish``, all in one transaction; those with a known key are passed over."""
        done = []
        with self._transaction():
            for story in stories:
                profile = Profile(story.source, slug(story.source, 40))
                source_id, new = self._open(profile, now)
                story_id = self._insert(story, source_id, now)
                if story_id is None:
                    continue
                self._db.execute(
                    "UPDATE sources SET changed = max(changed + 1, ?) WHERE id = ?",
                    [int(now.timestamp()), source_id],
                )
                done.append((story_id, new))
        return [(self._one(story_id), new) for story_id, new in done]

    def keys(self) -> frozenset[str]:
        """Return the keys of the stories that ship with the newsroom and are published."""
        rows = self._db.execute("SELECT key FROM stories WHERE key IS NOT NULL")
        return frozenset(row["key"] for row in rows)

    def sources(self) -> list[Source]:
        """Return all sources in the order they were opened."""
        return [_source(row) for row in self._db.execute("SELECT * FROM sources ORDER BY id")]

    def source(self, slug: str) -> Source | None:
        """Return the source with this slug."""
        row = self._db.execute("SELECT * FROM sources WHERE slug = ?", [slug]).fetchone()
        return None if row is None else _source(row)

    def story(self, story_id: int) -> Publication | None:
        """Return a story."""
        row = self._db.execute(_STORIES + "WHERE s.id = ?", [story_id]).fetchone()
        return None if row is None else _publication(row)

    def feed_span(self, source: Source, now: datetime) -> tuple[int, int]:
        """Return the id of a source's last story and how many its feed holds; (0, 0) if none."""
        last, recent = self._db.execute(
            "SELECT coalesce(max(id), 0), coalesce(sum(posted >= ?), 0) FROM stories"
            " WHERE source_id = ?",
            [stamp(now - _FEED_AGE), source.id],
        ).fetchone()
        return last, min(max(recent, _FEED_LENGTH), _FEED_MOST)

    def newest(self, source: Source, limit: int) -> list[Publication]:
        """Return the last ``limit`` stories that a source posted, newest date first."""
        rows = self._db.execute(
            _STORIES + "WHERE s.source_id = ? ORDER BY s.id DESC LIMIT ?", [source.id, limit]
        )
        found = [_publication(row) for row in rows]
        return sorted(found, key=lambda p: (p.story.published or p.posted, p.id), reverse=True)

    def listing(self, limit: int) -> list[Publication]:
        """Return the stories posted last, of all sources, the last one first."""
        rows = self._db.execute(_STORIES + "ORDER BY s.id DESC LIMIT ?", [limit])
        return [_publication(row) for row in rows]

    def _one(self, story_id: int) -> Publication:
        return _publication(self._db.execute(_STORIES + "WHERE s.id = ?", [story_id]).fetchone())

    def _slugs(self) -> frozenset[str]:
        return frozenset(row["slug"] for row in self._db.execute("SELECT slug FROM sources"))

    def _open(self, profile: Profile, now: datetime) -> tuple[int, bool]:
        known = self._db.execute("SELECT id FROM sources WHERE name = ?", [profile.name]).fetchone()
        if known is not None:
            return int(known["id"]), False
        row = self._db.execute(
            "INSERT INTO sources (name, slug, kind, site, lang, strapline, changed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
            [
                profile.name,
                free_slug(profile.slug, self._slugs()),
                profile.kind.value,
                profile.site,
                profile.lang,
                profile.strapline,
                int(now.timestamp()),
            ],
        ).fetchone()
        return int(row["id"]), True

    def _insert(self, story: Submission, source_id: int, now: datetime) -> int | None:
        row = self._db.execute(
            "INSERT INTO stories"
            " (source_id, title, text, published, lang, origin, author, code, key, posted)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING id",
            [
                source_id,
                story.title,
                story.text,
                None if story.published is None else stamp(story.published),
                story.lang,
                story.origin,
                story.author,
                story.code,
                story.key,
                stamp(now),
            ],
        ).fetchone()
        return None if row is None else int(row["id"])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _source(row: sqlite3.Row) -> Source:
    profile = Profile(
        name=row["name"],
        slug=row["slug"],
        kind=FeedKind(row["kind"]),
        site=row["site"],
        lang=row["lang"],
        strapline=row["strapline"],
    )
    return Source(row["id"], profile, row["changed"])


def _publication(row: sqlite3.Row) -> Publication:
    source = _source(row)
    story = Submission(
        title=row["title"],
        text=row["text"],
        source=source.profile.name,
        published=None if row["published"] is None else _instant(row["published"]),
        lang=row["story_lang"],
        origin=row["origin"],
        author=row["author"],
        code=row["code"],
        key=row["key"],
    )
    return Publication(row["story_id"], source, story, _instant(row["posted"]))
