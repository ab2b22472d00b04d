"""Reads Telegram's HTML the way its server does, strictly, apart from the code under test."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"<(/?)([a-z]+)((?: [a-z]+=\"[^\"<>]*\")*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);"
)
_KNOWN = frozenset({"b", "i", "a", "blockquote", "code", "pre", "u", "s"})


class Entity(NamedTuple):
    kind: str
    text: str
    url: str | None = None


class Parsed(NamedTuple):
    text: str
    entities: list[Entity]


def parse(source: str) -> Parsed:
    """Return text and entities; raises ValueError for what Telegram would refuse."""
    text = ""
    open_: list[tuple[str, int, str | None]] = []
    entities: list[Entity] = []
    at = 0
    for match in _TOKEN.finditer(source):
        text += _raw(source[at : match.start()])
        at = match.end()
        token = match.group()
        if token.startswith("&"):
            text += unescape(token)
            continue
        closing, kind, attributes = match.groups()
        if kind not in _KNOWN:
            raise ValueError(f"unsupported start tag {kind}")
        if not closing:
            url = re.search(r'href="([^"]*)"', attributes)
            open_.append((kind, len(text), unescape(url.group(1)) if url else None))
            continue
        if not open_ or open_[-1][0] != kind:
            raise ValueError(f"unmatched end tag {kind}")
        _, start, target = open_.pop()
        entities.append(Entity(kind, text[start:], target))
    if open_:
        raise ValueError(f"can't find end tag corresponding to {open_[-1][0]}")
    return Parsed(text + _raw(source[at:]), entities)


def _raw(piece: str) -> str:
    if set(piece) & {"<", ">", "&"}:
        raise ValueError(f"unescaped markup in {piece!r}")
    return piece
