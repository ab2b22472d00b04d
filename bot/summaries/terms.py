"""What a sentence is about: the stems of its content words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from bot.text.language import base
from bot.text.stems import stem
from bot.text.stopwords import STOP_WORDS
from bot.text.tokens import words

_NONE: Final[frozenset[str]] = frozenset()


class Terms(NamedTuple):
    """The words of a sentence, counted and reduced."""

    words: int
    """How many words it has; two characters make one in scripts without spaces."""
    stems: tuple[str, ...]
    """Stems of its content words, character pairs in scripts without spaces; repeated as found."""
    first: str
    """Its first word in lower case; empty where it has none."""
    second: str
    """Its second word in lower case; empty where it has none."""


def terms(text: str, lang: str | None) -> Terms:
    """Return the terms of a sentence in the language ``lang`` (BCP 47; None: unknown)."""
    code = base(lang or "")
    count = 0.0
    stems: list[str] = []
    spoken: list[str] = []
    for token in words(text):
        if token.dense:
            count += len(token.text) / 2
            stems += [token.text[i : i + 2] for i in range(max(1, len(token.text) - 1))]
            continue
        count += 1
        if len(spoken) < 2:
            spoken.append(token.text.lower())
        if reduced := _reduced(token.text, code):
            stems.append(reduced)
    first, second, *_ = [*spoken, "", ""]
    return Terms(round(count), tuple(stems), first, second)


@lru_cache(maxsize=16384)
def _reduced(word: str, code: str) -> str:
    """Return the stem of a content word, and nothing of a function word."""
    lower = word.lower().replace("’", "'")
    stop = STOP_WORDS.get(code, _NONE)
    if lower in stop or lower.removesuffix("'s") in stop or lower.partition("'")[0] in stop:
        return ""
    return stem(word, code or None)
