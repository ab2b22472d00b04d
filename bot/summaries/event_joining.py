"""Whether a story tells an event: by its headline, by its text, across languages. Pure.

One pass over the stories, each compared with a few events and never with all stories (Allan,
Papka, Lavrenko 1998); an event is the sum of its headlines, so that no chain of neighbours drifts
away from it (the centroid of Miranda, Znotins, Cohen, Barzdins 2018). The smaller an event, the
more of it a headline must share: few words say little of what an event is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import exp, log1p, sqrt
from typing import Final, NamedTuple

from bot.summaries.event_across import tells_across
from bot.summaries.event_copies import containment
from bot.summaries.event_disagreement import Headline, contradict, contradict_across, disagree
from bot.summaries.event_evidence import apart, tells
from bot.summaries.event_facts import value_of
from bot.summaries.event_record import Event, Twin
from bot.summaries.event_series import is_long, is_series, is_told
from bot.summaries.event_signature import Signature
from bot.summaries.event_weights import TUNED, Parameters, Rarity, Scale, plain

WINDOW: Final = timedelta(hours=72)
"""Between two stories of one event; what comes later is another event."""
_FIGURES: Final = 3
"""Numbers that a text tells at least, for a comparison."""
_UNKNOWN: Final = 0.1
_COPIED: Final = 0.5
"""Share of a text in another that makes it a copy; unrelated texts have less than 0.3."""
_COPIED_SURELY: Final = 0.9
"""Share that makes it a copy though the headlines disagree; reports by form have less."""
_FREE: Final = "*@#"
"""Marks of keys that are the same in all languages."""


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
        (_copied(story, twin), -twin.event.number, twin.event)
        for twin in twins
        if _may_hold(twin.event, story)
    ]
    share, _, event = max(copied, key=lambda one: one[:2], default=(0.0, 0, None))
    if share > 0:
        return event
    best: tuple[float, int] = (0.0, 0)
    found = None
    weigh = Scale(rarity, given)
    for event in events:
        if not _in_time(event, story) or not _may_hold(event, story):
            continue
        score = _score(story, event, weigh)
        if score > 0 and (score, event.size) > best:
            best, found = (score, event.size), event
    return found


def same_event(a: Signature, b: Signature, *, rarity: Rarity = plain) -> bool:
    """Return whether two stories tell one event, as far as the two alone show it."""
    for first, second in ((a, b), (b, a)):  # one without a headline is told by the other's text
        event = Event(1).joined(first)
        if join(second, [event], [Twin(event, first)], rarity=rarity) is not None:
            return True
    return False


def copied_share(a: Signature, b: Signature) -> float:
    """Return how much of one story is the other's text; 0 where it is no copy in the window.

    2 for the same headline and text, 1 for a text that stands whole in the other, less for one
    that was edited.
    """
    if not _near(a.published, b.published):
        return 0.0
    if a.exact == b.exact and a.title == b.title:
        return 2.0
    if is_series(Headline.of(a), Headline.of(b)) or not is_told(a, b):
        return 0.0
    share = containment(a.sketch, b.sketch)
    if share < _COPIED or (share < _COPIED_SURELY and disagree(Headline.of(a), Headline.of(b))):
        return 0.0
    return share


def _copied(story: Signature, twin: Twin) -> float:
    """Return the same, unless both are filled into one form: the weather, prices."""
    share = copied_share(story, twin.story)
    return 0.0 if share < _COPIED_SURELY and apart(story.facts, twin.event.lead) else share


def _near(a: datetime | None, b: datetime | None) -> bool:
    return a is None or b is None or abs(a - b) <= WINDOW


def _in_time(event: Event, story: Signature) -> bool:
    return _near(story.published, event.opened) and _near(story.published, event.latest)


def _may_hold(event: Event, story: Signature) -> bool:
    """Return whether an event has nothing of the story's source, and is no series with it."""
    own = event.bodies.get(story.source, ()) if story.source is not None else ()
    if own and story.exact not in own:
        return False
    headline = Headline.of(story)
    return not any(is_series(headline, kept) for kept in event.headlines)


def _score(story: Signature, event: Event, weigh: Scale) -> float:
    """Return by how much a story passes what an event asks of it; 0 or less where it fails."""
    given = weigh.given
    if story.lang is not None and event.langs and not event.langs & {story.lang, None}:
        return max(_foreign(story, event, weigh), _foreign_text(story, event, weigh))
    young = exp(-(_size(event, story) - 1) / given.ease)
    still = (given.quiet * (1 - young) + given.apart * young) * _quiet(event, story)
    needed = given.floor + given.rise * young + still
    head = _headlines(story, event, weigh, given.least * (0.8 + 0.2 * young))
    told = _Told(head, needed, sure=False)
    if story.lead and event.texts:
        if _same_facts(story, event, weigh):
            return max(head - needed, 0.0) + 1e-9
        told = _with_text(story, event, weigh, told)
    if told.head < told.needed or (not told.sure and _disagrees(story, event, given)):
        return 0.0
    return told.head - told.needed + 1e-9


