"""Mixing scripts of both directions in one line (Unicode Annex 9)."""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

FSI: Final = "\u2068"
"""First strong isolate: what follows has the direction of its own first strong character."""
PDI: Final = "\u2069"
"""Pop directional isolate: ends an isolate, and every embedding begun inside it."""

_RIGHT: Final = frozenset({"R", "AL"})
_OPENERS: Final = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF"})


def direction(s: str) -> Direction:
    """Return the direction of the first strong character outside isolates; ``ltr`` without one."""
    depth = 0
    for char in s:
        kind = unicodedata.bidirectional(char)
        if kind in _OPENERS:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind == "L":
            return "ltr"
        elif depth == 0 and kind in _RIGHT:
            return "rtl"
    return "ltr"


def isolate(s: str, base: Direction = "ltr") -> str:
    """Wrap each line of ``s`` in FSI and PDI where it could disturb a line of direction ``base``.

    That is where it holds a strong character of the other direction, or bidi control characters,
    whose missing ends are added and whose surplus ends are dropped.
    """
    lines = s.split("\n")  # an isolate ends with its paragraph (UAX 9, X8)
    return "\n".join(_wrapped(line) if _disturbs(line, base) else line for line in lines)


def _disturbs(line: str, base: Direction) -> bool:
    if base == "ltr" and line.isascii():
        return False
    kinds = set(map(unicodedata.bidirectional, line))
    strange = _RIGHT if base == "ltr" else frozenset({"L"})
    return not kinds.isdisjoint(strange | _OPENERS | _EMBEDDINGS | {"PDI"})


def _wrapped(line: str) -> str:
    if line.startswith(FSI) and line.endswith(PDI) and _closed(line[1:-1]) == line[1:-1]:
        return line
    return f"{FSI}{_closed(line)}{PDI}"


def _closed(line: str) -> str:
    """Return the line with as many isolates closed as opened, in a right order."""
    kept: list[str] = []
    depth = 0
    for char in line:
        kind = unicodedata.bidirectional(char)
        if kind == "PDI":
            if depth == 0:
                continue
            depth -= 1
        elif kind in _OPENERS:
            depth += 1
        kept.append(char)
    return "".join(kept) + PDI * depth
