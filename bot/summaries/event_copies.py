"""Copied texts: sketches of four-word runs that tell how much of one text stands in another.

Broder (1997) for containment; a sketch keeps the smallest hashes, so that texts of different
length compare below the lower of two bounds; keys to look copies up are winnowed (Schleimer,
Wilkerson, Aiken 2003): a run of ``_WINDOW`` shingles that two texts share gives them a common key.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final
from zlib import crc32

from bot.text.normal import fold
from bot.text.tokens import words

_RUN: Final = 4
"""Words of a shingle."""
_KEPT: Final = 256
"""Hashes of a sketch: a text of 250 words whole, a longer one by samples."""
_WINDOW: Final = 40
"""Shingles of which one becomes a key, so that an excerpt of 45 words has one."""
_KEYS: Final = 24
"""Keys of a text."""
_CHARACTERS: Final = 10_000
"""Characters of a text that are looked at."""
_LEAST: Final = 8
"""Shingles in common that make a copy; fewer are a turn of phrase."""
_MASK: Final = 0xFFFFFFFF
_FULL: Final = _MASK + 1


def word_hashes(text: str) -> list[int]:
    """Return a hash of each word; in scripts without spaces, of each character."""
    parts = (list(t.text) if t.dense else [t.text] for t in words(text[:_CHARACTERS]))
    return [_hash(word) for word in chain.from_iterable(parts)]


def whole(hashes: list[int]) -> int:
    """Return one hash of a row of words."""
    return crc32(array("I", hashes).tobytes())


def shingles(hashes: list[int]) -> list[int]:
    """Return the hashes of each four words that follow each other."""
    return [_mix(hashes[at : at + _RUN]) for at in range(len(hashes) - _RUN + 1)]


@lru_cache(maxsize=16384)
def _hash(word: str) -> int:
    return crc32(fold(word).encode("utf-8", "surrogatepass"))


def _mix(run: list[int]) -> int:
    """Return one hash of a run's, in which its order tells (multiplicative hashing, Knuth)."""
    a, b, c, d = run
    made = (((a * 0x9E3779B1 ^ b) * 0x85EBCA77 ^ c) * 0xC2B2AE3D ^ d) * 0x27D4EB2F
    return (made ^ made >> 32) & _MASK


def sketch(hashes: Iterable[int]) -> bytes:
    """Return the smallest of the hashes, sorted, four bytes each."""
    return array("I", sorted(set(hashes))[:_KEPT]).tobytes()


def winnowed(hashes: list[int]) -> tuple[int, ...]:
    """Return the hashes under which copies of a text are looked up, at most ``_KEYS``."""
    if len(hashes) < _LEAST:
        return ()
    chosen: dict[int, None] = {}
    for at in range(0, max(1, len(hashes) - _WINDOW + 1)):
        chosen[min(hashes[at : at + _WINDOW])] = None
        if len(chosen) == _KEYS:
            break
    return tuple(chosen)


def containment(a: bytes, b: bytes) -> float:
    """Return the share of the shorter text that stands in the longer, by their sketches."""
    first, second = array("I", a), array("I", b)
    bound = min(_bound(first), _bound(second))
    ones = {one for one in first if one < bound}
    others = {one for one in second if one < bound}
    both = len(ones & others)
    if both < _LEAST:
        return 0.0
    return both / min(len(ones), len(others))


def _bound(kept: array[int]) -> int:
    return kept[-1] + 1 if len(kept) == _KEPT else _FULL
