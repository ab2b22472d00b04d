"""Recent events in memory, found by rare keys of a story; what a story costs does not grow."""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from math import log
from typing import Final, TypeVar

from bot.summaries.event_joining import join
from bot.summaries.event_record import Event, Twin
from bot.summaries.event_signature import Signature
from bot.summaries.event_weights import TUNED, Parameters

_T = TypeVar("_T")
_LISTED: Final = 64
"""Events kept for a key: the latest."""
_ASKED: Final = 12
"""Events a story is compared with."""
_LOOKED: Final = 14
"""Keys of a story by which its event is looked up: the rarest."""
_LEADING: Final = 12
"""Words of a text's beginning that are keys too."""
_TWINS: Final = 8
"""Stories kept for a key of copies."""
_PRIOR: Final = 300
"""Events that are taken as seen before the first."""
_COUNTED: Final = 200_000
"""Events after which counts are halved: the past fades, and memory stays bounded."""


def keys(story: Signature) -> frozenset[str]:
    """Return the keys under which a story's event is looked up; at most about 60."""
    lead = [key for key in story.lead if key[0] not in "~*@"][:_LEADING]
    return frozenset(key for key in (*story.title, *story.surfaces, *lead) if key[0] != "~")


def copy_keys(story: Signature) -> tuple[int, ...]:
    """Return the keys under which stories with the same text, whole or in part, are looked up."""
    return (story.exact, *story.copies)


def _append(listed: list[_T], one: _T, most: int) -> None:
    """Append to a list that keeps its latest; a deque takes ten times the memory of a short one."""
    listed.append(one)
    if len(listed) > most:
        del listed[0]


class EventIndex:
    """Joins stories to events as they come; the same stories in the same order, the same events."""

    def __init__(self, given: Parameters = TUNED) -> None:
        self._given = given
        self._events: list[Event] = []
        self._listed: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()
        self._counted = 0
        self._twins: dict[int, list[tuple[int, int, Signature]]] = {}
        self._stories = 0

    def add(self, story: Signature) -> int:
        """Return the number of the event that a story tells; the first event's is 1."""
        found = join(story, self._candidates(story), self._twin_candidates(story),
                     rarity=self.rarity, given=self._given)  # fmt: skip
        if found is None:
            found = Event(len(self._events) + 1)
            self._events.append(found)
            self._count()
        self._keep(found, story)
        return found.number

    def rarity(self, key: str) -> float:
        """Return how much a key tells: less the more events have it."""
        most = self._counted + _PRIOR
        count = self._counts[key]
        if count:
            return log(most / (1 + count)) / log(most)
        # A key that no event has had says nothing against those there are.
        return 1 - 0.5 * self._counted / (self._counted + 100)

    def _candidates(self, story: Signature) -> list[Event]:
        """Return the events that share most with a story, by the rarity of what they share."""
        shared: dict[int, float] = {}
        known = ((-self.rarity(key), key) for key in keys(story) if key in self._listed)
        for weight, key in nsmallest(_LOOKED, known):
            for number in self._listed[key]:
                shared[number] = shared.get(number, 0.0) + weight
        best = nsmallest(_ASKED, ((weight, -number) for number, weight in shared.items()))
        return [self._events[-number - 1] for _, number in best]

    def _twin_candidates(self, story: Signature) -> list[Twin]:
        """Return the stories that share most keys of their texts, the earliest first."""
        shared: dict[int, int] = {}
        twins: dict[int, tuple[int, Signature]] = {}
        for key in copy_keys(story):
            for order, number, twin in self._twins.get(key, ()):
                # the whole text's hash outweighs all parts
                shared[order] = shared.get(order, 0) + (100 if key == story.exact else 1)
                twins[order] = number, twin
        best = sorted(shared, key=lambda order: (-shared[order], order))[:_TWINS]
        return [Twin(self._events[twins[at][0] - 1], twins[at][1]) for at in best]

    def _keep(self, event: Event, story: Signature) -> None:
        known = event.terms
        joined = event.joined(story)
        self._events[event.number - 1] = joined
        for key in keys(story):
            listed = self._listed.setdefault(key, [])
            if event.number not in listed:
                _append(listed, event.number, _LISTED)
        self._counts.update(
            key for key in (*story.title, *story.surfaces, *story.lead) if key not in known
        )
        self._stories += 1
        kept = (self._stories, event.number, story)
        for copied in copy_keys(story):
            _append(self._twins.setdefault(copied, []), kept, _TWINS)

    def _count(self) -> None:
        self._counted += 1
        if self._counted >= _COUNTED:
            self._counted //= 2
            self._counts = Counter({key: n // 2 for key, n in self._counts.items() if n > 1})
