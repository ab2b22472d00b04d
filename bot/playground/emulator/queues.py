"""Bots, their settings and the updates they have not yet confirmed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.playground.emulator.errors import Json

NOBODY = ""
"""The queue of what people wrote before any bot asked for updates."""


MAX_WAITING = 100_000
"""Updates kept for a bot that does not confirm them."""


class Bot(NamedTuple):
    """A bot, as its token makes it."""

    token: str
    id: int
    """Telegram's id: the digits of the token where it has them."""
    polled: bool
    """Whether it ever asked for updates."""

    @property
    def username(self) -> str:
        """Its name without the @."""
        return f"storywire_{self.id}_bot"

    def user(self) -> Json:
        """Return its Bot API User object."""
        return {"id": self.id, "is_bot": True, "first_name": "Storywire", "username": self.username}


class BotRows:
    """The tables ``bots``, ``settings`` and ``updates``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, token: str) -> Bot | None:
        """Return a bot that called before."""
        row = self._db.execute("SELECT token, id, polled FROM bots WHERE token = ?", (token,))
        found = row.fetchone()
        return Bot(found[0], found[1], bool(found[2])) if found else None

    def all(self) -> list[Bot]:
        """Return every bot that ever called, in that order."""
        rows = self._db.execute("SELECT token, id, polled FROM bots ORDER BY rowid")
        return [Bot(token, id_, bool(polled)) for token, id_, polled in rows]

    def add(self, token: str, bot_id: int) -> Bot:
        """Keep a new bot; it finds what people wrote before any bot polled."""
        self._db.execute("INSERT INTO bots (token, id) VALUES (?, ?)", (token, bot_id))
        for (body,) in self._db.execute(
            "SELECT body FROM updates WHERE token = ? ORDER BY id", (NOBODY,)
        ).fetchall():
            self.push(token, json.loads(body))
        return Bot(token, bot_id, False)

    def any_polled(self) -> bool:
        """Tell whether any bot ever asked for updates."""
        return self._db.execute("SELECT 1 FROM bots WHERE polled LIMIT 1").fetchone() is not None

    def set_polled(self, token: str) -> None:
        """Note that a bot asks for updates; what was kept for nobody has found its reader."""
        self._db.execute("UPDATE bots SET polled = 1 WHERE token = ?", (token,))
        self._db.execute("DELETE FROM updates WHERE token = ?", (NOBODY,))

    def push(self, token: str, update: Json) -> None:
        """Append an update (without its id) to a bot's queue."""
        if token == NOBODY:
            row = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM updates WHERE token = ''")
        else:
            row = self._db.execute(
                "UPDATE bots SET next_update = next_update + 1 WHERE token = ? "
                "RETURNING next_update - 1",
                (token,),
            )
        (update_id,) = row.fetchone()
        self._db.execute(
            "INSERT INTO updates (token, id, body) VALUES (?, ?, ?)",
            (token, update_id, json.dumps(update, ensure_ascii=False)),
        )
        # Telegram forgets after a day; a bot that never asks shall not fill the disk here
        self._db.execute(
            "DELETE FROM updates WHERE token = ? AND id <= ?", (token, update_id - MAX_WAITING)
        )

    def confirm(self, token: str, offset: int) -> None:
        """Forget updates below ``offset``; a negative one keeps only that many of the last."""
        if offset < 0:
            self._db.execute(
                "DELETE FROM updates WHERE token = ? AND id NOT IN "
                "(SELECT id FROM updates WHERE token = ? ORDER BY id DESC LIMIT ?)",
                (token, token, -offset),
            )
        elif offset > 0:
            self._move_on(token, offset)
            self._db.execute("DELETE FROM updates WHERE token = ? AND id < ?", (token, offset))

    def _move_on(self, token: str, offset: int) -> None:
        """Renumber from ``offset`` where the bot has seen ids that we never gave.

        Its history is another emulator's: a new data folder here, the old database there.
        """
        (next_id,) = self._db.execute(
            "SELECT next_update FROM bots WHERE token = ?", (token,)
        ).fetchone()
        if offset <= next_id:
            return
        waiting = self._db.execute(
            "SELECT body FROM updates WHERE token = ? ORDER BY id", (token,)
        ).fetchall()
        self._db.execute("DELETE FROM updates WHERE token = ?", (token,))
        self._db.execute("UPDATE bots SET next_update = ? WHERE token = ?", (offset, token))
        for (body,) in waiting:
            self.push(token, json.loads(body))

    def waiting(self, token: str, limit: int) -> list[Json]:
        """Return the oldest unconfirmed updates."""
        rows = self._db.execute(
            "SELECT id, body FROM updates WHERE token = ? ORDER BY id LIMIT ?", (token, limit)
        )
        return [{"update_id": id_, **json.loads(body)} for id_, body in rows]

    def count(self, token: str) -> int:
        """Return the number of unconfirmed updates."""
        row = self._db.execute("SELECT count(*) FROM updates WHERE token = ?", (token,)).fetchone()
        return int(row[0])

    def clear(self, token: str) -> None:
        """Forget a bot's unconfirmed updates."""
        self._db.execute("DELETE FROM updates WHERE token = ?", (token,))

    def setting(self, token: str, name: str) -> Any:  # noqa: ANN401 - JSON, as it was set
        """Return a setting, None where it was never set."""
        row = self._db.execute(
            "SELECT value FROM settings WHERE token = ? AND name = ?", (token, name)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def set_setting(
        self, token: str, name: str, value: Json | Sequence[object] | str | None
    ) -> None:
        """Keep a setting; None forgets it."""
        if value is None:
            self._db.execute("DELETE FROM settings WHERE token = ? AND name = ?", (token, name))
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO settings (token, name, value) VALUES (?, ?, ?)",
                (token, name, json.dumps(value, ensure_ascii=False)),
            )
