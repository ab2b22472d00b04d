"""Lengths as Telegram counts them: UTF-16 code units."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")
_LOOSE_END = " \t\n\r\u00a0,;:–—-"


def length(s: str) -> int:
    """Return the length of ``s`` in UTF-16 code units."""
    return len(s) + sum(map("\uffff".__lt__, s)) if not s.isascii() else len(s)


def cut(s: str, limit: int) -> str:
    """Return ``s``, or its longest prefix that with its "…" fits into ``limit`` UTF-16 units.

    A cut falls between user-perceived characters (UAX 29), at a word's end where one is near.
    """
    if length(s) <= limit:
        return s
    if limit < 1:
        return ""
    end = _last_whole(s, limit - 1)
    space = _last_space(s, end)
    if space * 2 >= end:
        end = space
    return s[:end].rstrip(_LOOSE_END) + "…"


def _last_whole(s: str, room: int) -> int:
    """Return the index after the last grapheme cluster that ends within ``room`` units."""
    # two clusters further than could ever fit, so that the last one is seen whole
    head = s[: room + 64]
    end = used = 0
    for cluster in _CLUSTER.finditer(head):
        used += length(cluster.group())
        if used > room:
            break
        end = cluster.end()
    return end


def _last_space(s: str, end: int) -> int:
    """Return the last word end at or before ``end``; 0 where there is none."""
    if s[end].isspace():
        return end
    return max((i for i in range(end) if s[i].isspace()), default=0)
