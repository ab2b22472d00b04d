"""Entities as spans of indices, while the text under them is still changing."""

from __future__ import annotations

from typing import TypeAlias

from bot.playground.emulator.errors import Json

Span: TypeAlias = tuple[int, int, Json]
"""The index of an entity's first character, the one behind its last, and the entity."""
_CODE = ("code", "pre")
_SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")


def outside_code(spans: list[Span]) -> list[Span]:
    """Let nothing mark a part of code: styles are cut around it, others in it are dropped."""
    kept = []
    codes = [(start, end) for start, end, entity in spans if entity["type"] in _CODE]
    for start, end, entity in spans:
        pieces = [(start, end)]
        if entity["type"] in _SPLITTABLE:
            for code in codes:
                pieces = [rest for piece in pieces for rest in _subtract(piece, code)]
        elif entity["type"] not in _CODE:
            pieces = [] if any(a <= start and end <= b for a, b in codes) else pieces
        kept += [(piece[0], piece[1], entity) for piece in pieces]
    return kept


def _subtract(piece: tuple[int, int], hole: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what is left of a span outside another."""
    (start, end), (begin, finish) = piece, hole
    if finish <= start or end <= begin:
        return [piece]
    return [(a, b) for a, b in ((start, begin), (finish, end)) if a < b]


def without_returns(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Drop carriage returns, and move the spans with what is left."""
    if "\r" not in text:
        return text, spans

    def before(index: int) -> int:
        return index - text.count("\r", 0, index)

    return text.replace("\r", ""), [(before(s), before(e), entity) for s, e, entity in spans]
