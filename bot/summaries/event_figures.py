"""Numbers that a headline says, in digits and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

import regex
from babel import Locale, UnknownLocaleError

from bot.summaries.event_words import forms, read_in
from bot.text.normal import fold

_NUMBER: Final = regex.compile(r"(\d[\d.,٫٬]*)(st|nd|rd|th|er|re|e|º|ª)?")
_SCALED: Final = regex.compile(r"(\d[\d.,٫٬]*)(k|m|mn|mln|b|bn|tn|млн|млрд|тыс)")
_THOUSANDS: Final = regex.compile(r"\d{1,3}(?:[.,٬]\d{3})+")
_OPENING: Final = regex.compile(r"[1-9]\d{0,2}")
_GROUP: Final = regex.compile(r"\d{3}")
_DENSE_SCALES: Final = {"千": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
"""Signs behind a number that begin a run of Chinese."""
_PUNCTUATION: Final = regex.compile(r"[.,٫٬]+$")
_YEAR: Final = regex.compile(r"19\d\d|200[1-9]|20[1-3]\d")
_MONEY: Final = regex.compile(r"[$€£¥₽₺₹₩]\s?$")
_PERCENT: Final = regex.compile(r"\s?[%٪]")
_DAY: Final = regex.compile(r"[0-3]?\d(?:st|nd|rd|th|er|º)?")
_SUFFIX: Final = "stndrheº"
_GROUPS: Final = frozenset("\u00a0\u2009\u202f")
"""Spaces that stand within a number only."""
_SPACED: Final = frozenset({"fr", "ru", "es", "pt", "uk", "pl", "cs", "sv", "no", "nb", "fi"})
"""Languages that part thousands by any space."""
_LONGEST: Final = 15
"""Digits of the longest number that is read as one."""


class Figure(NamedTuple):
    """A number that a headline says."""

    key: str
    """``42``; ``y2014`` a year, ``o3`` third, ``d0`` Monday, ``$2000000``, ``%3``."""
    words: int
    """How many words say it."""


def figures(row: Sequence[str], between: Sequence[str], lang: str | None) -> dict[int, Figure]:
    """Return the numbers that a row of folded words says, by the index of their first word.

    ``between`` is what stands before each word, and at the end: ``$2M``, ``2 million dollars`` and
    ``two million dollars`` are one number.
    """
    found: dict[int, Figure] = {}
    saying = _saying(lang)
    at = 0
    while at < len(row):
        if row[at] not in saying and not row[at][0].isdecimal():
            at += 1
            continue
        figure = _date(row, at, lang) or _at(row, between, at, lang)
        if figure is not None:
            found[at] = figure
        at += figure.words if figure is not None else 1
    return found


@cache
def _saying(lang: str | None) -> frozenset[str]:
    """Return the words that may say a number; most words do not, and are looked at once."""
    return frozenset((*_months(lang), *_weekdays(lang), *forms("ordinals"), *forms("numbers")))


def _at(row: Sequence[str], between: Sequence[str], at: int, lang: str | None) -> Figure | None:
    size = _grouped(row, between, at, lang)
    key = _figure("".join(row[at : at + size]), lang)
    if not key:
        return None
    if not key[0].isdecimal() and key[0] != "y":
        return Figure(key, size)
    following = row[at + size] if at + size < len(row) else ""
    scale = forms("scales").get(following)
    if scale is not None and read_in(following, lang):
        key, size = _written(key, int(scale)), size + 1
    elif following[:1] in _DENSE_SCALES and not between[at + size]:
        key = _written(key, _DENSE_SCALES[following[0]])
    sign, words = _sign(row[at + size : at + size + 2])
    size += words
    if _MONEY.search(between[at]) or sign == "money":
        key = f"${key.removeprefix('y')}"
    elif _PERCENT.match(between[at + size - words]) or "percent" in {sign, _before(row, at)}:
        key = f"%{key}"
    return Figure(key, size)


def _grouped(row: Sequence[str], between: Sequence[str], at: int, lang: str | None) -> int:
    """Return how many words of a row one number takes: ``61 300`` two."""
    size = 1
    if _OPENING.fullmatch(row[at]):
        while at + size < len(row) and _GROUP.fullmatch(row[at + size]):
            space = between[at + size]
            if space not in _GROUPS and (space != " " or lang not in _SPACED):
                break
            size += 1
    return size


def _sign(after: Sequence[str]) -> tuple[str | None, int]:
    """Return what a number is of by the words behind it, and how many of them say so."""
    for size in (1, 2):
        sign = forms("signs").get("_".join(after[:size])) if len(after) >= size else None
        if sign is not None:
            return sign, size
    return None, 0


def _before(row: Sequence[str], at: int) -> str | None:
    """Return what a number is of by the word before it, as Turkish says percent."""
    return "percent" if at and row[at - 1] == "yuzde" else None


def _date(row: Sequence[str], at: int, lang: str | None) -> Figure | None:
    """Return a day and its month, in either order, ``de`` between them or not."""
    months = _months(lang)
    here, near = row[at], row[at + 1 : at + 3]
    if here in months and near and _DAY.fullmatch(near[0]):
        return Figure(f"t{months[here]}-{int(near[0].rstrip(_SUFFIX))}", 2)
    if _DAY.fullmatch(here) and near and near[0] in months:
        return Figure(f"t{months[near[0]]}-{int(here.rstrip(_SUFFIX))}", 2)
    if _DAY.fullmatch(here) and len(near) == 2 and near[0] == "de" and near[1] in months:
        return Figure(f"t{months[near[1]]}-{int(here.rstrip(_SUFFIX))}", 3)
    if near[:1] == ["月"] and here.isdecimal() and len(row) > at + 2 and row[at + 2].isdecimal():
        return Figure(f"t{int(here)}-{int(row[at + 2])}", 3)
    return None


@cache
def _months(lang: str | None) -> Mapping[str, int]:
    """Return the names of the months in a language (CLDR), in the forms that follow a day too."""
    try:
        months = Locale.parse(lang or "en").months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        fold(name).rstrip("."): at
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for at, name in months[context][width].items()
        if name[0].isalpha() and len(name) > 2
    }


@lru_cache(maxsize=16384)
def _figure(word: str, lang: str | None) -> str | None:
    if word[0].isdecimal():
        return _digits(word)
    day = _weekdays(lang).get(word)
    if day is not None:
        return day
    if not read_in(word, lang):
        return None
    ordinal = forms("ordinals").get(word)
    return f"o{ordinal}" if ordinal is not None else forms("numbers").get(word)


def _digits(word: str) -> str | None:
    plain = _NUMBER.fullmatch(word)
    if plain is None:
        scaled = _SCALED.fullmatch(word)
        return _written(scaled[1], int(forms("scales")[scaled[2]])) if scaled else None
    if plain[2]:
        return f"o{_written(plain[1])}"
    return f"y{plain[1]}" if _YEAR.fullmatch(plain[1]) else _written(plain[1])


@cache
def _weekdays(lang: str | None) -> Mapping[str, str]:
    """Return the names of the days of the week in a language (CLDR): which day each is."""
    try:
        wide = Locale.parse(lang or "en").days["stand-alone"]["wide"]
    except (UnknownLocaleError, ValueError):
        return {}
    return {fold(name): f"d{at}" for at, name in wide.items() if " " not in name}


def _written(digits: str, scale: int = 1) -> str:
    """Return a number in one form, whatever parts its thousands and decimals."""
    digits = _PUNCTUATION.sub("", digits.removeprefix("y"))
    if _THOUSANDS.fullmatch(digits):
        digits = regex.sub(r"[.,٬]", "", digits)
    digits = regex.sub(r"[,٫]", ".", digits)
    if scale == 1 or digits.count(".") > 1 or len(digits) > _LONGEST:
        return digits
    return f"{float(digits) * scale:.2f}".rstrip("0").rstrip(".")
