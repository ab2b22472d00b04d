"""The playground's SQLite file: the schema, transactions, and the tables as attributes.

SQLite is the only truth, memory keeps no copy, so a killed playground loses nothing it answered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import DatabaseError
from bot.playground.emulator.chats import ChatRows
from bot.playground.emulator.files import FileRows
from bot.playground.emulator.queues import BotRows

_SCHEMA = """
CREATE TABLE IF NOT EXISTS bots (
    token TEXT PRIMARY KEY, id INTEGER NOT NULL, next_update INTEGER NOT NULL DEFAULT 1,
    polled INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS settings (
    token TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (token, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS updates (
    token TEXT, id INTEGER, body TEXT NOT NULL, PRIMARY KEY (token, id));
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chats (
    id INTEGER PRIMARY KEY, body TEXT NOT NULL, last_message INTEGER NOT NULL DEFAULT 0,
    moved_to INTEGER);
CREATE TABLE IF NOT EXISTS members (
    chat INTEGER, user INTEGER, status TEXT NOT NULL, PRIMARY KEY (chat, user)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS threads (
    chat INTEGER, id INTEGER, PRIMARY KEY (chat, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (
    chat INTEGER, id INTEGER, body TEXT NOT NULL, PRIMARY KEY (chat, id));
CREATE TABLE IF NOT EXISTS files (
    file_id TEXT PRIMARY KEY, token TEXT NOT NULL, sha TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, path TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS blobs (sha TEXT PRIMARY KEY, data BLOB NOT NULL);
"""


class Storage:
    """One open SQLite file. Calls are short and come from one thread.

    Opening it raises DatabaseError.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            # survives a killed process; a power cut may cost the last moments, not the file
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA busy_timeout = 5000")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseError(
                f"the playground's file {path} cannot be opened: {error}; "
                "set STORYWIRE_DATA to a folder that can be written"
            ) from error
        self._depth = 0
        self.bots = BotRows(self._db)
        self.chats = ChatRows(self._db)
        self.files = FileRows(self._db)

    @contextmanager
    def write(self) -> Iterator[None]:
        """Commit everything of the block at its end, or nothing. Blocks may nest."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth = 0

    def close(self) -> None:
        """Close the file."""
        self._db.close()
