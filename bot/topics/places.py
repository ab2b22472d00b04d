"""Countries and territories: what their names, in any language we know, stand for.

Names are CLDR's (through babel) and those beside them in ``names/*.toml``, which also has the
words for the people and what is theirs. A language is read when a story or topic first needs it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

import regex
from babel import Locale

from bot.text import dense
from bot.text.normal import fold
from bot.text.tokens import APOSTROPHES, words
from bot.text.wordlist import folded_set, word_set
from bot.topics import declension
from bot.topics.surfaces import surfaces

_APOSTROPHE: Final = regex.compile(f"[{APOSTROPHES}]")
LONGEST: Final = 6
"""Words of the longest name."""
LANGUAGES: Final = ("en", "ar", "fa", "ru", "es", "fr", "de", "tr", "zh")
"""Languages whose names of places we know: those of the interface."""
_CONTINENTS: Final = frozenset({"002", "142", "150"})
_NO_PLACE: Final = frozenset({"EZ", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"})
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "KOREA": frozenset({"KP", "KR"}), "CONGO": frozenset({"CD", "CG"}),
}  # fmt: skip
"""Names that several countries share: who asks for Korea gets both."""
# Places whose name is a frequent word or a frequent person's name in that language.
_SAME_AS_WORD: Final = frozenset(
    {("ru", "TG"), ("fr", "MU"), ("es", "GD"), ("ar", "ML"), ("fa", "ML")}
)


class Name(NamedTuple):
    """A name of a place, or of its people, in one language."""

    code: str
    """ISO 3166 code; empty for a name that only looks like a place's."""
    people: bool
    """True for the people's name and the adjective."""
    capital: str
    """``first`` where it is written with a capital, ``all`` for an acronym, else empty."""


_Names = Mapping[tuple[str, ...], Sequence[Name]]


class Gazetteer(NamedTuple):
    """The names of one language, looked up by folded words."""

    names: _Names
    openings: Mapping[str, int]
    """The first word of each name: how many words the longest that starts so has."""


class Found(NamedTuple):
    """A place named in a story."""

    lang: str
    """The language of the name."""
    first: int
    """Position of its first word."""
    last: int
    """Position of its last word."""


Atom = tuple[int, str, str]
"""A word of a story: its position, folded and as it stands."""


