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
_THOUSANDS: Final = regex.compile(
    r"(\d{1,3}(?:([,.٬])\d{3})(?:\2\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})(?:(?!\2)[.,٫](\d+))?"
)
_DECIMAL: Final = regex.compile(r"(\d+)[,٫](\d+)")
# "j'ai" and the like are no acronyms; "l'IA" and "l'AI Act" are.
_VERBS: Final = frozenset({"ai", "as", "a", "y"})


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
        return _number(folded)
    folded = folded.replace(".", "")
    if "'" not in folded:
        return (folded,) if folded else ()
    return _apostrophe(folded.strip("'"), lang, shouted=token[-2:].isupper())


def _number(folded: str) -> tuple[str, ...]:
    """Return a number with a point for its decimals and without what parts its thousands."""
    number, sign, ending = folded.partition("'")
    if sign:  # 2024'te, 1990's
        return (*_number(number), number + ending.replace("'", ""))
    grouped = _THOUSANDS.fullmatch(number)
    if grouped is not None:
        whole = regex.sub(r"\D", "", grouped[1])
        return (f"{whole}.{grouped[3]}" if grouped[3] else whole,)
    return (_DECIMAL.sub(r"\1.\2", number) if _DECIMAL.fullmatch(number) else number,)


def _apostrophe(folded: str, lang: str | None, *, shouted: bool) -> tuple[str, ...]:
    left, sign, right = folded.partition("'")
    joined = folded.replace("'", "")
    if not sign:
        return (folded,) if folded else ()
    if right == "s":
        return (left,)
    verbal = left in _ELIDED and right in _VERBS and not shouted
    if lang != "tr" and (right in _CONTRACTED or (verbal and lang != "en")):
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
