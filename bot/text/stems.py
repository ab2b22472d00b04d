"""Word forms: one key for the inflected forms of a word, in the language of its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Final, Protocol

import regex
import Stemmer

from bot.text import inflection, romance, semitic, snowballed
from bot.text.normal import fold


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's name


# Snowball's algorithm for each language that has one, but for those in _OURS: Snowball joins
# "import" with "important", and misses many Arabic, Persian and (without accents) Turkish forms.
_SNOWBALL: Final = {
    "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "es": "spanish",
    "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
}  # fmt: skip
_OURS: Final[Mapping[str, Callable[[str], str]]] = {
    "en": inflection.english, "tr": inflection.turkish,
    "ar": semitic.arabic, "fa": semitic.persian, "ko": inflection.korean,
    "es": romance.spanish, "fr": romance.french,
}  # fmt: skip
_WHOLE: Final[Mapping[str, Callable[[str], str | None]]] = {
    "de": snowballed.german_whole, "ru": snowballed.russian_whole,
}  # fmt: skip
# The script of each language's letters, by the name of its first letters in Unicode.
_SCRIPTS: Final = {
    "arabic": ("ar", "fa"), "cyrillic": ("ru",), "greek": ("el",), "devanagari": ("hi", "ne"),
    "armenian": ("hy",), "tamil": ("ta",), "hangul": ("ko",),
    "latin": ("en", "ca", "da", "de", "es", "fi", "fr", "hu", "id", "it", "lt", "no", "nl", "pl",
              "pt", "ro", "sr", "sv", "tr"),
}  # fmt: skip
_RANGES: Final = (
    (0x0250, "latin"), (0x0370, ""), (0x0400, "greek"), (0x0530, "cyrillic"), (0x0590, "armenian"),
    (0x0600, "hebrew"), (0x0780, "arabic"), (0x0900, ""), (0x0980, "devanagari"), (0x0B80, ""),
    (0x0C00, "tamil"), (0x1E00, ""), (0x1F00, "latin"), (0x2000, "greek"),
    (0xAC00, ""), (0xD7B0, "hangul"),
)  # fmt: skip
_LANGUAGE_SCRIPT: Final = {lang: script for script, langs in _SCRIPTS.items() for lang in langs}


def _same(folded: str) -> str:
    return folded


def _portuguese_number(folded: str) -> str:
    # eleição and eleições without their accents
    return regex.sub("(?:oes|aes)$", "ao", folded) if len(folded) > 4 else folded


_WITH_VOWEL_SIGNS: Final = regex.compile(r"[\p{Devanagari}\p{Tamil}]+").fullmatch
_MENDED: Final[Mapping[str, Callable[[str], str]]] = {
    "pt": _portuguese_number,
    "de": snowballed.german_masculine,
}  # fmt: skip


def script(word: str) -> str:
    """Return the script of a folded word's first letter: ``latin``, ``arabic`` ..., or ``""``."""
    first = next((c for c in word if c.isalpha()), "")
    if not first:
        return ""
    return next((name for end, name in _RANGES if ord(first) < end), "")


def script_of(lang: str) -> str | None:
    """Return the script that a language is written in, by the names of ``script``, if known."""
    return "latin" if lang in _LATIN_UNSTEMMED else _LANGUAGE_SCRIPT.get(lang)


@cache
def _stemmer(lang: str) -> _Stemmer:
    made: _Stemmer = Stemmer.Stemmer(_SNOWBALL[lang])
    return made


def language_for(word_script: str, lang: str | None) -> str | None:
    """Return whose forms a word of this script has in a text of language ``lang``.

    That of the text where it is written so, else the script's first language; None without one.
    """
    known = _SCRIPTS.get(word_script)
    if known is None:
        return None
    if lang is not None and (lang in known or _LANGUAGE_SCRIPT.get(lang) == word_script):
        return lang
    if lang is not None and word_script == "latin" and lang not in _LANGUAGE_SCRIPT:
        return None if lang in _LATIN_UNSTEMMED else known[0]
    return known[0]


