"""How frequent words are in the archive, and what follows from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from bot import topics
from bot.domain.ports import Store, Unit
from bot.domain.values import Anchor, Every, Term, Wanted

_ARCHIVE: Final = 1_000_000
"""Stories against which a word is rare; their number itself is not asked for."""


async def counted(unit: Unit, needs: Iterable[Wanted]) -> dict[Wanted, int]:
    """Return about how many stories hold each word, by what it needs."""
    asked = tuple(needs)
    counts = await unit.stories.frequencies(topics.terms_of(Every(asked)))
    return {need: how_many(need, counts) for need in asked}


def how_many(need: Wanted, counts: Mapping[str, int]) -> int:
    """Return about how many stories hold a word, by how many hold each of its terms."""
    if isinstance(need, Term):
        return counts.get(need.text, 0)
    each = [how_many(part, counts) for part in need.parts if topics.terms_of(part)]
    return min(each) if isinstance(need, Every) else max(each)


def rarity(count: int) -> float:
    """Return how much a word tells that so many stories hold.

    It is BM25's inverse document frequency (Robertson and Zaragoza, The Probabilistic Relevance
    Framework, 2009).
    """
    return math.log1p(_ARCHIVE / (1 + count))


async def anchors(store: Store, query: topics.Query) -> frozenset[Anchor]:
    """Return a topic's anchors: the rarest in the archive of the words that it asks for."""
    async with store.read() as unit:
        terms = topics.all_terms_of(topics.wanted(query))
        return topics.anchors(query, await unit.stories.frequencies(terms))
