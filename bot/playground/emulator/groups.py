"""Chats that people make, and who is in them."""

from __future__ import annotations

from bot.playground.emulator.errors import Json, PeopleError
from bot.playground.emulator.members import GONE, STATUSES
from bot.playground.emulator.persons import (
    MAX_ID,
    ensure_person,
    ensure_private_chat,
    person_id,
)
from bot.playground.emulator.world import World

CHAT_TYPES = ("private", "group", "supergroup", "channel")
_TELEGRAM = 777000
"""Telegram's own account, which here adds and removes the bots."""


class Groups:
    """The chats of the emulated Telegram and their members. Every method raises PeopleError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows = world.storage.chats

    def chats(self) -> list[Json]:
        """Return every chat in the order they were made, with where a migrated one went."""
        return [
            row.body if row.moved_to is None else {**row.body, "migrated_to": row.moved_to}
            for row in self._rows.all()
        ]

    def make(self, body: Json) -> Json:
        """Make a chat, or change its title; the bots are in it from the start."""
        chat_id, kind = _identity(body)
        with self._world.storage.write():
            if kind == "private":
                person = ensure_person(self._rows, chat_id, body)
                return ensure_private_chat(self._rows, person).body
            before = self._rows.get(chat_id)
            if before is not None and before.body["type"] != kind:
                raise PeopleError(f"chat {chat_id} is there already: {before.body['type']}", 409)
            chat = self._rows.put(_group(body, kind, chat_id))
            if before is None:
                status = "administrator" if kind == "channel" else "member"
                for bot in self._world.storage.bots.all():
                    self._rows.set_status(chat_id, bot.id, "left")
                    self._world.set_bot_status(chat, bot, status, self._telegram())
        return chat.body

    def set_member(self, body: Json) -> Json:
        """Change a person's or a bot's status in a chat.

        In a private chat ``kicked`` and ``left`` mean that the person blocked the bots.
        """
        chat_id, status = body.get("chat"), body.get("status")
        if type(chat_id) is not int or not 0 < abs(chat_id) < MAX_ID:
            raise PeopleError('"chat" must be a chat\'s id')
        user_id = person_id(body.get("id", chat_id), "id")
        if status not in STATUSES:
            raise PeopleError(f'"status" must be one of {", ".join(STATUSES)}')
        with self._world.storage.write():
            if chat_id > 0:
                person = ensure_person(self._rows, chat_id, {})
                chat = ensure_private_chat(self._rows, person)
                self._world.set_blocked(chat, blocked=status in GONE)
            else:
                self._set_in_group(chat_id, user_id, status)
        return {"chat": chat_id, "id": user_id, "status": status}

    def _set_in_group(self, chat_id: int, user_id: int, status: str) -> None:
        chat = self._rows.get(chat_id)
        if chat is None:
            raise PeopleError(f"no group {chat_id}; make it with POST /playground/chats", 404)
        bots = [bot for bot in self._world.storage.bots.all() if bot.id == user_id]
        for bot in bots:
            self._world.set_bot_status(chat, bot, status, self._telegram())
        if not bots:
            user = ensure_person(self._rows, user_id, {})
            self._world.set_status(chat, user, status, user)

    def _telegram(self) -> Json:
        return ensure_person(self._rows, _TELEGRAM, {"first_name": "Telegram"})


def _identity(body: Json) -> tuple[int, str]:
    """Return the id and type of a chat that fit together."""
    chat_id, kind = body.get("id"), body.get("type")
    if type(chat_id) is not int or not 0 < abs(chat_id) < MAX_ID:
        raise PeopleError('"id" must be a whole number: negative for groups and channels')
    if kind is None:
        kind = "private" if chat_id > 0 else "supergroup"
    if kind not in CHAT_TYPES:
        raise PeopleError(f'"type" must be one of {", ".join(CHAT_TYPES)}')
    if (kind == "private") != (chat_id > 0):
        raise PeopleError("a private chat's id is positive, all others are negative")
    return chat_id, str(kind)


def _group(body: Json, kind: str, chat_id: int) -> Json:
    title = body.get("title")
    if title is None:
        title = f"{kind.capitalize()} {abs(chat_id)}"
    if not isinstance(title, str) or not 1 <= len(title) <= 128:
        raise PeopleError('"title" must be a text of 1 to 128 characters')
    forum, username = body.get("is_forum"), body.get("username")
    if forum is not None and not isinstance(forum, bool):
        raise PeopleError('"is_forum" must be true or false')
    if forum and kind != "supergroup":
        raise PeopleError("only a supergroup can be a forum")
    if username is not None and (not isinstance(username, str) or not username):
        raise PeopleError('"username" must be a text')
    chat: Json = {"id": chat_id, "type": kind, "title": title}
    if username:
        chat["username"] = username
    if forum:
        chat["is_forum"] = True
    return chat
