"""Uploaded files: one blob for the same bytes, one file_id for each bot and kind."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from typing import NamedTuple

from bot.playground.emulator.errors import Json


class StoredFile(NamedTuple):
    """A file that a bot uploaded."""

    kind: str
    """``photo`` or ``document``."""
    body: Json
    """Its PhotoSize or Document object."""
    path: str
    """Where ``/file/bot<token>/`` serves it."""
    sha: str


class FileRows:
    """The tables ``files`` and ``blobs``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, token: str, kind: str, body: Json, *, suffix: str, data: bytes) -> StoredFile:
        """Keep an upload; the same bytes of the same bot and kind are the same file."""
        sha = hashlib.sha256(data).hexdigest()
        unique = f"AQAD{base64.urlsafe_b64encode(bytes.fromhex(sha)[:8]).decode().rstrip('=')}"
        name = f"{kind}:{token}:{sha}:{body.get('file_name', '')}"
        digest = hashlib.sha256(name.encode()).digest()[:30]
        prefix = "AgAC" if kind == "photo" else "BQAC"
        file_id = prefix + base64.urlsafe_b64encode(digest).decode()
        known = self.get(token, file_id)
        if known is not None:
            return known
        whole = {
            "file_id": file_id, "file_unique_id": unique, "file_size": len(data), **body
        }  # fmt: skip
        (number,) = self._db.execute("SELECT count(*) FROM files").fetchone()
        path = f"{kind}s/file_{number}{suffix}"
        self._db.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (sha, data))
        self._db.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file_id, token, sha, kind, json.dumps(whole, ensure_ascii=False), path),
        )
        return StoredFile(kind, whole, path, sha)

    def get(self, token: str, file_id: str) -> StoredFile | None:
        """Return a bot's file; another bot's file_id is none of its."""
        return self._one("file_id = ? AND token = ?", file_id, token)

    def at(self, token: str, path: str) -> StoredFile | None:
        """Return a bot's file by its path."""
        return self._one("path = ? AND token = ?", path, token)

    def anybody(self, file_id: str) -> StoredFile | None:
        """Return a file by its id, whoever uploaded it (for the people's page)."""
        return self._one("file_id = ?", file_id)

    def _one(self, where: str, *values: str) -> StoredFile | None:
        row = self._db.execute(
            f"SELECT kind, body, path, sha FROM files WHERE {where}",  # noqa: S608 - ours alone
            values,
        ).fetchone()
        return StoredFile(row[0], json.loads(row[1]), row[2], row[3]) if row else None

    def data(self, file: StoredFile) -> bytes:
        """Return a file's bytes."""
        (data,) = self._db.execute("SELECT data FROM blobs WHERE sha = ?", (file.sha,)).fetchone()
        return bytes(data)
