"""What pages say around a story, in the story's language; English where we have no words."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

# CLDR: the scripts in use for these languages run from right to left.
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)

# Babel leaves the digits of dates Latin; Persian pages never do.
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Labels(NamedTuple):
    """The words of one language."""

    author: str
    latest: str
    feed: str
    newsstand: str
    undated: str
    footer: str
    weekdays: tuple[str, ...]
    """Monday first, as they stand in running text."""


def base(lang: str | None) -> str | None:
    """Return the language without its subtags, in lower case: ``en`` of ``en-GB``."""
    return None if lang is None else lang.split("-")[0].lower()


def direction(lang: str | None) -> str:
    """Return the HTML ``dir`` of a language: rtl, ltr, or auto where it is not known."""
    if lang is None:
        return "auto"
    return "rtl" if base(lang) in _RIGHT_TO_LEFT else "ltr"


def labels_for(lang: str | None) -> Labels:
    """Return the words of a language."""
    every = _all_labels()
    return every.get(base(lang) or "en", every["en"])


def date_line(instant: datetime, lang: str | None) -> str:
    """Return an instant as a reader of the language writes it, in UTC and saying so."""
    line = f"{format_datetime(instant, 'd MMMM y – HH:mm', locale=_locale(lang))} UTC"
    return line.translate(_PERSIAN_DIGITS) if base(lang) == "fa" else line


@cache
def _all_labels() -> dict[str, Labels]:
    text = (files(__package__) / "labels.toml").read_text("utf-8")
    return {
        lang: Labels(**{**words, "weekdays": tuple(words["weekdays"])})
        for lang, words in tomllib.loads(text).items()
    }


def _locale(lang: str | None) -> Locale:
    try:
        return Locale.parse((lang or "en").replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")
