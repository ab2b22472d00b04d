"""A story made ready for matching: where each of its words stands, looked up by folded form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import regex

from bot.domain.values import StoryTerms
from bot.text.normal import fold
from bot.text.stems import language_for, readings, script, script_of
from bot.text.stopwords import STOP_WORDS
from bot.text.tokens import Token, words
from bot.topics import analysis, keys, places
from bot.topics.surfaces import surfaces

Span = tuple[int, int]
"""First and last position of what was found."""

_GAP: Final = 10
"""Positions between paragraphs: a phrase does not reach over them."""
_HYPHENS: Final = frozenset("-‐‑−&_@/'’\u00ad")
_HASHES: Final = frozenset("#＃")
# Words that are written onto the next, or apart: al Assad, می روند.
_PARTICLES: Final = frozenset({"al", "el", "ibn", "bin", "abu", "مي", "نمي"})
_THOUSANDS: Final = frozenset(" \u00a0\u2009\u202f'’")
_LONGEST_COMPOUND: Final = 40
_SPELT: Final = regex.compile(r"[\p{L}\p{M}]{4,24}")
"""Words that are long enough to be told from another by their spelling."""
_CLUSTER: Final = regex.compile(r"\X")
_LETTERS: Final = regex.compile(r"\p{L}[\p{L}\p{M}]*")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A story as the matcher reads it; made by ``Document.of``."""

    raw: str
    """Headline and text; the places of words are counted in it."""
    lang: str | None
    """BCP 47 primary subtag; guessed where the story has none."""
    written_in: str | None
    """The language whose word forms it has; differs from ``lang`` where that is a mistake."""
    source: tuple[str, ...]
    """Folded words of the source's name."""
    title_end: int
    """Positions below this one are in the headline."""
    starts: Sequence[int]
    """Index in ``raw`` where the word at a position starts."""
    ends: Sequence[int]
    exact: Mapping[str, Sequence[Span]]
    """Where each folded word stands."""
    stems: Mapping[str, Sequence[Span]]
    """Where each stem stands."""
    dense: tuple[tuple[int, str], ...]
    """Runs of scripts without spaces: position of the first character, folded text."""
    places: Mapping[str, Sequence[places.Found]]
    """Names of places and peoples, by code; under "" those that only look like one."""
    terms: frozenset[str]
    """What the anchor index is asked for: each query that matches has an anchor among these."""

    @classmethod
    def of(
        cls, *, title: str | None, text: str | None, lang: str | None = None,
        source: str | None = None,
    ) -> Document:  # fmt: skip
        """Return the story made ready. ``lang`` is BCP 47, ``source`` a name or a host."""
        declared = lang.split("-")[0].split("_")[0].lower() if lang else None
        written_in = language(declared, f"{title or ''} {text or ''}")
        base = declared or written_in
        builder = _Builder(written_in)
        builder.add(title or "")
        title_end = len(builder.starts)
        builder.part()
        builder.add(text or "")
        named = source_words(source or "")
        found = builder.places()
        return cls(
            raw=builder.raw, lang=base, written_in=written_in, source=named, title_end=title_end,
            starts=builder.starts, ends=builder.ends, exact=builder.exact, stems=builder.stems,
            dense=tuple(builder.dense), places=found,
            terms=keys.of_document(
                exact=builder.exact, stems=builder.stems, tag=base, named=named, codes=found,
                dense=[run for _, run in builder.dense], readings=readings(written_in),
            ),
        )  # fmt: skip

    def indexed(self) -> StoryTerms:
        """Return what the archive keeps of the story for searches."""
        end = self.title_end
        headline = keys.of_document(
            exact=_within(self.exact, end), stems=_within(self.stems, end), tag=None, named=(),
            codes=[code for code, found in self.places.items() if any(f.last < end for f in found)],
            dense=[run for first, run in self.dense if first < end],
        )  # fmt: skip
        return StoryTerms(headline, self.terms - headline, self.words())

    def words(self) -> dict[str, str]:
        """Return the words that a person may misspell, each as it stands first."""
        return {
            surface: self.quote(spans[0])
            for surface, spans in self.exact.items()
            if _SPELT.fullmatch(surface) and spans[0][0] == spans[0][1]
        }

    def quote(self, span: Span) -> str:
        """Return the words at these positions as they stand in the story."""
        return self.raw[self.starts[span[0]] : self.ends[span[1]]]


def _within(found: Mapping[str, Sequence[Span]], end: int) -> list[str]:
    """Return the keys of what stands at least once before a position."""
    return [key for key, spans in found.items() if any(last < end for _, last in spans)]


def language(declared: str | None, text: str) -> str | None:
    """Return ``declared``, a primary subtag; without one, what ``text`` looks like.

    A tag whose script the text is not written in is a feed's mistake and does not count. Latin
    letters without the function words of a language are English.
    """
    if declared and script_of(declared) in {None, _main_script(text)}:
        return declared
    counts = Counter(_LETTERS.findall(text[:4000].lower()))
    best, hits = None, 0
    for tag in ("en", *STOP_WORDS):
        found = sum(counts[word] for word in STOP_WORDS[tag])
        if found > hits:
            best, hits = tag, found
    return best or language_for(_main_script(text) or "", None) or declared


