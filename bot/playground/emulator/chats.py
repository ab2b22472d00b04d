"""Chats, people, members and messages, as rows of JSON."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from bot.playground.emulator.errors import Json


class ChatRow(NamedTuple):
    """A chat and where it went."""

    body: Json
    """Its Bot API Chat object."""
    moved_to: int | None
    """The supergroup that it became."""

    @property
    def id(self) -> int:
        """Its Telegram id."""
        return int(self.body["id"])

    @property
    def private(self) -> bool:
        """Whether it is a person's chat with the bots."""
        return bool(self.body["type"] == "private")


class ChatRows:
    """The tables ``chats``, ``users``, ``members``, ``threads`` and ``messages``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, chat_id: int) -> ChatRow | None:
        """Return a chat."""
        row = self._db.execute(
            "SELECT body, moved_to FROM chats WHERE id = ?", (chat_id,)
        ).fetchone()
        return ChatRow(json.loads(row[0]), row[1]) if row else None

    def all(self) -> list[ChatRow]:
        """Return every chat in the order they were made."""
        rows = self._db.execute("SELECT body, moved_to FROM chats ORDER BY rowid")
        return [ChatRow(json.loads(body), moved_to) for body, moved_to in rows]

    def put(self, body: Json) -> ChatRow:
        """Make or change a chat."""
        self._db.execute(
            "INSERT INTO chats (id, body) VALUES (?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (body["id"], _dump(body)),
        )
        return ChatRow(body, None)

    def move(self, chat_id: int, new_id: int) -> None:
        """Note that a group became the supergroup ``new_id``; its members and threads move."""
        self._db.execute("UPDATE chats SET moved_to = ? WHERE id = ?", (new_id, chat_id))
        for statement in (
            "INSERT OR IGNORE INTO members SELECT ?, user, status FROM members WHERE chat = ?",
            "INSERT OR IGNORE INTO threads SELECT ?, id FROM threads WHERE chat = ?",
        ):
            self._db.execute(statement, (new_id, chat_id))

    def user(self, user_id: int) -> Json | None:
        """Return a person's User object."""
        row = self._db.execute("SELECT body FROM users WHERE id = ?", (user_id,)).fetchone()
        return json.loads(row[0]) if row else None

    def put_user(self, user: Json) -> None:
        """Make or change a person."""
        self._db.execute("INSERT OR REPLACE INTO users VALUES (?, ?)", (user["id"], _dump(user)))

    def status(self, chat_id: int, user_id: int) -> str | None:
        """Return the status that a member was given, None where it never had one."""
        row = self._db.execute(
            "SELECT status FROM members WHERE chat = ? AND user = ?", (chat_id, user_id)
        ).fetchone()
        return str(row[0]) if row else None

    def set_status(self, chat_id: int, user_id: int, status: str) -> None:
        """Give a member a status."""
        self._db.execute(
            "INSERT OR REPLACE INTO members VALUES (?, ?, ?)", (chat_id, user_id, status)
        )

    def members(self, chat_id: int) -> list[tuple[int, str]]:
        """Return (user id, status) of everybody who ever had one in a chat."""
        return self._db.execute(
            "SELECT user, status FROM members WHERE chat = ? ORDER BY user", (chat_id,)
        ).fetchall()

    def has_thread(self, chat_id: int, thread: int) -> bool:
        """Tell whether a chat has a topic."""
        return bool(
            self._db.execute(
                "SELECT 1 FROM threads WHERE chat = ? AND id = ?", (chat_id, thread)
            ).fetchone()
        )

    def add_thread(self, chat_id: int, thread: int) -> None:
        """Keep a topic of a chat."""
        self._db.execute("INSERT OR IGNORE INTO threads VALUES (?, ?)", (chat_id, thread))

    def add_message(self, chat_id: int, message: Json) -> Json:
        """Keep a message under the chat's next id; return it with its id first."""
        (message_id,) = self._db.execute(
            "UPDATE chats SET last_message = last_message + 1 WHERE id = ? RETURNING last_message",
            (chat_id,),
        ).fetchone()
        kept = {"message_id": message_id, **message}
        self._db.execute(
            "INSERT INTO messages VALUES (?, ?, ?)", (chat_id, message_id, _dump(kept))
        )
        return kept

    def message(self, chat_id: int, message_id: int) -> Json | None:
        """Return a message."""
        row = self._db.execute(
            "SELECT body FROM messages WHERE chat = ? AND id = ?", (chat_id, message_id)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def replace_message(self, message: Json) -> None:
        """Change a message in its place."""
        self._db.execute(
            "UPDATE messages SET body = ? WHERE chat = ? AND id = ?",
            (_dump(message), message["chat"]["id"], message["message_id"]),
        )

    def delete_message(self, chat_id: int, message_id: int) -> None:
        """Forget a message; its id is never given again."""
        self._db.execute("DELETE FROM messages WHERE chat = ? AND id = ?", (chat_id, message_id))

    def messages(self, chat_id: int, after: int) -> list[Json]:
        """Return a chat's messages with an id over ``after``, in order."""
        rows = self._db.execute(
            "SELECT body FROM messages WHERE chat = ? AND id > ? ORDER BY id", (chat_id, after)
        )
        return [json.loads(body) for (body,) in rows]


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
