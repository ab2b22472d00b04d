"""A story made ready for matching: where each of its words stands, looked up by folded form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import regex

from bot.text.normal import fold
from bot.text.stems import clitic_rests, language_for, script
from bot.text.stems import keys as stem_keys
from bot.text.stopwords import STOP_WORDS
from bot.text.tokens import Token, words
from bot.topics import keys, places
from bot.topics.surfaces import CAPITALS_MATTER, surfaces

Span = tuple[int, int]
"""First and last position of what was found."""

_GAP: Final = 10
"""Positions between paragraphs: a phrase does not reach over them."""
_HYPHEN: Final = frozenset("-‐‑−&_@/'’\u00ad")
_PARTICLES: Final = frozenset({"al", "el", "ibn", "bin", "abu"})
_GLUED_ARTICLE: Final = regex.compile(r"([Aa]l|[Ee]l)(\p{Lu}\p{Ll}.*)")
_LETTERS: Final = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_CAMEL: Final = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}\d]+|\d+")


class Atom(NamedTuple):
    """A word at one position."""

    start: int
    end: int
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A story as the matcher reads it; made by ``Document.of``."""

    raw: str
    """Headline and text; the places of words are counted in it."""
    lang: str | None
    """BCP 47 primary subtag."""
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
        base = language(lang, f"{title or ''} {text or ''}")
        builder = _Builder(base)
        builder.add(title or "")
        title_end = len(builder.starts)
        builder.part()
        builder.add(text or "")
        named = source_words(source or "")
        found = builder.places()
        return cls(
            raw=builder.raw, lang=base, source=named, title_end=title_end,
            starts=builder.starts, ends=builder.ends, exact=builder.exact, stems=builder.stems,
            dense=tuple(builder.dense), places=found,
            terms=keys.of_document(
                builder.exact, builder.stems, builder.dense, base, named, found
            ),
        )  # fmt: skip

    def quote(self, span: Span) -> str:
        """Return the words at these positions as they stand in the story."""
        return self.raw[self.starts[span[0]] : self.ends[span[1]]]


def language(lang: str | None, text: str) -> str | None:
    """Return the primary subtag of ``lang``; without one, the language that ``text`` looks like.

    Its script tells most; Latin letters without the function words of a language are English.
    """
    if lang:
        return lang.split("-")[0].split("_")[0].lower()
    counts = Counter(_LETTERS.findall(text[:4000].lower()))
    best, hits = "en", sum(counts[word] for word in STOP_WORDS["en"])
    for tag, known in STOP_WORDS.items():
        found = sum(counts[word] for word in known)
        if found > hits:
            best, hits = tag, found
    return best if hits else _by_script(text)


def _by_script(text: str) -> str | None:
    first = next((c for c in text if c.isalpha()), "")
    return language_for(script(first.lower()), None)


def source_words(source: str) -> tuple[str, ...]:
    """Return the folded words of a source's name or host (``bbc.co.uk``: bbc, co, uk)."""
    return tuple(
        found
        for token in words(source.replace(".", " ").replace("_", " "))
        for found in surfaces(token.text)[:1]
    )


