"""How much each thing that two stories share tells, and how alike that makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Final, NamedTuple

Rarity = Callable[[str], float]
"""How much a key tells: 1 for a key that no event has had, less the more events have it."""


NO_WORDS: Final = "^+=-!"
"""Marks of keys that stand beside the words: surfaces and facts."""


class Parameters(NamedTuple):
    """What ``tests/corpora/event_streams.py --tune`` finds."""

    common: float = 0.4
    """Weight of a common word, where another has 1."""
    meaning: float = 0.75
    """Of a word that has synonyms: quake, attack ..."""
    figure: float = 0.65
    """Of a number."""
    place: float = 0.7
    """Of a country."""
    floor: float = 0.1
    """Cosine that a headline needs to a large event."""
    rise: float = 0.38
    """More that it needs to an event of one story."""
    ease: float = 4.0
    """Stories after which about a third of that is left."""
    quiet: float = 0.9
    """More that it needs to a large event a day after its latest story."""
    apart: float = 0.3
    """More that it needs to a story of the day before."""
    least: float = 1.1
    """Weight of shared terms, below which a headline is no evidence."""
    text: float = 0.5
    """How much a text's likeness above ``text_even`` adds to the headline's."""
    text_even: float = 0.2
    """A text's likeness that speaks neither for nor against."""
    text_least: float = 0.1
    """A text's likeness below which the headline's counts for nothing."""
    text_apart: float = 0.2
    """More that a headline needs where the texts count the same things differently."""
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


class Scale:
    """Weighs keys, each once."""

    def __init__(self, rarity: Rarity, given: Parameters) -> None:
        self.given = given
        self.rarity = rarity
        self._known: dict[str, float] = {}
        self._squared: dict[tuple[str, ...], tuple[list[tuple[str, float]], float]] = {}
        self._kinds = {
            "~": given.common, "*": given.meaning, "#": given.figure, "@": given.place,
        }  # fmt: skip

    def __call__(self, key: str) -> float:
        """Return a key's weight: by its kind, and how few events have it."""
        weight = self._known.get(key)
        if weight is None:
            weight = self._kinds.get(key[0], 1.0) * self.rarity(key)
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
        other = sum(
            (self(key) * count) ** 2 for key, count in counts.items() if key[0] not in NO_WORDS
        )
        found = dot / sqrt(own * other) if other else 0.0
        return found if found >= least else 0.0