def _main_script(text: str) -> str | None:
    """Return the script of most of the first words; None without letters."""
    counts = Counter(script(word) for word in _LETTERS.findall(text[:400].lower()))
    return counts.most_common(1)[0][0] if counts else None


def source_words(source: str) -> tuple[str, ...]:
    """Return the folded words of a source's name or host (``bbc.co.uk``: bbc, co, uk)."""
    return tuple(
        found
        for token in words(source.replace(".", " ").replace("_", " "))
        for found in surfaces(token.text)[:1]
    )


def _goes_on(number: str, surface: str, glue: str) -> bool:
    """Return whether a word is three more digits of a number: 1 000."""
    return (
        len(surface) == 3 and surface.isdigit() and glue in _THOUSANDS
        and number.isdigit() and len(number) <= 3
    )  # fmt: skip


class _Chain(NamedTuple):
    """Words joined by hyphens so far."""

    first: int
    whole: str
    last: str


class _Builder:
    """Collects the words of a story, headline first."""

    def __init__(self, lang: str | None) -> None:
        self.lang = lang
        self.raw = ""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.exact: defaultdict[str, list[Span]] = defaultdict(list)
        self.stems: defaultdict[str, list[Span]] = defaultdict(list)
        self.dense: list[tuple[int, str]] = []
        self.atoms: list[places.Atom] = []

    def part(self) -> None:
        """Leave a gap that phrases do not cross."""
        at = len(self.raw)
        self.starts += [at] * _GAP
        self.ends += [at] * _GAP

    def add(self, text: str) -> None:
        """Add the words of a text."""
        offset = len(self.raw) + 2 if self.raw else 0
        self.raw = f"{self.raw}\n\n{text}" if self.raw else text
        end = 0
        chain: _Chain | None = None
        for token in words(text):
            glue = text[end : token.start]
            if len(glue) > 1 and glue.count("\n") > 1:
                self.part()
            if token.dense:
                self._add_dense(token, offset)
                chain = None
            else:
                chain = self._add_word(token, offset, chain if len(glue) == 1 else None, glue)
            end = token.end

    def _add_dense(self, token: Token, offset: int) -> None:
        folded = fold(token.text)
        first, begin = len(self.starts), token.start + offset
        if len(folded) == len(token.text):
            self.starts += range(begin, begin + len(folded))
            self.ends += range(begin + 1, begin + len(folded) + 1)
        else:
            folded = ""
            for found in _CLUSTER.finditer(token.text):
                cluster = fold(found.group())
                folded += cluster
                self.starts += [begin + found.start()] * len(cluster)
                self.ends += [begin + found.end()] * len(cluster)
        self.dense.append((first, folded))

    def _add_word(
        self, token: Token, offset: int, chain: _Chain | None, glue: str
    ) -> _Chain | None:
        """Add a token; return the compound that it is, or may become, a part of."""
        start = token.start + offset
        hashtag = glue[-1:] in _HASHES and glue != ""
        joined = glue in _HYPHENS
        for atom in analysis.atoms(token.text, self.lang, hashtag=hashtag):
            position = len(self.starts)
            self.starts.append(start + atom.start)
            self.ends.append(start + atom.start + len(atom.raw))
            self.atoms.append((position, atom.surface, atom.raw))
            span = (position, position)
            for surface in atom.exact:
                self.exact[surface].append(span)
            for key in atom.keys:
                self.stems[key].append(span)
            if chain is not None and (
                joined or chain.last in _PARTICLES or _goes_on(chain.last, atom.surface, glue)
            ):
                chain = self._join(chain, atom.surface, position, joined=joined)
            else:
                chain = _Chain(position, atom.surface, atom.surface)
            joined = True
        return chain

    def _join(self, chain: _Chain, surface: str, position: int, *, joined: bool) -> _Chain:
        """Index a compound as one word also: al-Assad, cease-fire, and al Assad."""
        self._put(chain.last + surface, (position - 1, position))
        if not joined:
            return _Chain(position, surface, surface)
        whole = chain.whole + surface
        if chain.first < position - 1 and len(whole) <= _LONGEST_COMPOUND:
            self._put(whole, (chain.first, position))
        return _Chain(chain.first, whole, surface)

    def _put(self, surface: str, span: Span) -> None:
        self.exact[surface].append(span)
        for key in analysis.compound(surface, self.lang):
            self.stems[key].append(span)

    def places(self) -> dict[str, list[places.Found]]:
        """Return the places named so far."""
        found: dict[str, list[places.Found]] = {}
        for lang in places.languages_of(self.lang):
            for code, one in places.find(self.atoms, lang):
                found.setdefault(code, []).append(one)
        for first, run in self.dense:
            for code, one in places.find_dense(first, run, self.lang):
                found.setdefault(code, []).append(one)
        return found
