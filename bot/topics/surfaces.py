"""How a token of a text or of a topic is looked up: without apostrophes, dots and separators."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from bot.text.normal import fold
from bot.text.wordlist import word_set

# Articles and the like that French, Italian and Catalan write before a vowel.
_ELIDED: Final = word_set(
    "l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu aujourd dell nell all sull dall quell un"
)  # fmt: skip
_CONTRACTED: Final = word_set("re ve ll d m t")
# Case endings that Turkish parts from names with an apostrophe.
_TURKISH: Final = regex.compile(
    r"(?:(?:l[ae]r)?(?:[iu]n?|y[iu]|s[iu]|n[iu]n|[iu]n|y?[ae]|n?d[ae]|t[ae]|n?d[ae]n|t[ae]n|yl[ae]|l[ae])"
    r"(?:ki(?:ler)?)?|l[iu](?:l[ae]r)?|d[iu]r|t[iu]r|l[ae]r[iu]?n?)"
)
# Acronyms that are everyday words in lower case: WHO in capitals asks for capitals.
CAPITALS_MATTER: Final = frozenset(
    {
        "who",
        "it",
        "am",
        "as",
        "at",
        "by",
        "do",
        "he",
        "in",
        "is",
        "me",
        "of",
        "on",
        "so",
        "to",
        "up",
        "we",
        "all",
        "can",
        "may",
        "no",
        "be",
        "if",
        "my",
    }
)
_THOUSANDS: Final = regex.compile(r"\d{1,3}(?:([,.٬])\d{3})(?:\1\d{3})*")


@lru_cache(maxsize=2048)
def surfaces(token: str, lang: str | None = None) -> tuple[str, ...]:
    """Return the folded words that a token stands for, the likeliest first.

    ``Syria's`` is ``syria``, ``l'Iran`` ``iran`` (and ``liran``), ``U.S.`` ``us``, ``1,000`` is
    ``1000``; in Turkish ``Suriye'de`` is ``suriye``.
    """
    folded = fold(token)
    if folded.isalpha():
        return (folded,)
    if folded[:1].isdigit():
        if _THOUSANDS.fullmatch(folded):
            return (regex.sub(r"\D", "", folded),)
        return (folded,)
    folded = folded.replace(".", "")
    if "'" not in folded:
        return (folded,) if folded else ()
    return _apostrophe(folded.strip("'"), lang)


def _apostrophe(folded: str, lang: str | None) -> tuple[str, ...]:
    left, sign, right = folded.partition("'")
    if not sign:
        return (folded,) if folded else ()
    joined = folded.replace("'", "")
    if right == "s":
        return (left,)
    if right in _CONTRACTED and lang != "tr":
        return (joined,)
    if left in _ELIDED and lang not in {"en", "tr"}:
        return (right.replace("'", ""), joined)
    if len(left) > 2 and (lang in {"tr", "az"} or lang is None) and _TURKISH.fullmatch(right):
        return (left, joined) if lang is None else (left,)
    return (joined,)


def as_typed(token: str) -> tuple[str, ...]:
    """Return what a word of a topic asks for: folded, but WHO, IT and the like stay in capitals."""
    found = surfaces(token)[:1]
    if found and found[0] in CAPITALS_MATTER and token.isupper():
        return (found[0].upper(),)
    return found
