"""Anchors: terms of which every story that matches has at least one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.text.stems import stems
from bot.topics import keys, places
from bot.topics.matching import is_dense
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

_Cost = Callable[[frozenset[str]], float]


def anchors(query: Query, frequency: Mapping[str, int] | None = None) -> frozenset[str]:
    """Return terms of which every matching ``Document`` has at least one in its ``terms``.

    For words that must all be there the rarest serves, by ``frequency`` (stories that have a
    term) or else by length; for alternatives one of each.
    """
    return _anchors(query.root, _by_frequency(frequency) if frequency else _by_length)


def _by_length(terms: frozenset[str]) -> float:
    plain = [term for term in terms if term[0] not in "^@~" and ":" not in term]
    if plain:
        return -float(min(map(len, plain)))
    if any(term[0] in "@~" for term in terms):
        return -6.0
    # beginnings, then sources, then languages, which are in most stories
    return 1.0 if any(term[0] == "^" for term in terms) else _FILTERS[next(iter(terms))[:5]]


_FILTERS = {"sourc": 2.0, "lang:": 3.0}


def _by_frequency(frequency: Mapping[str, int]) -> _Cost:
    def cost(terms: frozenset[str]) -> float:
        return float(sum(frequency.get(term, 0) for term in terms)) + _by_length(terms) / 1000

    return cost


def _anchors(node: Node, cost: _Cost) -> frozenset[str]:
    """Return the anchors of a tree; empty for what only excludes."""
    found: frozenset[str]
    match node:
        case All():
            choices = [terms for part in node.parts if (terms := _anchors(part, cost))]
            found = min(choices, key=cost, default=frozenset())
        case Any():
            every = [_anchors(part, cost) for part in node.parts]
            found = frozenset[str]().union(*every) if all(every) else frozenset()
        case InTitle():
            found = _anchors(node.part, cost)
        case Not():
            found = frozenset()
        case Source():
            found = _of_source(node)
        case Lang():
            found = frozenset({keys.lang(node.tag)})
        case _:
            found = _of_words(node, cost)
    return found


def _of_words(node: Word | Phrase | Place, cost: _Cost) -> frozenset[str]:
    if isinstance(node, Phrase):
        return _cheapest(node.words, cost)
    if isinstance(node, Place):
        codes = (node.code, *places.PARTS.get(node.code, ()))
        return _cheapest(node.text.split(" "), cost).union(map(keys.place, codes))
    return _of_prefix(node.text) if node.prefix else _of_compound(node.text, cost)


def _of_source(node: Source) -> frozenset[str]:
    longest = max(node.words, key=len)
    return frozenset({keys.source(longest), keys.source("".join(node.words))})


def _of_compound(text: str, cost: _Cost) -> frozenset[str]:
    parts = text.split("-")
    if len(parts) == 1:
        return _of_word(text)
    return _of_word("".join(parts)) | _cheapest(parts, cost)


def _cheapest(words: Iterable[str], cost: _Cost) -> frozenset[str]:
    every = [_of_word(word) for word in words]
    return min(every, key=cost)


def _of_word(word: str) -> frozenset[str]:
    if is_dense(word):
        return frozenset({keys.gram(word[:2])})
    return frozenset(map(keys.word, stems(word)))


def _of_prefix(prefix: str) -> frozenset[str]:
    return _of_word(prefix) if is_dense(prefix) else frozenset({keys.beginning(prefix)})
