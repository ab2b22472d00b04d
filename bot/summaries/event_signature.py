"""What of a story tells its event: a small value that can be kept beside the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple
from zlib import crc32

import regex

from bot.summaries import event_places
from bot.summaries.event_copies import shingles, sketch, whole, winnowed, word_hashes
from bot.summaries.event_figures import figures
from bot.summaries.event_words import concept, is_common, is_function
from bot.text.language import base
from bot.text.normal import fold
from bot.text.stems import clitic_rests, script, stem
from bot.text.tokens import Token, words

_TITLE: Final = 32
"""Terms kept of a headline."""
_LEAD: Final = 400
"""Characters of a headline, and of the text's beginning, whose terms are kept."""
_LEAD_TERMS: Final = 40
_OPENING: Final = 140
"""Characters of a text that stand for a missing headline."""
_SURFACES: Final = 12
# "… - The Example", "… | Example News": the publisher, written behind the headline.
_TAIL: Final = regex.compile(r"\s+[-–—|]\s+(\S+(?:\s+\S+){0,4})$")
_DOTS: Final = regex.compile(r"[\s.…]+$")
_SCORE: Final = regex.compile(r"(?<!\d|\d[-–:])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![-–:]?\d)")
_CASED: Final = frozenset({"latin", "cyrillic", "greek", "armenian"})


_NOTHING: Final = whole([0])
"""``Signature.exact`` without headline and text."""


class Term(NamedTuple):
    """A word of a headline or lead, reduced to what its forms and synonyms share."""

    key: str
    """A stem; ``*quake`` a meaning, ``@TR`` a country, ``#42`` a number, ``~x`` a common word."""
    name: bool
    """Whether it is written as names are."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What of a story tells its event."""

    lang: str | None
    """Primary subtag of its language."""
    published: datetime | None
    source: str | None
    """Who published it; None where nobody asks."""
    title: tuple[str, ...]
    """Keys of the headline's terms, in its order, each once."""
    names: frozenset[str] | None
    """Those that are names; None where capitals do not tell them."""
    lead: tuple[str, ...]
    """Keys of further terms in the text's beginning."""
    surfaces: tuple[str, ...]
    """``^`` and names as they stand, folded: what other languages of the script may share."""
    exact: int
    """A hash of headline and text."""
    body: int
    """A hash of the text; 0 without one."""
    sketch: bytes
    """Shingles of the text (``event_copies``)."""
    copies: tuple[int, ...]
    """Keys to look up copies of the text."""

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing: such a story is an event of its own."""
        return not self.title and not self.body and self.exact == _NOTHING

    @property
    def figures(self) -> frozenset[str]:
        """The numbers of the headline."""
        return frozenset(key for key in self.title if key[0] == "#")

    @property
    def places(self) -> frozenset[str]:
        """The countries of the headline."""
        return frozenset(key for key in self.title if key[0] == "@")


def signature(
    title: str | None,
    text: str | None = None,
    lang: str | None = None,
    published: datetime | None = None,
    *,
    source: str | None = None,
) -> Signature:
    """Return what of a story tells its event; headline and text may be missing."""
    code = base(lang or "") or None
    head = _headline((title or "")[:_LEAD]) or (text or "").strip()[:_OPENING]
    terms = _terms(head, code)
    kept = tuple(dict.fromkeys(term.key for term in terms))[:_TITLE]
    lead = _terms((text or "")[:_LEAD], code)
    heading, body = _row(title or ""), _row(text or "")
    runs = shingles(body)
    return Signature(
        code,
        published,
        source,
        kept,
        frozenset(term.key for term in terms if term.name) if _tells(head) else None,
        tuple(key for key in dict.fromkeys(t.key for t in lead) if key not in kept)[:_LEAD_TERMS],
        _surfaces(head),
        whole([*heading, 0, *body]),
        whole(body) if body else 0,
        sketch(runs),
        winnowed(runs),
    )


def _row(text: str) -> list[int]:
    """Return hashes of a text's words; of all of it where it has signs only."""
    bare = text.strip()
    return word_hashes(text) or ([crc32(bare.encode("utf-8", "surrogatepass"))] if bare else [])


def _headline(title: str) -> str:
    """Return a headline without its publisher and the dots where it was cut."""
    bare = _DOTS.sub("", title.strip())
    tail = _TAIL.search(bare)
    if tail and len(bare[: tail.start()].split()) >= 4 and not any(c.isdigit() for c in tail[1]):
        return bare[: tail.start()]
    return bare


def _terms(text: str, lang: str | None) -> list[Term]:
    scores = [f"#s{a}-{b}" for a, b in _SCORE.findall(fold(text))]
    text = _SCORE.sub(" ", text)
    # of a word that is all tatweel or accents, folding leaves nothing
    row = [token for token in words(text) if fold(token.text)]
    folded = [fold(token.text) for token in row]
    numbers = figures(folded, _between(text, row), lang)
    taken = {at + more for at, one in numbers.items() for more in range(one.words)}
    places = {last: code for code, last in event_places.find(folded, lang)}
    found = [Term(score, False) for score in scores]
    for at, token in enumerate(row):
        if at in taken:
            found += [Term(f"#{numbers[at].key}", False)] if at in numbers else []
        elif token.dense:
            found += _dense_terms(token.text)
        elif at in places:
            found.append(Term(f"@{places[at]}", False))
        else:
            found += _word(token.text, folded[at], lang, first=at == 0)
    return found


def _between(text: str, row: list[Token]) -> list[str]:
    """Return what stands before each word, and at the end."""
    ends = [0, *(token.end for token in row)]
    starts = [*(token.start for token in row), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


@lru_cache(maxsize=32768)
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
    name = not first and written[0].isupper() and script(folded) in _CASED
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


def _tells(headline: str) -> bool:
    """Return whether capitals tell names in a headline: most of its longer words have none."""
    longer = [t.text for t in words(headline)[1:] if len(t.text) > 3 and t.text[0].isalpha()]
    cased = [word for word in longer if script(fold(word)) in _CASED]
    if len(cased) < 3:
        return False
    return sum(word[0].isupper() for word in cased) <= len(cased) * 0.5


def _surfaces(text: str) -> tuple[str, ...]:
    """Return words with a capital within a sentence, and Latin ones among other scripts."""
    row = words(text)
    found: dict[str, None] = {}
    for before, token in pairwise(row):
        between = text[before.end : token.start]
        if (
            token.text[0].isupper()
            and len(token.text) > 2
            and not any(c in ".!?:" for c in between)
        ):
            found["^" + fold(token.text).partition("'")[0]] = None
    return tuple(found)[:_SURFACES]
