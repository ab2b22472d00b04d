"""Whether a story tells an event: by its headline, by its text, across languages. Pure.

One pass over the stories, each compared with a few events and never with all stories (Allan,
Papka, Lavrenko 1998); an event is the sum of its headlines, so that no chain of neighbours drifts
away from it (the centroid of Miranda, Znotins, Cohen, Barzdins 2018). The smaller an event, the
more of it a headline must share: few words say little of what an event is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, log1p, sqrt
from typing import Final, NamedTuple

from bot.summaries.event_copies import containment
from bot.summaries.event_disagreement import Headline, disagree
from bot.summaries.event_signature import Signature

WINDOW: Final = timedelta(hours=72)
"""Between two stories of one event; what comes later is another event."""
_TERMS: Final = 96
_LEAD: Final = 96
_HEADLINES: Final = 8
_HASHES: Final = 64
_FIGURES: Final = 3
"""Numbers that a text tells at least, for a comparison."""
_UNKNOWN: Final = 0.08
_COPIED: Final = 0.5
"""Share of a text in another that makes it a copy; unrelated texts have less than 0.3."""
_COPIED_SURELY: Final = 0.9
"""Share that makes it a copy though the headlines disagree; reports by form have less."""
_FREE: Final = "*@#"
"""Marks of keys that are the same in all languages."""

Rarity = Callable[[str], float]
"""How much a key tells: 1 for a key that no event has had, less the more events have it."""


class Parameters(NamedTuple):
    """What ``tests/corpora/event_streams.py --tune`` finds."""

    common: float = 0.3
    """Weight of a common word, where another has 1."""
    meaning: float = 0.6
    """Of a word that has synonyms: quake, attack ..."""
    figure: float = 0.5
    """Of a number."""
    place: float = 0.7
    """Of a country."""
    floor: float = 0.1
    """Cosine that a headline needs to a large event."""
    rise: float = 0.38
    """More that it needs to an event of one story."""
    ease: float = 4.0
    """Stories after which about a third of that is left."""
    quiet: float = 0.8
    """More that it needs to a large event a day after its latest story."""
    apart: float = 0.25
    """More that it needs to a story of the day before."""
    least: float = 1.3
    """Weight of shared terms, below which a headline is no evidence."""
    text: float = 0.5
    """How much a text's likeness above ``text_even`` adds to the headline's."""
    text_even: float = 0.2
    """A text's likeness that speaks neither for nor against."""
    text_least: float = 0.1
    """A text's likeness below which the headline's counts for nothing."""
    text_sure: float = 0.45
    """A text's likeness that outweighs a disagreement of headlines."""
    text_alone: float = 0.6
    """Likeness of headlines and texts together that is enough whatever the headlines share."""
    foreign: float = 0.7
    """Cosine that a headline needs to an event in other languages."""
    foreign_least: float = 2.3
    """Weight of terms shared with an event in other languages."""
    grown: int = 3
    """Stories from which an event may hold one whose headline disagrees."""


TUNED: Final = Parameters()


