"""Which words of a text another text has too, in another form perhaps, and which are names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import regex

from bot.summaries.event_places import find, find_dense
from bot.summaries.event_words import is_common, is_function
from bot.summaries.openings import leans
from bot.text.normal import fold
from bot.text.sentences import split
from bot.text.stems import keys, stem
from bot.text.tokens import APOSTROPHES, Token, words

_APOSTROPHE: Final = regex.compile(f"[{APOSTROPHES}]")
_CAPITAL: Final = regex.compile(r"[\p{Lu}\p{Lt}]")
_CASED: Final = regex.compile(r"[\p{Lu}\p{Ll}\p{Lt}]")
_HAN: Final = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_LIKE: Final = 4
"""Letters at the beginning of two words that make them relatives: protest, protesters."""
_PLACE: Final = 5
"""Words of the longest name of a country."""
_STRETCH: Final = {True: 4, False: 10}
"""Pieces in a row that are new in Chinese and Japanese, or in Thai and its like, when a word of
three characters, or of seven letters, is: a name."""


class Word(NamedTuple):
    """A word of a text."""

    text: str
    """As it stands there, without what an apostrophe adds."""
    folded: str
    opens: bool
    """Whether it is the first of a sentence, where a capital letter says nothing."""

    @property
    def is_cased(self) -> bool:
        """Whether it is written in letters that have capitals."""
        return _CASED.search(self.text) is not None

    @property
    def is_capital(self) -> bool:
        """Whether it has a capital letter."""
        return _CAPITAL.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text in a language."""

    lang: str | None
    folded: frozenset[str]
    keys: frozenset[str]
    """Stems, and words without what is written onto them."""
    beginnings: frozenset[str]
    """The first letters of its words."""
    initials: str
    """The first letters of its words that have capitals, in a row."""
    places: frozenset[str]
    """The countries that it names, or whose people."""
    pieces: frozenset[str]
    """Of runs without spaces: some neighbouring characters."""

    @classmethod
    def of(cls, text: str, lang: str | None) -> Self:
        """Return the words of a text."""
        found = list(spoken(text, lang))
        folded = frozenset(word.folded for word in found)
        return cls(
            lang,
            folded,
            frozenset(key for word in folded for key in keys(word, lang)),
            frozenset(word[:_LIKE] for word in folded if len(word) >= _LIKE),
            "".join(word.folded[0] for word in found if word.is_capital),
            _countries(found, text, lang),
            frozenset(piece for run in _runs(text) for piece in _pieces(run.text)),
        )

    def has(self, word: Word) -> bool:
        """Return whether the word is there in some form, or as the initials of several."""
        if word.folded in self.folded or not self.keys.isdisjoint(keys(word.folded, self.lang)):
            return True
        return word.text.isupper() and 1 < len(word.text) < 7 and word.folded in self.initials

    def has_like(self, word: Word) -> bool:
        """Return whether the word or a relative is there, or it is one of those all news have."""
        folded = word.folded
        return (
            self.has(word)
            or len(folded) < 3
            or folded[:_LIKE] in self.beginnings
            or is_function(folded, self.lang)
            or (word.opens and leans(word.text, self.lang))
            or is_common(folded, stem(folded, self.lang), self.lang)
        )


def new_names(text: str, known: Vocabulary) -> list[str]:
    """Return the words of a text that may be names and are not in what is known.

    With capitals: all that have one, but the first of a sentence only where no relative is known;
    in German, whose nouns have one, compounds of known words are known. In other letters names
    look like words: all that have no relative. Peoples count as their country.
    """
    found = list(spoken(text, known.lang))
    shown = _places(found, known)
    return [
        word.text
        for at, word in enumerate(found)
        if at not in shown and (_is_new(word, known) if word.is_cased else not known.has_like(word))
    ]


def _is_new(word: Word, known: Vocabulary) -> bool:
    if not word.is_capital or known.has(word):
        return False
    if word.opens:
        return not known.has_like(word)
    return known.lang != "de" or not _is_compound(word.folded, known)


def _is_compound(folded: str, known: Vocabulary) -> bool:
    return any(
        part in known.folded or stem(part, "de") in known.keys
        for at in range(_LIKE, len(folded) - _LIKE + 1)
        for part in (folded[:at], folded[at:])
    )


def _places(found: Sequence[Word], known: Vocabulary) -> set[int]:
    """Return where the words stand that name a country which is known by some name."""
    row = [word.folded for word in found]
    shown: set[int] = set()
    for code, last in find(row, known.lang):
        if code in known.places:
            sizes = range(1, min(_PLACE, last + 1) + 1)
            starts = (last + 1 - size for size in sizes)
            first = next(at for at in starts if find(row[at : last + 1], known.lang))
            shown.update(range(first, last + 1))
    return shown


def new_places(text: str, known: Vocabulary) -> bool:
    """Return whether a text names a country, or its people, that is not in what is known."""
    found = list(spoken(text, known.lang))
    return not _countries(found, text, known.lang) <= known.places


def _countries(found: Sequence[Word], text: str, lang: str | None) -> frozenset[str]:
    parted = (code for code, _ in find([word.folded for word in found], lang))
    dense = (code for run in _runs(text) for code, _, _ in find_dense(run.text))
    return frozenset((*parted, *dense))


def new_stretch(text: str, known: Vocabulary) -> bool:
    """Return whether a stretch without spaces that may be a name is not in what is known."""
    for run in _runs(text):
        in_a_row = 0
        for piece in _pieces(run.text):
            in_a_row = 0 if piece in known.pieces else in_a_row + 1
            if in_a_row >= _STRETCH[_HAN.match(piece) is not None]:
                return True
    return False


def share(text: str, known: Vocabulary) -> float:
    """Return how much of a text's content words, or of its runs without spaces, is known."""
    content = [w for w in spoken(text, known.lang) if not is_function(w.folded, known.lang)]
    pieces = [piece for run in _runs(text) for piece in _pieces(run.text)]
    hits = sum(known.has(word) for word in content)
    hits += sum(piece in known.pieces for piece in pieces)
    return hits / (len(content) + len(pieces) or 1)


def spoken(text: str, lang: str | None) -> Iterator[Word]:
    """Yield the words of a text that are parted by spaces, those with an apostrophe in parts."""
    for paragraph in split(text, lang):
        for sentence in paragraph:
            opens = True
            for token in words(sentence):
                if token.dense:
                    continue
                for part in _APOSTROPHE.split(token.text.replace(".", "")):
                    if any(char.isalpha() for char in part):
                        yield Word(part, fold(part), opens)
                        opens = False


def _runs(text: str) -> Iterator[Token]:
    return (token for token in words(text) if token.dense)


def _pieces(run: str) -> Iterator[str]:
    """Yield pairs of characters, in alphabets without spaces fours."""
    size = 2 if _HAN.match(run) else 4
    return (run[at : at + size] for at in range(max(1, len(run) - size + 1)))
