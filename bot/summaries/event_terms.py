"""Words of headlines and texts, reduced to what their forms and synonyms share."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from bot.summaries import event_places
from bot.summaries.event_figures import figures
from bot.summaries.event_words import concept, is_common, is_function
from bot.text.normal import fold
from bot.text.stems import clitic_rests, script, stem
from bot.text.tokens import Token, words

CASED: Final = frozenset({"latin", "cyrillic", "greek", "armenian"})
"""Scripts in which names have a capital."""
_SCORE: Final = regex.compile(r"(?<!\d|\d[-–:])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![-–:]?\d)")


class Term(NamedTuple):
    """A word of a headline or text, reduced to what its forms and synonyms share."""

    key: str
    """A stem; ``*quake`` a meaning, ``@TR`` a country, ``#42`` a number, ``~x`` a common word."""
    name: bool
    """Whether it is written as names are, and does not begin the text."""


class Said(NamedTuple):
    """A word, or the words that say one number or place, and where it stands."""

    token: Token
    folded: str
    before: str
    """What stands between it and the word before."""
    known: str
    """The key of a number or place; else empty."""
    first: bool
    """Whether it begins the text."""

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, in a script that has them."""
        return self.token.text[0].isupper() and script(self.folded) in CASED

    def terms(self, lang: str | None) -> tuple[Term, ...]:
        """Return its terms: none for a word without a meaning of its own, several of a dense run.

        Worked out when asked: of most words nobody asks, and it takes longer than all else.
        """
        if self.known:
            return (Term(self.known, False),)
        if self.token.dense:
            return tuple(_dense_terms(self.token.text))
        return _word(self.token.text, self.folded, lang, first=self.first)


class Reading(NamedTuple):
    """The words of a text, one after another."""

    lang: str | None
    scores: tuple[tuple[int, str], ...]
    """Where each score (``2-1``) ends, and its key."""
    row: tuple[Said, ...]
    """All other words."""

    def terms(self, most: int | None = None) -> list[Term]:
        """Return the terms of the text, or of so many of its first characters."""
        row = self.row if most is None else [one for one in self.row if one.token.end <= most]
        scores = [key for end, key in self.scores if most is None or end <= most]
        said = (term for one in row for term in one.terms(self.lang))
        return [*(Term(key, False) for key in scores), *said]


def read(text: str, lang: str | None) -> Reading:
    """Return the words of a text; ``lang`` is the primary subtag of its language, if known."""
    scores = tuple((m.end(), f"#s{fold(m[1])}-{fold(m[2])}") for m in _SCORE.finditer(text))
    if scores:
        text = _SCORE.sub(lambda found: " " * len(found[0]), text)
    pairs = [(token, _folded(token.text)) for token in words(text)]
    # of a word that is all tatweel or accents, folding leaves nothing
    row = [token for token, word in pairs if word]
    folded = [word for _, word in pairs if word]
    between = _between(text, row)
    numbers = figures(folded, between, lang)
    taken = {at + more for at, one in numbers.items() for more in range(1, one.words)}
    places = {last: code for code, last in event_places.find(folded, lang)}
    known = {at: f"@{code}" for at, code in places.items() if not row[at].dense}
    known |= {at: f"#{one.key}" for at, one in numbers.items()}
    said = tuple(
        Said(token, folded[at], between[at], known.get(at, ""), at == 0)
        for at, token in enumerate(row)
        if at not in taken
    )
    return Reading(lang, scores, said)


_folded = lru_cache(maxsize=16384)(fold)


def _between(text: str, row: list[Token]) -> list[str]:
    """Return what stands before each word, and at the end."""
    ends = [0, *(token.end for token in row)]
    starts = [*(token.start for token in row), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


@lru_cache(maxsize=8192)
def _word(written: str, folded: str, lang: str | None, *, first: bool) -> tuple[Term, ...]:
    bare = folded.partition("'")[0] if len(folded.partition("'")[0]) > 1 else folded
    if is_function(bare, lang):
        return ()
    stemmed = stem(bare, lang)
    meaning = concept(bare, lang)
    if meaning is not None:
        return (Term(f"*{meaning}", False),)
    if is_common(bare, stemmed, lang) or (lang == "ar" and _is_clitic(bare)):
        return (Term(f"~{stemmed}", False),)
    if len(bare) < 2 and not bare.isdecimal():
        return ()
    name = not first and written[0].isupper() and script(folded) in CASED
    return (Term(stemmed, name),)


def _is_clitic(word: str) -> bool:
    """Return whether an Arabic word is a common one with a preposition written onto it."""
    return any(is_common(rest, stem(rest, "ar"), "ar") for rest in clitic_rests(word, "ar"))


def _dense_terms(run: str) -> list[Term]:
    """Return meanings, places and pairs of characters of a run without spaces."""
    marked: dict[int, Term] = {}
    rest = list(run)
    for code, start, end in event_places.find_dense(run):
        marked[start] = Term(f"@{code}", False)
        rest[start:end] = " " * (end - start)
    for at in range(len(run) - 1):
        pair = "".join(rest[at : at + 2])
        meaning = concept(pair, "zh")
        if meaning is not None or is_common(pair, pair, "zh"):
            marked[at] = Term(f"*{meaning}" if meaning else f"~{pair}", False)
            rest[at : at + 2] = "  "
    for at in range(len(run) - 1):
        pair = "".join(rest[at : at + 2])
        if " " not in pair:
            marked[at] = Term(pair, False)
    return [marked[at] for at in sorted(marked)]
