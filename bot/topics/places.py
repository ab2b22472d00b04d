"""Countries and territories: what their names, in any language we know, stand for.

Names are CLDR's (through babel) and those beside them in ``names/*.toml``, which also has the
words for the people and what is theirs. A language is read when a story or topic first needs it.
"""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

import regex

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
"""Languages whose names of places stand for the place in every chat: those of the interface."""
OTHERS: Final = ("uk", "pt", "it", "ja", "ko", "he", "hi", "th", "nl", "pl", "sv", "id")
"""Languages whose names stand for it where the chat reads them, by default the story's."""
_DENSE: Final = frozenset({"zh", "ja", "th"})
_CONTINENTS: Final = frozenset({"002", "142", "150"})
_NO_PLACE: Final = frozenset({"EZ", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA"})
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "KOREA": frozenset({"KP", "KR"}), "CONGO": frozenset({"CD", "CG"}),
}  # fmt: skip
"""Names that several countries share: who asks for Korea gets both."""
# Places whose name is a frequent word or a frequent person's name in that language.
_SAME_AS_WORD: Final = frozenset(
    {("ru", "TG"), ("fr", "MU"), ("es", "GD"), ("ar", "ML"), ("fa", "ML")}
    | {("fr", "GD"), ("pt", "GD"), ("it", "GD")}
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
    file = resources.files("bot.topics").joinpath("names", f"{lang}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def split(listed: str) -> list[str]:
    """Return the names of a line of the table."""
    return [name.strip() for name in listed.replace("\n", " ").split(",") if name.strip()]


@cache
def territories(lang: str) -> Mapping[str, str]:
    """Return CLDR's names of countries, territories and continents by code."""
    made = (line.partition("\t") for line in _cldr(lang).split("\n"))
    return {code: name for code, _, name in made if (lang, code) not in _SAME_AS_WORD}


def _cldr(lang: str) -> str:
    """Return the names of a language, a line of code and name each.

    Babel keeps all of a language for ever, a megabyte; read so, only one text of it stays.
    """
    data = resources.files("babel").joinpath("locale-data", f"{lang}.dat").read_bytes()
    known = pickle.loads(data)["territories"]  # noqa: S301 - a file of the installed package
    return "\n".join(
        f"{code}\t{name.partition(' (')[0]}"
        for code, name in known.items()
        if (len(code) == 2 and code.isalpha() and code not in _NO_PLACE) or code in _CONTINENTS
    )


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
CAPITAL: Final = folded_set(
    """polish pole poles swede swedes turkey china guinea jersey chad jordan lao finn dane danes
    este esten ire iren polen inder finne finnen lette letten ungar thai
    çin çek leh çad fas mısır umman hint fin kazak gine şili alman inde liban chili malte maurice
    chile togo mali того чад чада чаду чадом чаде мали гана ганы перу рф
    малі джерсі franca brit brits alman kazak"""
)


def _capital(text: str) -> str:
    if text.isupper() and text[0].lower() != text[0]:
        return "all"
    return "first" if fold(text) in CAPITAL else ""


def _listed(lang: str) -> Iterator[tuple[str, Name]]:
    for code, title in titles(lang):
        for form in declension.place_forms(title, lang):
            yield form, Name(code, False, _capital(form))
    for code, people in peoples(lang):
        for form in declension.people_forms(people, lang):
            yield form, Name(code, True, _capital(form))
    for text in split(table(lang).get("other", {}).get("words", "")):
        for form in declension.place_forms(text, lang):
            yield form, Name("", False, "")


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
    for lang in (*LANGUAGES, *OTHERS):
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


@cache
def beginnings() -> frozenset[str]:
    """Return the folded words that a name of a place begins with."""
    return frozenset(row[0] for row in _typed())


def typed_in(name: str) -> frozenset[str]:
    """Return the languages in which a folded name is a place's."""
    return _typed().get(tuple(name.split(" ")), ("", frozenset[str]()))[1]


# Names that are everyday words or persons' names in other languages: they stand for the place only
# where the chat reads the language in which they do (Çin, Çad and Fas are China, Chad, Morocco).
AMBIGUOUS: Final = word_set(
    """ab abd bae bm cad chili eau fas gana gine inde indien island malte man maurice
    polen rdc sili somali suede ue uno vae"""
)


def is_telling(name: str) -> bool:
    """Return whether a folded name stands for its place whatever a chat reads."""
    return name not in AMBIGUOUS and not typed_in(name).isdisjoint(LANGUAGES)


CAPITALS_ONLY: Final = word_set("ab bm eu ue un us")
"""Acronyms that are found in capitals only, however they were typed: lower case is another word."""


def languages_of(lang: str | None) -> tuple[str, ...]:
    """Return the languages whose names are looked for in a text of language ``lang``."""
    return (lang,) if lang in (*LANGUAGES, *OTHERS) and lang not in _DENSE else ()


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
def _dense_names(lang: str) -> dense.Openings:
    """Return the names of a language without spaces; some stand for two places (中美)."""
    kept = table(lang)
    other = [("", word) for word in split(kept.get("other", {}).get("words", ""))]
    pairs = [(codes, text) for text, codes in kept.get("pairs", {}).items()]
    named = [(code, fold(name)) for code, name in titles(lang)]
    return dense.by_opening([*named, *other, *pairs])


_KATAKANA: Final = regex.compile(r"[\p{Katakana}ー]{2}")


def find_dense(first: int, run: str, lang: str | None) -> Iterator[tuple[str, Found]]:
    """Yield the code and place of each name in a run that starts at position ``first``.

    The longest name from the left wins, so that none begins within another (东北|京剧).
    """
    if lang not in _DENSE:
        return
    for codes, begin, end in dense.find(run, _dense_names(lang)):
        found = Found(lang, first + begin, first + end - 1)
        # シリア is not within シリアル
        if lang == "ja" and (
            _KATAKANA.match(run, end - 1) or (begin and _KATAKANA.match(run, begin - 1))
        ):
            yield "", found
        else:
            yield from ((code, found) for code in codes.split() or [""])


def shown(code: str, lang: str) -> list[str]:
    """Return a place's name in a language and its people's, as a reader would list them."""
    named = [title for known, title in titles(lang) if known == code]
    people: list[str] = []
    for known, one in peoples(lang):
        if known == code:
            many = declension.english_plural(one) if lang == "en" else None
            people += [one, many] if many else [one]
    return [*named[:1], *people, *named[1:]]
