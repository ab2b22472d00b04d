"""Which events and stories a story is compared with, and how much their keys tell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from math import log
from typing import Final

from bot.summaries.event_facts import telling
from bot.summaries.event_signature import Signature
from bot.summaries.event_weights import Rarity

LISTED: Final = 64
"""Events kept, or asked for, of a key: the latest."""
TWINS: Final = 8
"""Stories kept, or asked for, of a key of copies."""
COUNTED: Final = 200_000
"""Events after which counts are halved: the past fades, and memory stays bounded."""
_ASKED: Final = 12
"""Events a story is compared with."""
_LOOKED: Final = 14
"""Keys of a story by which its event is looked up: the rarest."""
_LEADING: Final = 12
"""Words of a text's beginning that are keys too."""
_PRIOR: Final = 300
"""Events that are taken as seen before the first."""


def keys(story: Signature) -> frozenset[str]:
    """Return the keys under which a story's event is looked up; at most about 60."""
    lead = [key for key in story.lead if key[0] not in "~*@"][:_LEADING]
    return frozenset(
        key for key in (*story.title, *story.surfaces, *lead) if key[0] != "~"
    ) | frozenset(telling(story.facts))


def counted_keys(story: Signature) -> frozenset[str]:
    """Return the keys of a story that are counted: once for each event that has them."""
    return frozenset((*story.title, *story.surfaces, *story.lead, *story.facts))


def copy_keys(story: Signature) -> tuple[int, ...]:
    """Return the keys under which stories with the same text, whole or in part, are looked up."""
    return (story.exact, *story.copies)


def rarity(counts: Mapping[str, int], counted: int) -> Rarity:
    """Return how much keys tell, less the more events have them, of so many events.

    ``counts`` is asked whenever a key is.
    """
    most = counted + _PRIOR

    def told(key: str) -> float:
        count = counts.get(key, 0)
        if count:
            return log(most / (1 + count)) / log(most)
        # A key that no event has had says nothing against those there are.
        return 1 - 0.5 * counted / (counted + 100)

    return told


def looked_up(known: Iterable[str], rarity: Rarity) -> list[str]:
    """Return those of a story's keys, all of them known, by which its event is looked up."""
    return [key for _, key in nsmallest(_LOOKED, ((-rarity(key), key) for key in known))]


def most_shared(having: Iterable[tuple[str, int]], rarity: Rarity) -> list[int]:
    """Return the events that have most of a story's keys, by the rarity of what they share."""
    shared: dict[int, float] = {}
    for key, number in having:
        shared[number] = shared.get(number, 0.0) - rarity(key)
    best = nsmallest(_ASKED, ((weight, -number) for number, weight in shared.items()))
    return [-number for _, number in best]


def nearest_copies(having: Iterable[tuple[int, int]], exact: int) -> list[int]:
    """Return the stories that share most hashes of a story's text, the earliest first.

    The whole text's, ``exact``, outweighs all parts.
    """
    shared: dict[int, int] = {}
    for key, story in having:
        shared[story] = shared.get(story, 0) + (100 if key == exact else 1)
    return sorted(shared, key=lambda story: (-shared[story], story))[:TWINS]
