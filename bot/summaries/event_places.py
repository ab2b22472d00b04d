"""Countries named in a headline, in any language that CLDR (through babel) names them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

import regex
from babel import Locale, UnknownLocaleError

from bot.summaries.event_words import read_in, table
from bot.text import dense
from bot.text.normal import fold
from bot.text.stems import script
from bot.text.tokens import words

_NONE: Final = frozenset({"EZ", "QO", "XA", "XB", "ZZ", "UN", "AQ", "AC", "CP", "DG", "EA", "IC",
                          "TA", "JE", "IM", "GG"})  # fmt: skip
_NO_PLACE: Final = frozenset({"indiana", "romans"})
_LONGEST: Final = 5
"""Words of the longest name."""
# What a name that lacks its last vowels may end in: cases and adjectives, by script.
_ENDINGS: Final = {
    "latin": regex.compile(
        r"n|ns|an|ans|ian|ians|i|is|s|ese|n[ae]s|an[ae]s?|en|ens|enne|ennes|isch\w*"
        r"|(?:y|n)?[ae]|d[ae]n?|t[ae]n?|l[iı]|nin|ya|ye|ta|de"
    ),
    "cyrillic": regex.compile(r"\w{1,7}"),
    "arabic": regex.compile(r"ي|يه|يين|يون|اي|هاي"),
}
_VOWELS: Final = {"latin": "aeiouy", "cyrillic": "аеиоуыьюяй", "arabic": "اهي"}


class _Names(NamedTuple):
    """The names of countries in a language."""

    rows: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    """The first folded word of each name: the names that start so, the longest first."""
    stems: Mapping[str, str]
    """Names of one word without their last vowels."""


@cache
def _names(lang: str) -> _Names:
    rows: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    stems: dict[str, str] = {}
    for code, name in _titles(lang):
        row = tuple(fold(token.text) for token in words(name))
        if lang == "ar":
            row = tuple(word.removeprefix("ال") for word in row)
        if not row or len(row) > _LONGEST:
            continue
        rows.setdefault(row[0], []).append((row, code))
        if len(row) == 1:
            bare = row[0].rstrip(_VOWELS.get(script(row[0]), ""))
            for stem in {row[0], bare} | ({row[0][:-1]} if row[0] != bare else set()):
                if len(stem) >= 4:
                    stems.setdefault(stem, code)
    return _Names(
        {first: sorted(set(named), key=lambda n: (-len(n[0]), n)) for first, named in rows.items()},
        stems,
    )


def _titles(lang: str) -> list[tuple[str, str]]:
    try:
        territories = Locale.parse(lang).territories
    except (UnknownLocaleError, ValueError):
        return []
    return sorted(
        (code, name.partition(" (")[0])
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NONE
    )


@cache
def _peoples() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the words for peoples, whole and by their beginning."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for code, forms in table()["peoples"].items():
        for form in forms.split():
            if form.endswith("*"):
                beginnings[fold(form[:-1])] = code
            else:
                whole[fold(form)] = code
    return whole, beginnings


def find(row: Sequence[str], lang: str | None) -> list[tuple[str, int]]:
    """Return for each place that a row of folded words names its code and the name's last index.

    The same code for a country, its people and what is theirs, whatever the language.
    """
    found: list[tuple[str, int]] = []
    langs = _langs(lang)
    at = 0
    while at < len(row):
        size, code = next((hit for hit in (_at(row, at, one) for one in langs) if hit[0]), (0, ""))
        if size:
            found.append((code, at + size - 1))
        at += size or 1
    return found


def _langs(lang: str | None) -> tuple[str, ...]:
    return (lang,) if lang else ("en", "ru", "ar", "fa")


def _at(row: Sequence[str], at: int, lang: str) -> tuple[int, str]:
    names, code_or_none = _begun(row[at], lang)
    for name, code in names:
        if name[1:] == tuple(row[at + 1 : at + len(name)]):
            return len(name), code
    return (1, code_or_none) if code_or_none else (0, "")


@lru_cache(maxsize=16384)
def _begun(word: str, lang: str) -> tuple[Sequence[tuple[tuple[str, ...], str]], str | None]:
    """Return the names that a word may begin, and the place that it names alone."""
    word = word.partition("'")[0]
    bare = word.removeprefix("ال") if lang == "ar" else word
    return _names(lang).rows.get(bare, ()), _one(word, lang)


def _one(word: str, lang: str) -> str | None:
    """Return the place that a word names in one of its forms, or whose people's name it is."""
    whole, beginnings = _peoples()
    if word in _NO_PLACE or not read_in(word, lang):
        return None
    for form in (word, word.removesuffix("s")):
        if form in whole:
            return whole[form]
    kind = script(word)
    endings = _ENDINGS.get(kind)
    if endings is None or len(word) < 4:
        return None
    bare = regex.sub("^[وبلف]?(?:ال)?", "", word) if kind == "arabic" and lang == "ar" else word
    stems = _names(lang).stems
    for size in range(len(bare), 3, -1):
        code = beginnings.get(bare[:size]) or stems.get(bare[:size])
        if code is not None and (
            size == len(bare) or endings.fullmatch(bare[size:]) or bare[:size] in beginnings
        ):
            known = stems.get(bare[:size])
            if size == len(bare) and known and bare not in _names(lang).rows:
                continue  # a name without its last vowel is no name
            return code
    return None


@cache
def _dense() -> dense.Openings:
    """Return the names of countries and peoples in Chinese, Japanese and Thai."""
    titles = [one for lang in ("zh", "zh_Hant", "ja", "th") for one in _titles(lang)]
    peoples = ((code, form) for form, code in _peoples()[0].items())
    written_so = [one for one in peoples if not one[1].isascii() and script(one[1]) == ""]
    return dense.by_opening([*titles, *written_so])


def find_dense(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield code, first and end index of each place named in a run without spaces."""
    return dense.find(run, _dense())
