"""Recent events in memory, found by rare keys of a story; what a story costs does not grow."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

from bot.summaries import event_search as search
from bot.summaries.event_joining import join
from bot.summaries.event_record import Event, Twin
from bot.summaries.event_signature import Signature
from bot.summaries.event_weights import TUNED, Parameters, Rarity

_T = TypeVar("_T")


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
        rarity = search.rarity(self._counts, self._counted)
        found = join(story, self._candidates(story, rarity), self._twin_candidates(story),
                     rarity=rarity, given=self._given)  # fmt: skip
        if found is None:
            found = Event(len(self._events) + 1)
            self._events.append(found)
            self._count()
        self._keep(found, story)
        return found.number

    def _candidates(self, story: Signature, rarity: Rarity) -> list[Event]:
        """Return the events that share most with a story, by the rarity of what they share."""
        known = search.looked_up((key for key in search.keys(story) if key in self._listed), rarity)
        having = ((key, number) for key in known for number in self._listed[key])
        return [self._events[number - 1] for number in search.most_shared(having, rarity)]

    def _twin_candidates(self, story: Signature) -> list[Twin]:
        """Return the stories that share most keys of their texts, the earliest first."""
        twins: dict[int, tuple[int, Signature]] = {}
        having = []
        for key in search.copy_keys(story):
            for order, number, twin in self._twins.get(key, ()):
                having.append((key, order))
                twins[order] = number, twin
        best = [twins[order] for order in search.nearest_copies(having, story.exact)]
        return [Twin(self._events[number - 1], twin) for number, twin in best]

    def _keep(self, event: Event, story: Signature) -> None:
        known = event.terms
        joined = event.joined(story)
        self._events[event.number - 1] = joined
        for key in search.keys(story):
            listed = self._listed.setdefault(key, [])
            if event.number not in listed:
                _append(listed, event.number, search.LISTED)
        self._counts.update(search.counted_keys(story) - known.keys())
        self._stories += 1
        kept = (self._stories, event.number, story)
        for copied in search.copy_keys(story):
            _append(self._twins.setdefault(copied, []), kept, search.TWINS)

    def _count(self) -> None:
        self._counted += 1
        if self._counted >= search.COUNTED:
            self._counted //= 2
            self._counts = Counter({key: n // 2 for key, n in self._counts.items() if n > 1})
