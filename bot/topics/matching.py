"""Whether a story is what a topic asks for, and by which words. Linear in the topic's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import regex

from bot.text.stems import stem
from bot.text.tokens import DENSE
from bot.topics import places
from bot.topics.document import Document, Span
from bot.topics.query import (
    All,
    Any,
    InTitle,
    Lang,
    Node,
    Not,
    Phrase,
    Place,
    Query,
    Source,
    Word,
)  # fmt: skip

_DENSE: Final = regex.compile(rf"[{DENSE}]", regex.V1)


class _Scope(NamedTuple):
    """Where to look."""

    document: Document
    languages: Collection[str]
    """Languages whose names of places count besides the typed one's."""
    title_only: bool = False


def match(
    query: Query, document: Document, languages: Collection[str] = ()
) -> tuple[str, ...] | None:
    """Return the words of the story that ``query`` found, or None where it does not match.

    They come as they stand in the story, in its order, each once; none for a query of ``source:``
    and ``lang:`` only. ``languages`` are those the chat reads, by default the story's.
    """
    spans = find(query, document, languages)
    return None if spans is None else tuple(dict.fromkeys(map(document.quote, spans)))


def find(query: Query, document: Document, languages: Collection[str] = ()) -> list[Span] | None:
    """Return where the words of ``match`` stand, in order; None where the query does not match."""
    reads = frozenset(tag.split("-")[0].lower() for tag in languages)
    if not reads:
        reads = frozenset(tag for tag in (document.lang, document.written_in) if tag)
    spans = _find(query.root, _Scope(document, reads))
    return None if spans is None else _outermost(spans)


def _outermost(spans: Sequence[Span]) -> list[Span]:
    """Sort by place; drop what lies within another span."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or span[1] > kept[-1][1]:
            kept.append(span)
    return kept


def _find(node: Node, scope: _Scope) -> list[Span] | None:
    """Return where the node is found, or None where it is not."""
    spans: list[Span] | None
    match node:
        case Word() | Phrase() | Place():  # most nodes, so they come first
            spans = _find_words(node, scope) or None
        case All():
            spans = _find_all(node, scope)
        case Any():
            found = [spans for part in node.parts if (spans := _find(part, scope)) is not None]
            spans = [span for spans in found for span in spans] if found else None
        case InTitle():
            spans = _find(node.part, scope._replace(title_only=True))
        case Not():
            spans = [] if _find(node.part, scope) is None else None
        case Source():
            spans = [] if _has_row(scope.document.source, node.words) else None
        case Lang():
            spans = [] if scope.document.lang == node.tag else None
    return spans


def _find_all(node: All, scope: _Scope) -> list[Span] | None:
    every: list[Span] = []
    for part in node.parts:
        spans = _find(part, scope)
        if spans is None:
            return None
        every += spans
    return every


def _has_row(words: Sequence[str], row: Sequence[str]) -> bool:
    size = len(row)
    if any(tuple(words[i : i + size]) == tuple(row) for i in range(len(words) - size + 1)):
        return True
    if any(map(is_dense, row)) and any("".join(row) in word for word in words):
        return True
    return bool(words) and "".join(row) == "".join(words)


def _find_words(node: Word | Phrase | Place, scope: _Scope) -> list[Span]:
    document = scope.document
    if isinstance(node, Place):
        spans = _place(node, scope)
    elif isinstance(node, Phrase):
        rows = [_compound((word,), document, exact=True) for word in node.words]
        rows[0] += document.exact.get("+" + node.words[0], ())
        spans = _row(rows)
    elif node.prefix:
        spans = _beginning(node.text, document)
    else:
        spans = _compound(tuple(node.text.split("-")), document, exact=node.exact)
    if scope.title_only:
        spans = [span for span in spans if span[1] < document.title_end]
    return spans


def _place(node: Place, scope: _Scope) -> list[Span]:
    """Find a place by its names; the typed one anywhere but within another place's name."""
    document, typed = scope.document, places.typed_in(node.text)
    named: list[Span] = []
    stands = places.is_telling(node.text) or not typed.isdisjoint(scope.languages)
    if stands:
        langs = typed.union(scope.languages)
        named = [
            (found.first, found.last)
            for code in (node.code, *places.PARTS.get(node.code, ()))
            for found in document.places.get(code, ())
            if found.lang in langs
        ]
    return named + [
        span
        for span in _as_typed(node, document, stands=stands)
        if not _elsewhere(node, span, document)
    ]


def _as_typed(node: Place, document: Document, *, stands: bool) -> list[Span]:
    if node.text in places.CAPITALS_ONLY:
        spans = document.exact.get(node.text, ())
        return [span for span in spans if places.in_capitals(document.quote(span))]
    # English takes few endings off (Chads); other stemmers make other words of a name.
    exact = stands and (document.written_in != "en" or node.text in places.CAPITAL)
    return _row([_single(word, document, exact=exact) for word in node.text.split(" ")])


def _elsewhere(node: Place, span: Span, document: Document) -> bool:
    """Return whether a span lies within another place's name (Guinea in Papua New Guinea)."""
    return any(
        found.first <= span[0] and span[1] <= found.last
        for code, there in document.places.items()
        if code != node.code and code not in places.PARTS.get(node.code, ())
        for found in there
    )


def _beginning(prefix: str, document: Document) -> list[Span]:
    if is_dense(prefix):
        return _substring(prefix, document)
    return [
        span
        for key, spans in document.exact.items()
        if key.startswith((prefix, "+" + prefix))
        for span in spans
    ]


@lru_cache(maxsize=8192)
def is_dense(word: str) -> bool:
    """Return whether a word is of a script without spaces, to be found within its runs."""
    return _DENSE.search(word) is not None


def _compound(parts: tuple[str, ...], document: Document, *, exact: bool) -> list[Span]:
    """Find a word, or a hyphenated one in parts and in one piece."""
    if len(parts) == 1:
        return _single(parts[0], document, exact=exact)
    found = _single("".join(parts), document, exact=exact)
    rows = [_single(part, document, exact=True) for part in parts[:-1]]
    return found + _row([*rows, _single(parts[-1], document, exact=exact)])


def _single(word: str, document: Document, *, exact: bool) -> list[Span]:
    if is_dense(word):
        return _substring(word, document)
    if exact or word.isupper():
        return list(document.exact.get(word, ()))
    return list(document.stems.get(stem(word, document.written_in), ()))


def _substring(word: str, document: Document) -> list[Span]:
    """Return where a word stands in runs, but for where it begins within a name (东北|京剧)."""
    spans = _within(word, document)
    if not (spans and document.places and len(word) > 1):
        return spans
    named = [found for there in document.places.values() for found in there]
    return [
        span
        for span in spans
        if not any(found.first < span[0] <= found.last < span[1] for found in named)
    ]


def _within(word: str, document: Document) -> list[Span]:
    spans: list[Span] = []
    for first, run in document.dense:
        at = run.find(word)
        while at >= 0:
            spans.append((first + at, first + at + len(word) - 1))
            at = run.find(word, at + 1)
    return spans


def _row(found: Sequence[Sequence[Span]]) -> list[Span]:
    """Return where one span of each lies right after the other."""
    spans = list(found[0]) if found else []
    for following in found[1:]:
        if not spans or not following:
            return []
        ends: dict[int, list[int]] = {}
        for first, last in following:
            ends.setdefault(first, []).append(last)
        spans = [(first, end) for first, last in spans for end in ends.get(last + 1, ())]
    return spans
