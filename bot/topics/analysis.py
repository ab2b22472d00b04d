"""What one token of a story is looked up by. Cached: a story's words are mostly those of others."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from bot.text import stems
from bot.topics.surfaces import CAPITALS_MATTER, surfaces

_GLUED_ARTICLE: Final = regex.compile(r"([Aa]l|[Ee]l)(\p{Lu}\p{Ll}.*)")
_CAMEL: Final = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}\d]+|\d+")


class Atom(NamedTuple):
    """A word at one position; most tokens are one."""

    start: int
    """Where it starts in its token."""
    raw: str
    """As it stands in the text."""
    surface: str
    """Folded."""
    exact: tuple[str, ...]
    """Keys for exact words; ``+`` marks an Arabic word without its clitic."""
    keys: tuple[str, ...]
    """Keys for words in all their forms."""


@lru_cache(maxsize=8192)
def atoms(token: str, lang: str | None, *, hashtag: bool = False) -> tuple[Atom, ...]:
    """Return the words of a token of a text in a language (BCP 47 primary subtag).

    A token is parted where it joins words without a hyphen: at ZWNJ, in alAssad, in #FreeSyria.
    """
    made = []
    for raw, start in _pieces(token, hashtag=hashtag):
        found = surfaces(raw, lang)
        if not found:
            continue
        exact = list(found)
        if found[0] in CAPITALS_MATTER and raw.isupper():
            exact.append(found[0].upper())
        exact += ["+" + rest for rest in stems.clitic_rests(found[0], lang)]
        made.append(Atom(start, raw, found[0], tuple(exact), _keys(found, lang)))
    return tuple(made)


@lru_cache(maxsize=2048)
def compound(surface: str, lang: str | None) -> tuple[str, ...]:
    """Return the keys of hyphenated words written as one."""
    return stems.keys(surface, lang)


def _keys(found: tuple[str, ...], lang: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for surface in found for key in stems.keys(surface, lang)))


def _pieces(token: str, *, hashtag: bool) -> list[tuple[str, int]]:
    if "\u200c" in token:
        made, at = [], 0
        for piece in token.split("\u200c"):
            if piece:
                made.append((piece, at))
            at += len(piece) + 1
        return made
    if hashtag:
        return [(found.group(), found.start()) for found in _CAMEL.finditer(token)]
    article = _GLUED_ARTICLE.fullmatch(token)
    return [(token, 0)] if article is None else [(article[1], 0), (article[2], 2)]