# Written with Latin letters, with no forms that we know: their words stay as they are.
_LATIN_UNSTEMMED: Final = frozenset(
    {"vi", "ms", "sw", "so", "ha", "yo", "ig", "uz", "az", "sq", "hr", "bs", "sl", "sk", "cs", "et"}
    | {"lv", "is", "ga", "cy", "eu", "gl", "af", "tl", "fil", "mt", "rw", "om", "pcm"}
)


def _stem(folded: str, lang: str | None) -> str:
    if lang is None or len(folded) < 3 or not (folded.isalpha() or _WITH_VOWEL_SIGNS(folded)):
        return folded
    ours = _OURS.get(lang)
    if ours is not None:
        return ours(folded)
    if lang not in _SNOWBALL:
        return folded
    whole = _WHOLE[lang](folded) if lang in _WHOLE else None
    if whole is not None:
        return whole
    found = _stemmer(lang).stemWord(_MENDED.get(lang, _same)(folded)) or folded
    return snowballed.russian_mended(found) if lang == "ru" else found


@lru_cache(maxsize=16384)
def stem(word: str, lang: str | None) -> str:
    """Return the key that all forms of ``word`` share in a text of language ``lang`` (BCP 47).

    The key is folded; a word of another script than the language's is stemmed by its own script's
    first language (Latin: English), so that keys of a query word can be listed beforehand.
    """
    folded = fold(word)
    base = lang.split("-")[0].lower() if lang else None
    return _stem(folded, language_for(script(folded), base))


_RESTS: Final[Mapping[str, Callable[[str], tuple[str, ...]]]] = {
    "ar": semitic.arabic_rests, "fa": semitic.persian_rests, "hebrew": semitic.hebrew_rests,
    "tr": inflection.turkish_rests, "es": romance.spanish_rests, "fr": romance.french_rests,
    "ru": snowballed.russian_rests,
}  # fmt: skip


def keys(word: str, lang: str | None) -> tuple[str, ...]:
    """Return every key under which a word of a text is found: its own first.

    Arabic writes "and", "by" and "to" onto the word that follows, so that it has several.
    """
    own = stem(word, lang)
    base = language_for(script(word), lang.split("-")[0].lower() if lang else None)
    rules = _RESTS.get(base or script(word))
    if rules is None:
        return (own,)
    rests = rules(fold(word))
    return tuple(dict.fromkeys((own, *(stem(rest, lang) for rest in rests))))


def clitic_rests(word: str, lang: str | None) -> tuple[str, ...]:
    """Return an Arabic word without the "and", "by" or "to" that may be written onto it."""
    if script(word) != "arabic" or language_for("arabic", lang) != "ar":
        return ()
    return semitic.arabic_rests(fold(word))


@lru_cache(maxsize=8192)
def stems(word: str) -> frozenset[str]:
    """Return every key that ``stem`` gives for ``word`` in a text of any language."""
    folded = fold(word)
    langs = _SCRIPTS.get(script(folded), ())
    return frozenset({folded} | {_stem(folded, lang) for lang in langs})


@lru_cache(maxsize=8192)
def stems_by_language(word: str) -> Mapping[str, frozenset[str]]:
    """Return the same, each with those of ``readings`` in which ``stem`` gives it."""
    folded = fold(word)
    there = script(folded)
    found: dict[str, set[str]] = {}
    unstemmed = (None,) if there == "latin" or there not in _SCRIPTS else ()
    for lang in (*unstemmed, *_SCRIPTS.get(there, ())):
        found.setdefault(_stem(folded, lang), set()).add(lang or "")
    return {key: frozenset(langs) for key, langs in found.items()}


def readings(lang: str | None) -> tuple[str, ...]:
    """Return as words of which languages ``stem`` takes those of a text: one of each script."""
    return tuple(
        language_for(name, lang) or "" for name, languages in _SCRIPTS.items() if len(languages) > 1
    )