def plain(_key: str) -> float:
    """Return 1: the rarity of every key where nothing is known of others."""
    return 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """Stories of one event, summed up; its size does not grow with their number."""

    number: int
    size: int = 0
    """Stories that it has."""
    terms: Mapping[str, int] = field(default_factory=dict)
    """Keys of headlines: in how many they stand."""
    lead: Mapping[str, int] = field(default_factory=dict)
    """Keys of texts' beginnings: in how many they stand."""
    told: Mapping[str, int] = field(default_factory=dict)
    """Both together."""
    texts: int = 0
    """Stories that have a text."""
    langs: frozenset[str | None] = frozenset()
    headlines: tuple[Headline, ...] = ()
    """The first and the latest headlines."""
    opened: datetime | None = None
    """When the earliest dated story was published."""
    latest: datetime | None = None
    """When the latest dated story was published."""
    bodies: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Hashes of what each source published in it."""

    def joined(self, story: Signature) -> Event:
        """Return the event with a story more."""
        dated = [at for at in (self.opened, self.latest, story.published) if at is not None]
        headline = Headline.of(story)
        kept = self.headlines
        if headline.terms and headline not in kept:
            kept = (*kept[: _HEADLINES // 2], *kept[_HEADLINES // 2 :][-(_HEADLINES // 2 - 1) :],
                    headline)  # fmt: skip
        bodies = dict(self.bodies)
        if story.source is not None:
            bodies[story.source] = (*bodies.get(story.source, ()), story.exact)[-_HASHES:]
        return Event(
            self.number,
            self.size + 1,
            _added(self.terms, (*story.title, *story.surfaces), _TERMS),
            _added(self.lead, story.lead, _LEAD),
            _added(self.told, (*story.title, *story.lead), _LEAD),
            self.texts + bool(story.lead),
            self.langs | {story.lang},
            kept,
            min(dated, default=None),
            max(dated, default=None),
            bodies,
        )


class Twin(NamedTuple):
    """A story that may have the same text, and the event it is in."""

    event: Event
    story: Signature


def _added(counts: Mapping[str, int], keys: Iterable[str], most: int) -> Mapping[str, int]:
    made = dict(counts)
    for key in keys:
        made[key] = made.get(key, 0) + 1
    if len(made) > 2 * most:
        made = dict(sorted(made.items(), key=lambda item: (-item[1], item[0]))[:most])
    return made


def join(
    story: Signature,
    events: Iterable[Event],
    twins: Iterable[Twin] = (),
    *,
    rarity: Rarity = plain,
    given: Parameters = TUNED,
) -> Event | None:
    """Return the event that a story tells, of those it may tell; None where it opens one.

    ``twins`` are stories with a key of ``Signature.copies``, or the whole hash, in common.
    """
    if story.is_empty:
        return None
    copied = [
        (copied_share(story, twin.story), -twin.event.number, twin.event)
        for twin in twins
        if _may_hold(twin.event, story)
    ]
    share, _, event = max(copied, key=lambda one: one[:2], default=(0.0, 0, None))
    if share > 0:
        return event
    best: tuple[float, int] = (0.0, 0)
    found = None
    weigh = _Scale(rarity, given)
    for event in events:
        if not _in_time(event, story) or not _may_hold(event, story):
            continue
        score = _score(story, event, weigh)
        if score > 0 and (score, event.size) > best:
            best, found = (score, event.size), event
    return found


def same_event(a: Signature, b: Signature, *, rarity: Rarity = plain) -> bool:
    """Return whether two stories tell one event, as far as the two alone show it."""
    first = Event(1).joined(a)
    return join(b, [first], [Twin(first, a)], rarity=rarity) is not None


def copied_share(a: Signature, b: Signature) -> float:
    """Return how much of one story is the other's text; 0 where it is no copy in the window.

    2 for the same headline and text, 1 for a text that stands whole in the other, less for one
    that was edited.
    """
    if not _near(a.published, b.published):
        return 0.0
    if a.exact == b.exact and a.title == b.title:
        return 2.0
    share = containment(a.sketch, b.sketch)
    if share < _COPIED or (share < _COPIED_SURELY and disagree(Headline.of(a), Headline.of(b))):
        return 0.0
    return share


def _near(a: datetime | None, b: datetime | None) -> bool:
    return a is None or b is None or abs(a - b) <= WINDOW


def _in_time(event: Event, story: Signature) -> bool:
    return _near(story.published, event.opened) and _near(story.published, event.latest)


def _may_hold(event: Event, story: Signature) -> bool:
    """Return whether the story's source has nothing else in the event."""
    own = event.bodies.get(story.source, ()) if story.source is not None else ()
    return not own or story.exact in own


class _Scale:
    """Weighs keys, each once."""

    def __init__(self, rarity: Rarity, given: Parameters) -> None:
        self.given = given
        self._rarity = rarity
        self._known: dict[str, float] = {}
        self._squared: dict[tuple[str, ...], tuple[list[tuple[str, float]], float]] = {}
        self._kinds = {
            "~": given.common, "*": given.meaning, "#": given.figure, "@": given.place,
        }  # fmt: skip

    def __call__(self, key: str) -> float:
        weight = self._known.get(key)
        if weight is None:
            weight = self._kinds.get(key[0], 1.0) * self._rarity(key)
            self._known[key] = weight
        return weight

    def _squares(self, keys: tuple[str, ...]) -> tuple[list[tuple[str, float]], float]:
        """Return the squared weight of each key, and their sum; worked out once."""
        found = self._squared.get(keys)
        if found is None:
            squares = [(key, self(key) ** 2) for key in keys]
            found = self._squared[keys] = squares, sum(square for _, square in squares)
        return found

    def likeness(
        self, keys: tuple[str, ...], counts: Mapping[str, int], *, least: float = 0.0
    ) -> float:
        """Return the cosine of a story's keys with an event's; 0 where it is below ``least``."""
        squares, own = self._squares(keys)
        dot = shared = 0.0
        for key, square in squares:
            count = counts.get(key)
            if count:
                shared += square
                dot += square * count
        # Cauchy and Schwarz: no event's other keys can bring the cosine above this
        if shared <= least**2 * own:
            return 0.0
        other = sum((self(key) * count) ** 2 for key, count in counts.items() if key[0] != "^")
        found = dot / sqrt(own * other) if other else 0.0
        return found if found >= least else 0.0


