"""Words of news that tell little of one event, and words that mean the same in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from bot.text.normal import fold
from bot.text.stems import keys, stem
from bot.text.stopwords import STOP_WORDS


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return ``event_words.toml`` as it stands."""
    text = resources.files("bot.summaries").joinpath("event_words.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def forms(part: str) -> Mapping[str, str]:
    """Return the folded words of a part of the table, and the entry each is in."""
    return {fold(form): entry for entry, row in table()[part].items() for form in row.split()}


def read_in(form: str, lang: str | None) -> bool:
    """Return whether a folded form is that word in a language, and not one that looks like it."""
    only = table()["only"].get(form)
    return only is None or lang in only.split()


@lru_cache(maxsize=8192)
def concept(word: str, lang: str | None) -> str | None:
    """Return what a word of news means, the same for all its synonyms in all languages we know."""
    folded = fold(word)
    found = forms("concepts").get(folded)
    if found is not None:
        return found if read_in(folded, lang) else None
    if len(folded) < 4:
        return None
    stems = _stemmed(lang)
    return next((stems[key] for key in keys(word, lang) if key in stems), None)


@cache
def _stemmed(lang: str | None) -> Mapping[str, str]:
    """Return the stems that the forms of meanings have in a language."""
    made: dict[str, str] = {}
    for form, meaning in forms("concepts").items():
        if read_in(form, lang):
            made.setdefault(stem(form, lang), meaning)
    return made


def is_function(folded: str, lang: str | None) -> bool:
    """Return whether a folded word has no meaning of its own."""
    return folded in _functions(lang or "en")


@cache
def _functions(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in STOP_WORDS.get(lang, ()))


def is_common(folded: str, stemmed: str, lang: str | None) -> bool:
    """Return whether a folded word, or its stem, is in too many headlines to tell one event."""
    known = _common(lang or "en")
    return folded in known or stemmed in known


@cache
def _common(lang: str) -> frozenset[str]:
    listed = table()["common"].get(lang, "").split()
    return frozenset(key for word in listed for key in (fold(word), stem(word, lang)))