class _Builder:
    """Collects the words of a story, headline first."""

    def __init__(self, lang: str | None) -> None:
        self.lang = lang
        self.raw = ""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.exact: dict[str, list[Span]] = defaultdict(list)
        self.stems: dict[str, list[Span]] = defaultdict(list)
        self.dense: list[tuple[int, str]] = []
        self.atoms: list[tuple[int, str, str]] = []

    def part(self) -> None:
        """Leave a gap that phrases do not cross."""
        at = len(self.raw)
        self.starts += [at] * _GAP
        self.ends += [at] * _GAP

    def add(self, text: str) -> None:
        """Add the words of a text."""
        offset = len(self.raw) + 2 if self.raw else 0
        self.raw = f"{self.raw}\n\n{text}" if self.raw else text
        last_end, last = -1, None
        for token in words(text):
            if last_end >= 0 and "\n" in text[last_end : token.start]:
                if text.count("\n", last_end, token.start) > 1:
                    self.part()
                last = None
            glue = text[last_end : token.start] if last_end >= 0 else " "
            hashtag = token.start > 0 and text[token.start - 1] in "#＃"
            if token.dense:
                self._add_dense(token, offset)
                last = None
            else:
                last = self._add_word(token, offset, glue if last else " ", last, hashtag=hashtag)
            last_end = token.end

    def _add_dense(self, token: Token, offset: int) -> None:
        folded = fold(token.text)
        if len(folded) != len(token.text):
            folded = "".join((fold(c) or c)[0] for c in token.text)
        self.dense.append((len(self.starts), folded))
        begin = token.start + offset
        self.starts += range(begin, begin + len(folded))
        self.ends += range(begin + 1, begin + len(folded) + 1)

    def _add_word(
        self, token: Token, offset: int, glue: str, last: _Chain | None, *, hashtag: bool
    ) -> _Chain | None:
        chain = last
        for at, atom in enumerate(_atoms(token, offset, self.lang, hashtag=hashtag)):
            if not atom.surfaces:
                continue
            position = len(self.starts)
            self.starts.append(atom.start)
            self.ends.append(atom.end)
            raw = self.raw[atom.start : atom.end]
            self.atoms.append((position, atom.surfaces[0], raw))
            for surface in atom.surfaces:
                self._put(surface, (position, position))
                self._put_variants(surface, raw, position)
            joins = at > 0 or (len(glue) == 1 and glue in _HYPHEN)
            if chain is not None and (joins or (glue == " " and chain.last in _PARTICLES)):
                self._join(chain, atom.surfaces[0], position)
                first = chain.first if joins else position
                whole = chain.whole + atom.surfaces[0] if joins else atom.surfaces[0]
                chain = _Chain(first, whole, atom.surfaces[0])
            else:
                chain = _Chain(position, atom.surfaces[0], atom.surfaces[0])
        return chain

    def places(self) -> dict[str, list[places.Found]]:
        """Return the places named so far."""
        found: dict[str, list[places.Found]] = {}
        for lang in places.languages_of(self.lang):
            for code, one in places.find(self.atoms, lang):
                found.setdefault(code, []).append(one)
        if self.lang == "zh":
            for first, run in self.dense:
                for code, one in places.find_dense(first, run):
                    found.setdefault(code, []).append(one)
        return found

    def _join(self, chain: _Chain, surface: str, position: int) -> None:
        """Index a compound also in one word: al-Assad, cease-fire."""
        self._put(chain.last + surface, (position - 1, position))
        if chain.first < position - 1 and len(chain.whole) < 40:
            self._put(chain.whole + surface, (chain.first, position))

    def _put_variants(self, surface: str, raw: str, position: int) -> None:
        """Index what only exact words ask for: WHO in capitals, Arabic without "and" before it."""
        if surface in CAPITALS_MATTER and raw.isupper():
            self.exact[surface.upper()].append((position, position))
        for rest in clitic_rests(surface, self.lang):
            self.exact["+" + rest].append((position, position))

    def _put(self, surface: str, span: Span) -> None:
        self.exact[surface].append(span)
        for key in stem_keys(surface, self.lang):
            self.stems[key].append(span)


class _Chain(NamedTuple):
    """Words joined by hyphens so far."""

    first: int
    whole: str
    last: str


def _atoms(token: Token, offset: int, lang: str | None, *, hashtag: bool) -> Iterator[Atom]:
    """Part a token where it joins words without a hyphen: ZWNJ, alAssad, #FreeSyria."""
    start = token.start + offset
    for piece, at in _pieces(token.text, hashtag=hashtag):
        yield Atom(start + at, start + at + len(piece), surfaces(piece, lang))


def _pieces(text: str, *, hashtag: bool) -> list[tuple[str, int]]:
    if "\u200c" in text:
        made, at = [], 0
        for piece in text.split("\u200c"):
            if piece:
                made.append((piece, at))
            at += len(piece) + 1
        return made
    if hashtag:
        found = [(m.group(), m.start()) for m in _CAMEL.finditer(text)]
        return found or [(text, 0)]
    article = _GLUED_ARTICLE.fullmatch(text)
    if article is not None:
        return [(article[1], 0), (article[2], 2)]
    return [(text, 0)]
