"""Folding: one form for the many ways in which the same word is written."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import regex

# Marks that readers leave out or add at will: accents of Latin, Greek and Cyrillic, Hebrew points,
# Arabic vowels and hamza signs. Vowel signs of Indic scripts and Thai, and the voicing marks of
# Japanese, make other words and stay.
_MARKS: Final = regex.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]+"
)
# Signs that show nothing: joiners, direction marks, soft hyphens, variation selectors, tatweel.
_UNSEEN: Final = regex.compile("[\\p{Cf}\u034f\ufe00-\ufe0f\u0640]+")
# Letters that NFKD leaves whole but readers type as others.
_LETTERS: Final = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŧ": "t", "ŀ": "l", "ĸ": "k", "ə": "a",
        "ک": "ك", "ڪ": "ك", "ی": "ي", "ى": "ي", "ې": "ي", "ے": "ي", "ە": "ه", "ہ": "ه", "ھ": "ه",
        "ة": "ه", "ۀ": "ه", "ۃ": "ه", "ٱ": "ا", "ۇ": "و", "ۆ": "و", "ێ": "ي", "ڵ": "ل", "ڕ": "ر",
        "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "ʾ": "'", "ʿ": "'", "`": "'", "´": "'", "＇": "'",
        "ʻ": "'", "‛": "'", "′": "'", "׳": "'",
    }
)  # fmt: skip
_SHORT_I: Final = regex.compile("\u0438\u0306")
# NFKD takes the Thai and Lao vowel am apart, and a tone may come between.
_AM: Final = regex.compile("(\u0e4d|\u0ecd)([\u0e48-\u0e4b\u0ec8-\u0ecb]?)(?:\u0e32|\u0eb2)")


@lru_cache(maxsize=4096)
def _fold_short(s: str) -> str:
    return _fold(s)


def _fold(s: str) -> str:
    if s.isascii():
        return s.lower().replace("`", "'")
    s = unicodedata.normalize("NFKC", s).casefold()
    s = unicodedata.normalize("NFKD", s)
    # й is a letter of its own, not и with an accent; stems and sense depend on it.
    s = _SHORT_I.sub("й", s)
    if "\u0e4d" in s or "\u0ecd" in s:
        s = _AM.sub(lambda am: am[2] + ("\u0e33" if am[1] == "\u0e4d" else "\u0eb3"), s)
    s = _MARKS.sub("", _UNSEEN.sub("", s)).translate(_LETTERS)
    s = unicodedata.normalize("NFC", s)
    return "".join(_digit(c) for c in s) if regex.search(r"[^\x00-\x7f]", s) else s


def _digit(c: str) -> str:
    return str(unicodedata.digit(c, c)) if c > "\x7f" and c.isdecimal() else c


def fold(s: str) -> str:
    """Return ``s`` without differences that readers do not mean.

    Case, compatibility forms, accents, Arabic and Persian letter variants, vowel signs, tatweel,
    joiners and the digits of other scripts are levelled. Folding twice changes nothing more.
    """
    return _fold_short(s) if len(s) <= 48 else _fold(s)
