"""Persons and their private chats, made and filled in from what a request says of them."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow, ChatRows
from bot.playground.emulator.errors import Json, PeopleError

MAX_ID = 2**52
"""Telegram's ids have at most 52 significant bits."""


def person_id(value: object, name: str) -> int:
    """Return a JSON value that is the id of a person. Raises PeopleError naming the field."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < MAX_ID:
        raise PeopleError(f'"{name}" must be the positive id of a person')
    return value


def ensure_person(rows: ChatRows, user_id: int, given: Json) -> Json:
    """Return the User object, made or changed by the names given. Raises PeopleError."""
    known = rows.user(user_id)
    user = dict(known or {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}"})
    for name in ("first_name", "last_name", "username", "language_code"):
        value = given.get(name)
        if value is None:
            continue
        if not isinstance(value, str) or not value or len(value) > 64:
            raise PeopleError(f'"from.{name}" must be a text of 1 to 64 characters')
        user[name] = value
    if user != known:
        rows.put_user(user)
    return user


def ensure_private_chat(rows: ChatRows, user: Json) -> ChatRow:
    """Return the private chat of a person, made where there is none."""
    body: Json = {"id": user["id"], "type": "private"}
    for name in ("first_name", "last_name", "username"):
        if name in user:
            body[name] = user[name]
    known = rows.get(user["id"])
    return known if known is not None and known.body == body else rows.put(body)
