"""The phrases of ``walls.toml`` as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

from bot.feeds.articles.blocks import Block, folded

_GAP = re.compile(r"(?:^|(?<= ))\*")
_LONGEST = 400
"""Characters; a longer block is prose, and what it says of walls is a story's."""
_SEPARATED = re.compile(r"\s+[|•·»:/—–-]+\s+|\s*\|\s*")
_EDGES = " .…!?¡¿؟:,،-–—\"'«»“”[]()"

Kind = Literal["bots", "consent", "pay"]
"""A table of ``walls.toml``."""


def notices(kind: Kind, found: Iterable[Block]) -> list[str]:
    """Return the blocks in which a sentence begins as such a wall's notices do."""
    pattern = _notices(kind)
    return [b.text for b in found if len(b.text) <= _LONGEST and pattern.search(folded(b.text))]


def is_titled(kind: Kind, title: str) -> bool:
    """Return whether a title, or a part of it between separators, is a wall's as a whole."""
    pattern = _titles(kind)
    parts = [title, *_SEPARATED.split(title)] if len(title) <= _LONGEST else []
    return any(pattern.fullmatch(folded(part).strip(_EDGES)) for part in parts)


def agreeing(found: Iterable[Block]) -> bool:
    """Return whether the page has a button to agree with."""
    words = _agreeing()
    return any(folded(b.text).strip(_EDGES) in words for b in found if len(b.text) <= 60)


@cache
def _table() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((files(__package__) / "walls.toml").read_text("utf-8"))


def _joined(phrases: dict[str, list[str]]) -> str:
    return "|".join(
        _GAP.sub(r"[^.!?]{0,60}?", _folded_pattern(phrase))
        for many in phrases.values()
        for phrase in many
    )


def _folded_pattern(phrase: str) -> str:
    r"""Return a phrase folded but for its case: \S is not \s."""
    return phrase if phrase.isascii() else folded(phrase).replace("\\s", "\\S")


@cache
def _notices(kind: Kind) -> re.Pattern[str]:
    return re.compile(rf"(?:^\W*|[.!?:…؟。|]\s*)(?:{_joined(_table()[kind]['notices'])})")


@cache
def _titles(kind: Kind) -> re.Pattern[str]:
    stripped = {
        lang: [phrase.strip(_EDGES.replace(")", "").replace("(", "")) for phrase in many]
        for lang, many in _table()[kind]["titles"].items()
    }
    return re.compile(_joined(stripped))


@cache
def _agreeing() -> frozenset[str]:
    return frozenset(folded(word) for many in _table()["consent"]["yes"].values() for word in many)