@cache
def table(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Return the names that this project keeps for a language: people, names and other."""
    text = resources.files("bot.topics").joinpath("names", f"{lang}.toml").read_text("utf-8")
    return tomllib.loads(text)


def split(listed: str) -> list[str]:
    """Return the names of a line of the table."""
    return [name.strip() for name in listed.replace("\n", " ").split(",") if name.strip()]


@cache
def territories(lang: str) -> Mapping[str, str]:
    """Return CLDR's names of countries, territories and continents by code."""
    made = {
        code: name.partition(" (")[0]
        for code, name in Locale.parse(lang).territories.items()
        if (len(code) == 2 and code.isalpha() and code not in _NO_PLACE) or code in _CONTINENTS
    }
    return {code: name for code, name in made.items() if (lang, code) not in _SAME_AS_WORD}


def titles(lang: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of each place in a language, in dictionary form."""
    yield from territories(lang).items()
    if lang == "zh":
        yield from territories("zh_Hant").items()
    for code, names in table(lang).get("names", {}).items():
        yield from ((code, name) for name in split(names))


def peoples(lang: str) -> Iterator[tuple[str, str]]:
    """Yield code and each word for the people of a place, in dictionary form."""
    for code, people in table(lang).get("people", {}).items():
        yield from ((code, one) for one in split(people))
    for code, name in titles(lang):
        one = declension.origin(name, lang)
        if one is not None:
            yield code, one


def folded(text: str, lang: str | None = None) -> tuple[str, ...]:
    """Return the folded words of a name."""
    if lang in {"ar", "fa"}:
        text = text.replace("\u200c", "")
    return tuple(found for token in words(text) for found in surfaces(token.text, lang)[:1])


# Without a capital these are other words: to polish, a turkey, чад (fumes), того (of that).
_CAPITAL: Final = folded_set(
    """polish pole poles swede swedes turkey china guinea jersey chad jordan lao finn dane danes
    este esten ire iren polen inder finne finnen lette letten ungar thai
    çin çek leh çad fas mısır umman hint fin kazak gine şili alman inde liban chili malte maurice
    chile togo mali того чад чада чаду чадом чаде мали гана ганы перу рф"""
)


def _capital(text: str) -> str:
    if text.isupper() and text[0].lower() != text[0]:
        return "all"
    return "first" if fold(text) in _CAPITAL else ""


def _listed(lang: str) -> Iterator[tuple[str, Name]]:
    for code, title in titles(lang):
        for form in declension.place_forms(title, lang):
            yield form, Name(code, False, _capital(form))
    for code, people in peoples(lang):
        for form in declension.people_forms(people, lang):
            yield form, Name(code, True, _capital(form))
    for text in split(table(lang).get("other", {}).get("words", "")):
        yield text, Name("", False, "")


@cache
def gazetteer(lang: str) -> Gazetteer:
    """Return the names of a language in LANGUAGES."""
    names: dict[tuple[str, ...], list[Name]] = {}
    openings: dict[str, int] = {}
    for text, name in _listed(lang):
        key = folded(text, lang)
        known = names.setdefault(key, [])
        if all(other.code != name.code for other in known):
            known.append(name)
        openings[key[0]] = max(openings.get(key[0], 0), len(key))
    return Gazetteer({key: tuple(known) for key, known in names.items()}, openings)


@cache
def _typed() -> Mapping[tuple[str, ...], tuple[str, frozenset[str]]]:
    """Return each place's name as people type it: its code, and the languages that call it so."""
    made: dict[tuple[str, ...], tuple[str, frozenset[str]]] = {}
    for lang in LANGUAGES:
        for code, title in titles(lang):
            key = folded(title, lang)
            known, langs = made.get(key, (code, frozenset()))
            if known == code:
                made[key] = (code, langs | {lang})
    return made


def named(row: Sequence[str]) -> tuple[int, str | None]:
    """Return how many of the first words name a place, and its code; (0, None) without one."""
    for size in range(min(len(row), LONGEST), 0, -1):
        found = _typed().get(tuple(row[:size]))
        if found is not None:
            return size, found[0]
    return 0, None


def may_begin(word: str) -> bool:
    """Return whether a name of a place begins with a folded word."""
    return word in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(row[0] for row in _typed())


def typed_in(name: str) -> frozenset[str]:
    """Return the languages in which a folded name is a place's."""
    return _typed().get(tuple(name.split(" ")), ("", frozenset[str]()))[1]


# Names that are everyday words or persons' names in other languages: they stand for the place only
# where the chat reads the language in which they do (Çin, Çad and Fas are China, Chad, Morocco).
AMBIGUOUS: Final = word_set(
    """ab abd bae bm cad chili cin eau fas gana gine inde indien island liban malte man maurice
    misir polen rdc sili somali suede ue umman uno vae"""
)
CAPITALS_ONLY: Final = word_set("ab bm eu ue un us")
"""Acronyms that are found in capitals only, however they were typed: lower case is another word."""


def languages_of(lang: str | None) -> tuple[str, ...]:
    """Return the languages whose names are looked for in a text of language ``lang``."""
    return (lang,) if lang in LANGUAGES and lang != "zh" else ()


def find(atoms: Sequence[Atom], lang: str) -> Iterator[tuple[str, Found]]:
    """Yield the code and place of each name of ``lang`` among the words of a story."""
    known = gazetteer(lang)
    skip_to = 0
    for at, (_, word, _) in enumerate(atoms):
        openings = _openings(word, lang)
        if not openings or at < skip_to:
            continue
        size, names = _longest(known, atoms, at, openings)
        for name in names:
            yield name.code, Found(lang, atoms[at][0], atoms[at + size - 1][0])
        skip_to = at + size


_Opening = tuple[str, bool, int]


@lru_cache(maxsize=16384)
def _openings(word: str, lang: str) -> tuple[_Opening, ...]:
    """Return the readings of a word that open a name: for a people's only?, longest name's words.

    Most words open none; that is the one look-up each word of a story costs.
    """
    openings = gazetteer(lang).openings
    return tuple(
        (reading, people_only, openings[reading])
        for reading, people_only in declension.readings(word, lang)
        if reading in openings
    )


def _longest(
    known: Gazetteer, atoms: Sequence[Atom], at: int, openings: Iterable[_Opening]
) -> tuple[int, Sequence[Name]]:
    for word, people_only, longest in openings:
        for size in range(min(longest, len(atoms) - at), 0, -1):
            row = atoms[at : at + size]
            if row[-1][0] - row[0][0] != size - 1:
                continue
            names = [
                name
                for name in known.names.get((word, *(other for _, other, _ in row[1:])), ())
                if (name.people or not people_only) and _written_so(name, row[0][2])
            ]
            if names:
                return size, names
    return 0, ()


def in_capitals(raw: str) -> bool:
    """Return whether a word is an acronym, its possessive s or Turkish ending aside (UK's)."""
    return _APOSTROPHE.split(raw, maxsplit=1)[0].isupper()


def _written_so(name: Name, raw: str) -> bool:
    """Tell Polish from polish and US from us, in languages that write names with capitals."""
    if name.capital == "all":
        return in_capitals(raw)
    return not name.capital or raw[0].isupper()


@cache
def _dense_names() -> dense.Openings:
    """Return Chinese names of places, and words that only look like them."""
    other = [("", word) for word in split(table("zh").get("other", {}).get("words", ""))]
    return dense.by_opening([*titles("zh"), *other])


def find_dense(first: int, run: str) -> Iterator[tuple[str, Found]]:
    """Yield the code and place of each Chinese name in a run that starts at position ``first``."""
    for code, begin, end in dense.find(run, _dense_names()):
        yield code, Found("zh", first + begin, first + end - 1)


def shown(code: str, lang: str) -> list[str]:
    """Return a place's name in a language and its people's, as a reader would list them."""
    named = [title for known, title in titles(lang) if known == code]
    people: list[str] = []
    for known, one in peoples(lang):
        if known == code:
            many = declension.english_plural(one) if lang == "en" else None
            people += [one, many] if many else [one]
    return [*named[:1], *people, *named[1:]]
