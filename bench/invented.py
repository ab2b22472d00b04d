"""Invented news in any number, the same each time, with words as frequent as news has them.

Words and names are drawn by the law of Zipf and Mandelbrot (the chance of a word is one over its
rank and a constant), so that a few stand in many stories and most in one; two words of five are
function words, which English text has too. Numbers are an event's own. Sources tell an event soon
after each other, four on average: each with its names, its numbers and some of its words in the
headline and in a text of its own, or, one in six, in another source's text word for word, as from
an agency. There is no meaning in it, and no grammar: it is to measure costs with, not joining.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

WORDS = 60_000
NAMES = 200_000
SOURCES = 2_000
FLAT = 20
"""Mandelbrot's constant: no word of meaning stands in every text."""
REPORTS = 4
"""Sources that tell one event, on average."""
OPEN = 50
"""Events that are told at a time."""
COPIES = 6
"""One text in so many is another source's."""
SENTENCES = 18
"""Sentences of a text: about 300 words, 1,800 characters."""
_FUNCTION = [
    "the",
    "of",
    "to",
    "in",
    "and",
    "a",
    "that",
    "for",
    "on",
    "with",
    "was",
    "by",
    "at",
    "as",
    "said",
    "from",
    "has",
    "have",
    "it",
    "after",
    "will",
    "who",
    "is",
    "which",
    "were",
    "been",
    "had",
    "its",
    "not",
    "would",
    "about",
    "over",
    "more",
    "than",
    "when",
    "but",
    "his",
    "her",
    "they",
    "this",
    "an",
    "be",
]
_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "oo"]
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]


class Invented(NamedTuple):
    """A story."""

    source: str
    title: str
    text: str
    published: datetime


def stories(count: int, start: datetime, window: timedelta, *, seed: int = 5) -> Iterator[Invented]:
    """Yield stories in the order they come out, evenly over the window."""
    chance = random.Random(seed)
    told: list[_Event] = []
    for at in range(count):
        if not told or chance.random() < 1 / REPORTS:
            told = [*told[1 - OPEN :], _Event(chance)]
        # the latest are told most
        event = told[-1 - int(len(told) * chance.random() ** 3)]
        title, text = event.report(chance)
        source = f"Paper {_rank(chance, SOURCES)}"
        yield Invented(source, title, text, start + window * at / count)


class _Event:
    """What its reports have in common."""

    def __init__(self, chance: random.Random) -> None:
        self._names = [name(chance) for _ in range(4)]
        self._figures = [str(_rank(chance, 90_000) + 2) for _ in range(3)]
        self._words = [word(chance) for _ in range(12)]
        self._agency = ""

    def report(self, chance: random.Random) -> tuple[str, str]:
        """Return a headline and a text."""
        first, second = chance.sample(self._names[:3], 2)
        one, two, three = chance.sample(self._words[:5], 3)
        tail = f" {self._figures[0]} {word(chance)}" if chance.random() < 0.5 else ""
        title = f"{first} {one} {two} in {second} {three}{tail}"
        if self._agency and not chance.randrange(COPIES):
            return title, self._agency
        text = " ".join(self._sentence(chance) for _ in range(SENTENCES))
        self._agency = self._agency or text
        return title, text

    def _sentence(self, chance: random.Random) -> str:
        row = [_any_word(chance) for _ in range(14)]
        row[chance.randrange(14)] = chance.choice(self._names)
        row[chance.randrange(14)] = chance.choice(self._words)
        if chance.random() < 0.3:
            row[chance.randrange(14)] = chance.choice(self._figures)
        if chance.random() < 0.2:
            row[chance.randrange(14)] = name(chance)
        row[0] = row[0][0].upper() + row[0][1:]
        return " ".join(row) + "."


def _rank(chance: random.Random, most: int, flat: int = FLAT) -> int:
    """Return a rank below ``most``."""
    return int(flat * ((most + flat) / flat) ** chance.random()) - flat


def _any_word(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return _FUNCTION[_rank(chance, len(_FUNCTION))]
    return word(chance)


def word(chance: random.Random, flat: int = FLAT) -> str:
    """Return a word of meaning, by the law with the constant ``flat``."""
    return _spelt(_rank(chance, WORDS, flat), 2)


def name(chance: random.Random, flat: int = FLAT) -> str:
    """Return the name of a person or place, by the law with the constant ``flat``."""
    return _spelt(_rank(chance, NAMES, flat), 2).capitalize() + "n"


def _spelt(rank: int, least: int) -> str:
    """Return a word that can be said, of at least so many syllables."""
    parts: list[str] = []
    while rank or len(parts) < least:
        rank, part = divmod(rank, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return "".join(parts)