class _Told(NamedTuple):
    """How alike headlines are, by their texts too."""

    head: float
    needed: float
    """What the event asks of it."""
    sure: bool
    """Whether the texts are so alike that headlines need not agree."""


_UNLIKE: Final = _Told(0.0, 1.0, sure=False)


def _with_text(story: Signature, event: Event, weigh: Scale, told: _Told) -> _Told:
    """Return what the texts make of the headlines."""
    given = weigh.given
    head, needed, _ = told
    alike = is_long(story) and weigh.likeness(
        (*story.title, *story.lead), event.told, least=given.text_alone
    )
    if not alike and head + given.text * (1 - given.text_even) < needed:
        return _UNLIKE
    differing = apart(story.facts, event.lead)
    if alike and (differing or _contradicts(story, event, figures=False)):
        return _UNLIKE
    needed += given.text_apart * differing
    head = max(head, needed) if alike else head
    body = weigh.likeness(story.lead, event.lead)
    if _other_figures(story, event) or (not alike and body < given.text_least):
        return _UNLIKE
    sure = is_long(story) and body >= given.text_sure and not _own_figures(story, event)
    return _Told(head + given.text * (body - given.text_even), needed, sure)


def _same_facts(story: Signature, event: Event, weigh: Scale) -> bool:
    """Return whether the text tells the event's facts and no headline contradicts its own."""
    quiet = _quiet(event, story)
    if not tells(story.facts, event.lead, event.texts, weigh.rarity, quiet):
        return False
    return not _contradicts(story, event, figures=True)


def _contradicts(story: Signature, event: Event, *, figures: bool) -> bool:
    told = event.terms.keys() | event.lead.keys()
    own = frozenset((*story.title, *story.lead, *story.facts))
    headline = Headline.of(story)
    return any(contradict(headline, kept, own, told, figures=figures) for kept in event.headlines)


def _own_figures(story: Signature, event: Event) -> bool:
    """Return whether the text bears out a number of the headline that no text of the event has."""
    told = {value_of(key) for key in story.facts}
    known = {value_of(key) for key in event.lead} | {key[1:] for key in event.terms}
    return any(figure[1:] in told - known for figure in story.figures)


def _headlines(story: Signature, event: Event, weigh: Scale, least: float) -> float:
    """Return how alike the headlines are; 0 where what they share is no evidence."""
    shared = sum(weigh(key) for key in story.title if key in event.terms)
    return weigh.likeness(story.title, event.terms) if shared >= least else 0.0


def _other_figures(story: Signature, event: Event) -> bool:
    """Return whether the texts tell several numbers each and share none: reports of two days."""
    ours = {key for key in story.lead if key[0] == "#"}
    theirs = {key for key in event.lead if key[0] == "#"}
    return len(ours) >= _FIGURES <= len(theirs) and not ours & (theirs | event.terms.keys())


def _foreign(story: Signature, event: Event, weigh: Scale) -> float:
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


def _foreign_text(story: Signature, event: Event, weigh: Scale) -> float:
    """Return the same by what the texts name and count."""
    own = (*story.title, *story.lead, *story.facts)
    known = event.terms.keys() | event.lead.keys()
    if not tells_across(own, known, weigh.rarity, _quiet(event, story)):
        return 0.0
    headline, said, told = Headline.of(story), _said(own), _said(known)
    against = any(contradict_across(headline, kept, said, told) for kept in event.headlines)
    return 0.0 if against else 1e-9


def _said(keys: Iterable[str]) -> frozenset[str]:
    """Return the numbers and countries of headlines and texts, all written as headlines' are."""
    return frozenset(
        f"#{value_of(key)}" if key[0] == "+" else key.removeprefix("=") for key in keys
    )


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
    kept = _comparable(event, story)
    against = sum(disagree(own, other) for other in kept)
    return against > 0 and (_size(event, story) < given.grown or against == len(kept))


def _size(event: Event, story: Signature) -> int:
    """Return how many stories of an event may share a story's words: about, where it has others."""
    kept = _comparable(event, story)
    return event.size if len(kept) == len(event.headlines) else max(1, len(kept))


def _comparable(event: Event, story: Signature) -> list[Headline]:
    """Return the headlines of an event that may be in a story's language."""
    return [
        kept
        for kept in event.headlines
        if None in {kept.lang, story.lang} or kept.lang == story.lang
    ]
