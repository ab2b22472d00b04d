"""Anchors: by which terms a story finds the topics that may match it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Final

from bot.domain.values import READ_AS, Anchor, Every, Term, Wanted
from bot.text.stems import readings
from bot.topics import keys
from bot.topics.needs import wanted
from bot.topics.query import Query

_Cost = Callable[[Collection[Anchor]], float]

_MOST_GROUPS: Final = 2
"""Of what else is needed: more tell little more, and each topic's row would grow."""
_MOST_IN_GROUP: Final = 8
_EVERYWHERE: Final = frozenset({keys.lang("en"), *map(keys.reading, readings("en"))})


def anchors(query: Query, frequency: Mapping[str, int] | None = None) -> frozenset[Anchor]:
    """Return anchors of which a ``Document`` that matches fulfils at least one.

    It does where its ``terms`` hold the anchor's term, and one of each group of ``also``.
    Of words that must all be there the rarest is the term, by ``frequency`` (stories that have
    it) or else by its kind and length, and the others are groups; of alternatives each has an
    anchor.
    """
    found = _anchors(wanted(query), _by_frequency(frequency) if frequency else _by_length)
    by_term: dict[str, Anchor] = {}
    for anchor in found:
        known = by_term.setdefault(anchor.term, anchor)
        if known.also != anchor.also:
            by_term[anchor.term] = Anchor(anchor.term)  # either of the two may do
    return frozenset(by_term.values())


def _anchors(need: Wanted, cost: _Cost) -> frozenset[Anchor]:
    if isinstance(need, Term):
        return frozenset({Anchor(need.text)})
    parts = [_anchors(part, cost) for part in need.parts]
    if not isinstance(need, Every):
        return frozenset[Anchor]().union(*parts)
    parts.sort(key=lambda part: (cost(part), sorted(part)))
    groups = [frozenset(map(_asked, part)) for part in parts[1:]]
    telling = tuple(group for group in groups if _tells(group))[:_MOST_GROUPS]
    return frozenset(
        Anchor(anchor.term, (*anchor.also, *telling)[:_MOST_GROUPS]) for anchor in parts[0]
    )


def met(anchors: Iterable[Anchor], frequency: Mapping[str, int]) -> int:
    """Return how many stories would look at a topic with these anchors, at most.

    However many hold a stem: only those do that are read by the languages which it is of.
    """
    return sum(map(partial(_met, frequency), anchors))


def _met(frequency: Mapping[str, int], anchor: Anchor) -> int:
    holding = frequency.get(anchor.term, 0)
    if not anchor.read_as:
        return holding
    return min(holding, sum(frequency.get(lang, 0) for lang in anchor.read_as))


def _asked(anchor: Anchor) -> str:
    """Return how a group asks for another anchor: by its term, in its languages if it has some."""
    langs = sorted(term.removeprefix(READ_AS) for term in anchor.read_as)
    return f"{anchor.term}/{','.join(langs)}" if langs else anchor.term


def _tells(group: frozenset[str]) -> bool:
    """Return whether a group is worth its room; what most stories have tells nothing."""
    return len(group) <= _MOST_IN_GROUP and group.isdisjoint(_EVERYWHERE)


def _by_length(anchors: Collection[Anchor]) -> float:
    return max(_kind(anchor.term) for anchor in anchors)


def _kind(term: str) -> float:
    """Return how frequent a term may be by its looks: the higher, the more."""
    if keys.is_of_language(term):
        return 3.0
    if term.startswith("source:"):
        return 2.0
    if term[0] in "^@~":
        return {"^": 1.0, "@": -6.0, "~": -6.0}[term[0]]
    return -float(len(term))


def _by_frequency(frequency: Mapping[str, int]) -> _Cost:
    def cost(anchors: Collection[Anchor]) -> float:
        # a language is no anchor where there is a word, though none of the latest stories has it
        if any(keys.is_of_language(anchor.term) for anchor in anchors):
            return float("inf")
        return met(anchors, frequency) + _by_length(anchors) / 1000

    return cost
