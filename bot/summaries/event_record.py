"""An event: what of its stories decides which others tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from bot.summaries.event_disagreement import Headline
from bot.summaries.event_signature import Signature

_TERMS: Final = 96
"""Keys kept of headlines, and of both together."""
_LEAD: Final = 160
"""Keys kept of texts with their facts."""
_HEADLINES: Final = 8
_HASHES: Final = 64
"""Stories of one source that are told apart."""


@dataclass(frozen=True, slots=True)
class Event:
    """Stories of one event, summed up; its size does not grow with their number."""

    number: int
    size: int = 0
    """Stories that it has."""
    terms: Mapping[str, int] = field(default_factory=dict)
    """Keys of headlines: in how many they stand."""
    lead: Mapping[str, int] = field(default_factory=dict)
    """Keys of texts' beginnings, and facts of texts: in how many they stand."""
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
            _added(self.lead, (*story.lead, *story.facts), _LEAD),
            _added(self.told, (*story.title, *story.lead), _TERMS),
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