def _score(story: Signature, event: Event, weigh: _Scale) -> float:
    """Return by how much a story passes what an event asks of it; 0 or less where it fails."""
    given = weigh.given
    if story.lang is not None and event.langs and not event.langs & {story.lang, None}:
        return _foreign(story, event, weigh)
    young = exp(-(event.size - 1) / given.ease)
    still = (given.quiet * (1 - young) + given.apart * young) * _quiet(event, story)
    needed = given.floor + given.rise * young + still
    head, sure = _headlines(story, event, weigh, given.least * (0.8 + 0.2 * young)), False
    if story.lead and event.texts:
        told = weigh.likeness((*story.title, *story.lead), event.told, least=given.text_alone)
        if told:
            head = max(head, needed)
        elif head + given.text * (1 - given.text_even) < needed:
            return 0.0
        if _other_figures(story, event):
            return 0.0
        body = weigh.likeness(story.lead, event.lead)
        if not told and body < given.text_least:
            return 0.0
        head += given.text * (body - given.text_even)
        sure = body >= given.text_sure
    if head < needed:
        return 0.0
    return 0.0 if not sure and _disagrees(story, event, given) else head - needed + 1e-9


def _headlines(story: Signature, event: Event, weigh: _Scale, least: float) -> float:
    """Return how alike the headlines are; 0 where what they share is no evidence."""
    shared = sum(weigh(key) for key in story.title if key in event.terms)
    return weigh.likeness(story.title, event.terms) if shared >= least else 0.0


def _other_figures(story: Signature, event: Event) -> bool:
    """Return whether the texts tell several numbers each and share none: reports of two days."""
    ours = {key for key in story.lead if key[0] == "#"}
    theirs = {key for key in event.lead if key[0] == "#"}
    return len(ours) >= _FIGURES <= len(theirs) and not ours & (theirs | event.terms.keys())


def _foreign(story: Signature, event: Event, weigh: _Scale) -> float:
    """Return the same for an event in other languages: by meanings, countries, numbers, names.

    A number that two headlines have by chance is no evidence, nor are a country and what happened.
    """
    given = weigh.given
    names = [key for key in story.surfaces if key in event.terms]
    shared = [key for key in story.title if key[0] in _FREE and key in event.terms]
    if len(shared) < 2 or not any(key[0] in "*#" for key in shared):
        return 0.0
    if len(names) < 2 and not any(_tells_much(key) for key in shared):
        return 0.0
    weights = [weigh(key) for key in (*names, *shared)]
    if sum(weights) < given.foreign_least:
        return 0.0
    both = sum(weight**2 for weight in weights)
    own = both + sum(weigh(key) ** 2 for key in _free(story) if key not in event.terms)
    other = both + sum(
        (weigh(key) * count / event.size) ** 2
        for key, count in event.terms.items()
        if key[0] in _FREE and key not in story.title
    )
    head = both / sqrt(own * other)
    needed = given.foreign + given.apart * _quiet(event, story)
    if head < needed or any(disagree(Headline.of(story), kept) for kept in event.headlines):
        return 0.0
    return head - needed + 1e-9


def _free(story: Signature) -> Iterable[str]:
    return (key for key in story.title if key[0] in _FREE)


def _tells_much(key: str) -> bool:
    """Return whether a key is a number that is seldom said: an amount, a score, above twelve."""
    if key[0] != "#" or key[1] in "oyd":
        return False
    return not key[1:].isdecimal() or int(key[1:]) > 12


def _quiet(event: Event, story: Signature) -> float:
    """Return how long nothing was told of the event: 0 within a minute, 1 from a day on.

    By the logarithm: reports of one event come in a burst, then one by one. Without a date, as if
    a minute had passed.
    """
    if story.published is None or event.latest is None:
        return _UNKNOWN
    minutes = abs(story.published - event.latest) / timedelta(minutes=1)
    return min(1.0, log1p(minutes) / log1p(24 * 60))


def _disagrees(story: Signature, event: Event, given: Parameters) -> bool:
    """Return whether the headline says another thing: than any of a few, than all of many."""
    own = Headline.of(story)
    against = sum(disagree(own, other) for other in event.headlines)
    return against > 0 and (event.size < given.grown or against == len(event.headlines))
