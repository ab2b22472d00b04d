"""The telling facts of a text: who and where it names, and how many of what it counts.

A text is the same news in other words where it names and counts the same things; what those words
are matters little (entity-centric clusters: Miranda, Znotins, Cohen, Barzdins 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final

import regex

from bot.summaries.event_terms import Reading, Said

FEWEST: Final = 3
"""Numbers that two texts have in common at least, where they tell one event."""
_FIGURES: Final = 24
_NAMES: Final = 24
_COUNTED: Final = 2
"""Words after a number that may be what it counts: the second of ``22 railway wagons``."""
_KEYS: Final = 10
SURE: Final = 0.8
"""Weight of a number that needs nothing that it counts: two do not share it by chance."""
_NOUNS: Final = frozenset({"de", "lb"})
"""Languages in which every noun has a capital."""
_BREAK: Final = regex.compile(r"[.!?:…。！？؟۔\"“”«»„]|\n\s*\n")
_JOINT: Final = regex.compile(r"[ \n]\s{0,20}|-")
_CLAUSE: Final = regex.compile(r"[,;()،؛，、；]")


def facts(text: Reading, begin: int) -> tuple[str, ...]:
    """Return the facts that a text tells from character ``begin`` on, each once.

    ``+1840`` a number, ``+22 wagon`` one with what it counts, ``=aleppo`` a name,
    ``=lamia dahhan`` two words of one, ``-x`` a word where capitals tell no names, ``!d0`` the
    first day of the week. Of a text with few numbers they are all.
    """
    lang = text.lang
    row = [said for said in text.row if said.token.start >= begin]
    figures = [f"+{key[1:]}" for _, key in text.scores]
    figures += [key for at in range(len(row)) for key in _figure(row, at, lang)]
    kept = tuple(_distinct(figures, _FIGURES))
    if len({value_of(key) for key in kept}) < FEWEST:
        return kept
    days = (said.known[1:] for said in row if said.known[:2] == "#d")
    cased = lang not in _NOUNS and any(said.capital for said in row)
    named = _names(row, lang) if cased else _words(row, lang)
    return (
        *(f"!{day}" for day in islice(days, 1)),
        *kept,
        *_distinct(named, _NAMES),
    )


def _distinct(keys: Iterable[str], most: int) -> Iterable[str]:
    """Return the first keys, each once; no more are worked out."""
    found: dict[str, None] = {}
    for key in keys:
        found[key] = None
        if len(found) == most:
            break
    return found


def telling(kept: Iterable[str]) -> list[str]:
    """Return those of a story's facts under which its event is looked up."""
    sure = [key for key in kept if (key[0] == "+" or " " in key) and weight(key) >= SURE]
    return sure[:_KEYS]


@lru_cache(maxsize=8192)
def weight(fact: str) -> float:
    """Return how much a fact tells by its form, were it rare: 0 to 1."""
    if fact[0] == "=":
        return 0.8 if " " in fact else 0.3 if fact[1] == "@" else 0.5
    if fact[0] == "-":
        return 0.2
    if fact[0] != "+":
        return 0.0
    value, _, noun = fact[1:].partition(" ")
    alone, counting = _specific(value)
    if not noun:
        return alone
    return counting * 0.6 if noun[0] == "~" else counting


def value_of(fact: str) -> str:
    """Return the number of a fact that is one, else nothing."""
    return fact[1:].partition(" ")[0] if fact[0] == "+" else ""


def _specific(value: str) -> tuple[float, float]:
    """Return how much a number tells alone, and with what it counts."""
    if value[0] == "s":
        return 0.5, 0.5
    digits = value.lstrip("$%")
    told = len(digits.replace(".", "").strip("0"))
    large = len(digits.partition(".")[0]) > 3 or value[0] == "$"
    if told > 2:
        return 1.0, 1.0
    if told == 2 and (large or value[0] == "%" or "." in digits):
        return (0.8, 0.9) if large else (0.6, 0.8)
    if large or value[0] == "%":
        return (0.5, 0.7) if large else (0.3, 0.4)
    if digits.isdecimal() and int(digits) > 12:
        return (0.3, 0.9) if told == 2 else (0.15, 0.6)
    return 0.0, 0.5


def _figure(row: list[Said], at: int, lang: str | None) -> Iterator[str]:
    """Yield a number alone where it tells something so, and with each thing that it may count."""
    known = row[at].known
    if known[:1] != "#" or known[1] in "yodt":
        return
    value = known[1:]
    alone, _ = _specific(value)
    if alone:
        yield f"+{value}"
    if alone >= SURE:
        return
    for noun in _counted(row, at, lang):
        yield f"+{value} {noun}"


def _counted(row: list[Said], at: int, lang: str | None) -> Iterator[str]:
    before = row[at - 1].terms(lang)[-1:] if at and not _BREAK.search(row[at].before) else ()
    yield from (term.key for term in before if term.key[0] == "*")
    left = _COUNTED
    for said in row[at + 1 : at + 6]:
        if said.known[:1] == "#" or _BREAK.search(said.before) or _CLAUSE.search(said.before):
            return
        for term in said.terms(lang)[:left]:
            yield term.key
            left -= 1
        if not left:
            return


def _names(row: list[Said], lang: str | None) -> Iterator[str]:
    """Yield words with a capital within a sentence, and pairs of them."""
    capital = [said.capital and not said.known for said in row]
    name = [_name(said, lang) if upper else "" for said, upper in zip(row, capital, strict=True)]
    begins = [not at or bool(_BREAK.search(said.before)) for at, said in enumerate(row)]
    joined = [bool(_JOINT.fullmatch(said.before)) for said in row[1:]] + [False]
    pairs = []
    for at, said in enumerate(row):
        follows = joined[at] and capital[at + 1]
        if said.known[:1] == "@":
            yield f"={said.known}"
        elif name[at] and (follows or not begins[at]):
            yield f"={name[at]}"
        if name[at] and follows and name[at + 1]:
            pairs.append(f"={name[at]} {name[at + 1]}")
    yield from pairs


def _name(said: Said, lang: str | None) -> str:
    """Return a word's stem, unless it is common or has synonyms."""
    found = said.terms(lang)
    return found[0].key if found and found[0].key[0].isalnum() else ""


def _words(row: list[Said], lang: str | None) -> Iterator[str]:
    """Yield the words that are neither common nor have synonyms."""
    for said in row:
        for term in said.terms(lang):
            if term.key[0] == "@":
                yield f"={term.key}"
            elif term.key[0].isalnum():
                yield f"-{term.key}"
