"""The list of methods, filled by the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

from bot.playground.emulator.errors import Json
from bot.playground.emulator.parameters import Parameters
from bot.playground.emulator.queues import Bot
from bot.playground.emulator.world import World


class Call(NamedTuple):
    """A bot's call of a method."""

    world: World
    bot: Bot
    parameters: Parameters


Result: TypeAlias = Json | list[Json] | bool | int
"""What the ``result`` of an answer may be."""
Handler: TypeAlias = Callable[[Call], Result]
"""Answers a call with the ``result`` of its JSON, or raises BotApiError."""


class Method(NamedTuple):
    """A method that the emulator knows."""

    name: str
    """As Telegram writes it; calls may write it in any case."""
    handler: Handler


H = TypeVar("H", bound=Handler)
METHODS: dict[str, Method] = {}
"""The methods by their name in lower case."""


def method(*names: str) -> Callable[[H], H]:
    """Register a function as the handler of these methods."""

    def register(handler: H) -> H:
        for name in names:
            METHODS[name.lower()] = Method(name, handler)
        return handler

    return register
