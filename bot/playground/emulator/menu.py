"""The command menu that a person sees in a chat."""

from __future__ import annotations

from bot.playground.emulator.errors import Json
from bot.playground.emulator.methods.settings import commands_key
from bot.playground.emulator.world import World


def menu(world: World, chat_id: int, language: str) -> list[Json]:
    """Return the bots' commands in a chat, each with its bot's user name.

    Of each bot the first list that is set, in Telegram's order of scopes
    (core.telegram.org/bots/api#determining-list-of-commands).
    """
    kind = "all_private_chats" if chat_id > 0 else "all_group_chats"
    scopes: list[Json] = [
        {"type": "chat", "chat_id": chat_id},
        {"type": kind},
        {"type": "default"},
    ]
    base = language.split("-", maxsplit=1)[0].lower()
    found: list[Json] = []
    for bot in world.storage.bots.all():
        keys = [commands_key(scope, code) for scope in scopes for code in dict.fromkeys((base, ""))]
        lists = (world.storage.bots.setting(bot.token, key) for key in keys)
        commands: list[Json] = next((commands for commands in lists if commands), [])
        found += [{**command, "bot": bot.username} for command in commands]
    return found
