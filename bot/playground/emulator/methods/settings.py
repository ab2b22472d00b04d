"""Methods by which a bot tells about itself: name, descriptions, commands, menu button."""

from __future__ import annotations

import json
import re

from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.methods.registry import Call, Handler, method

MAX_COMMANDS = 100
_SCOPES = (
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
)  # fmt: skip
# method name's ending, parameter, longest value
_TEXTS = (
    ("MyName", "name", 64),
    ("MyDescription", "description", 512),
    ("MyShortDescription", "short_description", 120),
)


@method("getMe")
def get_me(call: Call) -> Json:
    """Tell who the bot is."""
    return {
        **call.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_commands(call: Call) -> bool:
    """Set the command list of a scope and language."""
    commands = call.parameters.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(item) for item in commands]
    call.world.storage.bots.set_setting(call.bot.token, _commands_key(call), kept)
    return True


@method("getMyCommands")
def get_commands(call: Call) -> list[Json]:
    """Return the command list of a scope and language, empty where none was set."""
    found: list[Json] | None = call.world.storage.bots.setting(call.bot.token, _commands_key(call))
    return found or []


@method("deleteMyCommands")
def delete_commands(call: Call) -> bool:
    """Forget the command list of a scope and language."""
    call.world.storage.bots.set_setting(call.bot.token, _commands_key(call), None)
    return True


def commands_key(scope: Json, language: str) -> str:
    """Return the name under which a scope's and language's commands are kept."""
    return f"commands:{json.dumps(scope, sort_keys=True)}:{language}"


def _commands_key(call: Call) -> str:
    scope = call.parameters.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    language = call.parameters.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("LANGUAGE_CODE_INVALID")
    kept = {
        name: _plain_id(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope
    }
    return commands_key(kept, language)


def _plain_id(value: object) -> object:
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value


def _command(item: object) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item.get("command") or "").removeprefix("/")
    description = str(item.get("description") or "").strip()
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@method("setChatMenuButton")
def set_menu_button(call: Call) -> bool:
    """Set what the button beside the text field does."""
    button = call.parameters.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse MenuButton: unsupported type specified")
    name = f"menu:{call.parameters.text('chat_id')}"
    call.world.storage.bots.set_setting(call.bot.token, name, button)
    return True


@method("getChatMenuButton")
def get_menu_button(call: Call) -> Json:
    """Return what the button beside the text field does."""
    name = f"menu:{call.parameters.text('chat_id')}"
    button: Json | None = call.world.storage.bots.setting(call.bot.token, name)
    return button or {"type": "default"}


@method("setMyDefaultAdministratorRights")
def set_rights(call: Call) -> bool:
    """Set the rights the bot asks for in groups and channels."""
    rights = call.parameters.json("rights") or {}
    name = f"rights:{call.parameters.flag('for_channels')}"
    call.world.storage.bots.set_setting(call.bot.token, name, rights)
    return True


@method("logOut", "close")
def end(call: Call) -> bool:
    """Say that the bot ends; here nothing follows from it."""
    del call
    return True


def _text_setter(parameter: str, longest: int) -> Handler:
    def handle(call: Call) -> bool:
        value = call.parameters.text(parameter)
        if len(value) > longest:
            raise bad_request(f"{parameter} is too long")
        name = f"{parameter}:{call.parameters.text('language_code')}"
        call.world.storage.bots.set_setting(call.bot.token, name, value)
        return True

    return handle


def _text_getter(parameter: str) -> Handler:
    def handle(call: Call) -> Json:
        rows = call.world.storage.bots
        language = call.parameters.text("language_code")
        value = rows.setting(call.bot.token, f"{parameter}:{language}")
        if not value:
            value = rows.setting(call.bot.token, f"{parameter}:")
        return {parameter: value or ""}

    return handle


for _ending, _parameter, _longest in _TEXTS:
    method(f"set{_ending}")(_text_setter(_parameter, _longest))
    method(f"get{_ending}")(_text_getter(_parameter))
