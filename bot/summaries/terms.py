"""What a sentence is about: the stems of its content words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from bot.text.language import base
from bot.text.stems import stem
from bot.text.stopwords import STOP_WORDS
from bot.text.tokens import DENSE
from bot.text.wordlist import word_set

_NONE: Final[frozenset[str]] = frozenset()
_STEMMED: Final = word_set(
    "ar ca da de el en es fa fi fr hi hu hy id it ko lt nb ne nl nn no pl pt ro ru sr sv ta tr"
)
"""Languages whose word forms ``text.stems`` knows."""
_LETTERS: Final = 5
"""In the others the first letters stand for the stem (Can and others, 2008: about as good)."""
_SYLLABLES: Final = 4
_SYLLABIC: Final = regex.compile(r"[\u0900-\u0fff\p{Ethiopic}]")
"""Scripts in which a letter is a syllable, or nearly."""


_RUN: Final = regex.compile(f"[{DENSE}]")
# What tokens.words finds, but plain strings: half the time of an article's ranking went into them.
_WORDS: Final = regex.compile(
    rf"(?:[{DENSE}][\p{{M}}\p{{Cf}}]*+)++"
    r"|[A-Za-z]++(?![\p{L}\p{M}\p{N}'’])"
    rf"|(?:[\p{{L}}\p{{N}}--[{DENSE}]][\p{{M}}\p{{Cf}}\u0640]*+"
    r"(?:['’ʼ](?=\p{L})|(?<=\p{Nd})[.,٫](?=\p{Nd}))?+)++",
    regex.V1,
)


class Terms(NamedTuple):
    """The words of a sentence, counted and reduced."""

    words: int
    """How many words it has; two characters make one in scripts without spaces."""
    stems: tuple[str, ...]
    """Stems of its content words, character pairs in scripts without spaces; repeated as found."""


def terms(text: str, lang: str | None) -> Terms:
    """Return the terms of a sentence in the language ``lang`` (BCP 47; None: unknown)."""
    code = base(lang or "")
    count = 0.0
    stems: list[str] = []
    for word in _WORDS.findall(text):
        if word[0] >= "\u0e00" and _RUN.match(word):
            count += len(word) / 2
            stems += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
            continue
        count += 1
        if reduced := _reduced(word, code):
            stems.append(reduced)
    return Terms(round(count), tuple(stems))


@lru_cache(maxsize=16384)
def _reduced(word: str, code: str) -> str:
    """Return the stem of a content word, and nothing of a function word."""
    lower = word.lower().replace("’", "'")
    stop = STOP_WORDS.get(code, _NONE)
    if lower in stop or lower.removesuffix("'s") in stop or lower.partition("'")[0] in stop:
        return ""
    if not code or code in _STEMMED:
        return stem(word, code or None)
    if len(lower) <= 2 and not lower.isdigit():
        return ""  # the shortest words are mostly function words
    return lower[: _SYLLABLES if _SYLLABIC.match(lower) else _LETTERS]
