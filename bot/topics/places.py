"""Countries and territories: what their names, in any language we know, stand for.

Names are CLDR's (through babel) and those beside them in ``names/*.toml``, which also has the
words for the people and what is theirs. A language is read when a story or topic first needs it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from babel import Locale

from bot.text.tokens import words
from bot.topics.surfaces import surfaces

LONGEST: Final = 6
"""Words of the longest name."""
LANGUAGES: Final = ("en", "ar", "fa", "ru", "es", "fr", "de", "tr", "zh")
"""Languages whose names of places we know, as the interface speaks them."""


class Name(NamedTuple):
    """A name of a place, or of its people, in one language."""

    code: str
    """ISO 3166 code; empty for a name that only looks like a place's."""
    people: bool
    """True for the people's name and the adjective."""
    text: str
    """As it is written."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of one language."""

    names: Mapping[tuple[str, ...], Sequence[Name]]
    """By folded words."""
    openings: Mapping[str, int]
    """The first word of each name: how many words the longest that starts so has."""


def _is_code(code: str) -> bool:
    return (
        len(code) == 2
        and code not in {"EZ", "QO", "XA", "XB", "ZZ"}
        or code in {"002", "150", "142"}
    )


def plural(people: str) -> str | None:
    """Return the English plural of a people's name, where it has one in -s."""
    if people.endswith(("ese", "ss", "sh", "ch", "men", "women", "man", "woman", "ois")):
        return None
    return people + "s"


def _load(lang: str) -> Mapping[str, Mapping[str, str]]:
    text = resources.files("bot.topics").joinpath("names", f"{lang}.toml").read_text("utf-8")
    return tomllib.loads(text)


def _split(text: str) -> Iterator[str]:
    return (name.strip() for name in text.replace("\n", " ").split(",") if name.strip())


def _listed(lang: str) -> Iterator[Name]:
    table = _load(lang)
    for code, name in Locale.parse(lang).territories.items():
        if _is_code(code):
            yield Name(code, False, name)
            short = name.partition(" (")[0]
            if short != name:
                yield Name(code, False, short)
    for code, names in table.get("names", {}).items():
        yield from (Name(code, False, name) for name in _split(names))
    for code, people in table.get("people", {}).items():
        for one in _split(people):
            yield Name(code, True, one)
            many = plural(one) if lang == "en" else None
            if many:
                yield Name(code, True, many)
    yield from (Name("", False, name) for name in _split(table.get("other", {}).get("words", "")))


def folded(text: str, lang: str | None = None) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(found for token in words(text) for found in surfaces(token.text, lang)[:1])


@cache
def gazetteer(lang: str) -> Gazetteer:
    """Return the names of a language in LANGUAGES."""
    names: dict[tuple[str, ...], list[Name]] = {}
    openings: dict[str, int] = {}
    for name in _listed(lang):
        key = folded(name.text, lang)
        if not key:
            continue
        known = names.setdefault(key, [])
        if all(other.code != name.code for other in known):
            known.append(name)
        openings[key[0]] = max(openings.get(key[0], 0), len(key))
    return Gazetteer(names, openings)


@cache
def _typed() -> Mapping[tuple[str, ...], str]:
    made: dict[tuple[str, ...], str] = {}
    for lang in LANGUAGES[:1]:
        for key, names in gazetteer(lang).names.items():
            for name in names:
                if name.code and not name.people:
                    made.setdefault(key, name.code)
    return made


def named(row: Sequence[str]) -> tuple[int, str | None]:
    """Return how many of the first words name a place, and its code; (0, None) without one."""
    for size in range(min(len(row), LONGEST), 0, -1):
        code = _typed().get(tuple(row[:size]))
        if code is not None:
            return size, code
    return 0, None


def languages_of(lang: str | None) -> tuple[str, ...]:
    """Return the languages whose names are looked for in a text of language ``lang``."""
    return ("en",) if lang in {"en", None} else ()


@cache
def typed_in(name: str) -> frozenset[str]:
    """Return the languages in which a folded name is a place's."""
    key = tuple(name.split(" "))
    return frozenset(lang for lang in LANGUAGES[:1] if key in gazetteer(lang).names)


class Found(NamedTuple):
    """A place named in a story."""

    lang: str
    """The language of the name."""
    first: int
    """Position of its first word."""
    last: int
    """Position of its last word."""
    people: bool


def find(atoms: Sequence[tuple[int, str, str]], lang: str) -> Iterator[tuple[str, Found]]:
    """Yield the code and place of each name of ``lang`` among (position, folded, raw) words."""
    known = gazetteer(lang)
    at = 0
    while at < len(atoms):
        longest = known.openings.get(atoms[at][1], 0)
        size = _longest(known, atoms, at, longest) if longest else 0
        if size:
            first, last = atoms[at][0], atoms[at + size - 1][0]
            key = tuple(word for _, word, _ in atoms[at : at + size])
            for name in known.names[key]:
                if _written_so(name, atoms[at][2], lang):
                    yield name.code, Found(lang, first, last, name.people)
        at += size or 1


def _longest(known: Gazetteer, atoms: Sequence[tuple[int, str, str]], at: int, longest: int) -> int:
    for size in range(min(longest, len(atoms) - at), 0, -1):
        row = atoms[at : at + size]
        if row[-1][0] - row[0][0] == size - 1 and tuple(w for _, w, _ in row) in known.names:
            return size
    return 0


def _written_so(name: Name, raw: str, lang: str) -> bool:
    """Tell Polish from polish, and US from us: English writes them with capitals."""
    if lang != "en":
        return True
    if name.text.isupper():
        return raw.isupper()
    return raw[0].isupper() if name.people else True
