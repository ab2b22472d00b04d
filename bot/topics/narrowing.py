"""A topic changed by a button: a place's other names off and on, an exclusion, headlines only.

Each change has its opposite, so that it can be undone at any later time. What comes of one is a
topic in text, written with the capital letters of ``typed``, what the person had written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import regex

from bot.domain.errors import TopicError
from bot.text.normal import fold
from bot.text.tokens import words
from bot.topics import places
from bot.topics.grammar import parse
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
    leaves,
    write,
)  # fmt: skip

_EXACT: Final = regex.compile(r"=([\p{L}\p{M}\p{N}-]+)")
_WRITTEN: Final = regex.compile(r"[\p{L}\p{M}\p{N}]+(?![\p{L}\p{M}\p{N}]*:)")
_OR: Final = "OR"


def place_names(query: Query) -> tuple[str, ...]:
    """Return the places that a topic asks for with all their names, each as it was typed, folded.

    Those that it leaves out do not count, here and below.
    """
    asked = leaves(query.root, excluded=False)
    return tuple(dict.fromkeys(leaf.text for leaf in asked if isinstance(leaf, Place)))


def exact_names(query: Query) -> tuple[str, ...]:
    """Return the names of places that a topic asks for exactly, which have other names too."""
    named = (_place(leaf) for leaf in leaves(query.root, excluded=False))
    return tuple(dict.fromkeys(place.text for place in named if place is not None))


def without_names(query: Query, typed: str = "") -> str:
    """Return the topic with its places as exact words: without their people and other names."""
    return _text(_changed(query.root, _quoted), typed)


def with_names(query: Query, typed: str = "") -> str:
    """Return the topic with the exact names of places as places: the opposite of the former."""
    return _text(_changed(query.root, lambda leaf: _place(leaf) or leaf), typed)


def without_word(query: Query, word: str, typed: str = "") -> str:
    """Return the topic without stories that have a word. Raises TopicError where it is too long."""
    narrower = parse(f"({query.normal}) -{word}")
    return _text(narrower.root, f"{typed} {word}")


def with_word(query: Query, word: str, typed: str = "") -> str:
    """Return the topic without that exclusion: the opposite. Raises TopicError for no word."""
    excluded = Not(parse(word).root)
    root = query.root
    if isinstance(root, All) and excluded in root.parts:
        root = All(tuple(part for part in root.parts if part != excluded))
    return _text(root, typed)


def in_headlines(query: Query, typed: str = "") -> str:
    """Return the topic for stories that have its words in the headline.

    Sources, languages and what is left out stay as they are; a topic of such parts only, or of
    alternatives with some, is returned unchanged.
    """
    parts = query.root.parts if isinstance(query.root, All) else (query.root,)
    asked = [part for part in parts if not isinstance(part, Not | InTitle | Source | Lang)]
    if not asked or any(isinstance(leaf, Source | Lang) for part in asked for leaf in leaves(part)):
        return _text(query.root, typed)
    kept = [part for part in parts if part not in asked]
    return _text(All((InTitle(_one(asked)), *kept)), typed)


def anywhere(query: Query, typed: str = "") -> str:
    """Return the topic for stories that have its words anywhere: the opposite."""
    parts = query.root.parts if isinstance(query.root, All) else (query.root,)
    return _text(_one([part.part if isinstance(part, InTitle) else part for part in parts]), typed)


def _one(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with each wanted leaf changed."""
    match node:
        case All() | Any():
            return type(node)(tuple(_changed(part, change) for part in node.parts))
        case InTitle():
            return InTitle(_changed(node.part, change))
        case Not():
            return node
        case _:
            return change(node)


def _quoted(leaf: Node) -> Node:
    if not isinstance(leaf, Place):
        return leaf
    row = tuple(leaf.text.split(" "))
    return Phrase(row) if len(row) > 1 else Word(row[0], exact=True)


def _place(leaf: Node) -> Place | None:
    """Return the place that an exact word or phrase names; None where it names none."""
    row: tuple[str, ...] = ()
    if isinstance(leaf, Phrase):
        row = leaf.words
    elif isinstance(leaf, Word) and leaf.exact:
        row = (leaf.text,)
    size, code = places.named(row) if row else (0, None)
    return Place(" ".join(row), code) if code is not None and size == len(row) else None


def _text(root: Node, typed: str) -> str:
    """Return a tree as a person would write it."""
    normal = parse(write(root)).normal
    quoted = _EXACT.sub(r'"\1"', normal)
    capitals = {fold(token.text): token.text for token in words(typed)}

    def as_typed(found: regex.Match[str]) -> str:
        text = found.group()
        return text if text == _OR else capitals.get(text, text)

    for text in (_WRITTEN.sub(as_typed, quoted), quoted):
        if _means(text, normal):
            return text
    return normal


def _means(text: str, normal: str) -> bool:
    try:
        return parse(text).normal == normal
    except TopicError:  # longer than a topic may be, with its quotation marks
        return False
