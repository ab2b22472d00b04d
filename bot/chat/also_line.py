"""The line that names who else tells an event: "also: B /s309077, C /s309080"."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from bot.chat.escape import Html, join, line
from bot.chat.lines import isolated
from bot.domain.values import Also
from bot.text import units
from bot.text.bidi import Direction, direction

MOST: Final = 5
"""Sources that are named at most; of further ones only the number is told."""

LABELS: Final = MappingProxyType({"also": "also:", "more": "and {count} more"})


def render(also: Sequence[Also], *, name: int, most: int = MOST) -> Html:
    """Return the line with each publisher's name in at most ``name`` UTF-16 units.

    It names ``most`` of them and tells how many more there are; empty where there is nobody else.
    Telegram itself makes the codes tappable.
    """
    if not also:
        return Html()
    base = direction(LABELS["also"])
    told = join((_source(one, name, base) for one in also[:most]), ", ")
    rest = len(also) - most
    more = LABELS["more"].format(count=rest) if rest > 0 else ""
    return join((LABELS["also"], told, more), " ")


def commands(also: Sequence[Also], most: int = MOST) -> int:
    """Return how many entities Telegram adds to the line: one for each code."""
    return min(len(also), most)


def _source(one: Also, name: int, base: Direction) -> Html:
    publisher = units.cut(line(one.publisher), name)
    return join((isolated(publisher, base), isolated(f"/s{one.code}", base)), " ")
