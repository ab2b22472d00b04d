"""What a sentence is worth for a summary, and in which order to take them.

A sum of weighted features (position, headline, centrality, form), then a choice that repeats
nothing. The features are in ``features``.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from typing import Final, NamedTuple

from bot.summaries import features, similarity
from bot.summaries.features import Features
from bot.summaries.openings import leans
from bot.summaries.terms import Terms, terms


class Weights(NamedTuple):
    """What each of a sentence's features is worth, and how little a repetition is."""

    features: Features
    repetition: float
    """Off, times the likeness to the nearest sentence already chosen."""


WEIGHTS: Final = Weights(
    Features(
        position=1.5,
        taken_up=0.1,
        central=0.1,
        title=2.6,
        letters=5.75,
        shared=0.4,
        short=-1.5,
        long=-1.2,
        length=0.2,
        titled_length=-0.45,
        lone=-1.4,
        teaser=-1.0,
        quotation=-0.2,
        person=-0.4,
        chatty=-0.6,
        number=0.12,
        question=-1.6,
        leaning=-0.15,
        unbalanced=-2.0,
        fragment=-1.5,
        caption=-0.05,
    ),
    repetition=1.15,
)
"""``python -m bench.tune_summaries`` finds them again, and prints what they are worth on articles
that a search has not seen."""
CARD: Final = WEIGHTS._replace(
    features=WEIGHTS.features._replace(
        question=-20.0, unbalanced=-20.0, fragment=-20.0, caption=-20.0
    )
)
"""For a card, which is read at a glance and has no picture beside it: these come last.

ROUGE within a card's room is the same; over three sentences it would be lower by 0.1, as references
take names and ages from captions.
"""


class Case(NamedTuple):
    """All that the choice of an article's sentences depends on, but for the weights."""

    features: Sequence[Features]
    """Of each sentence."""
    likeness: Sequence[Sequence[float]]
    """Of each two sentences."""
    leaning: Sequence[bool]
    """Whether each sentence needs what came before it."""


def case(texts: Sequence[str], reduced: Sequence[Terms], title: str, lang: str | None) -> Case:
    """Return what the choice among sentences depends on; ``title`` is the headline, or empty."""
    *bodies, head = similarity.vectors([*(t.stems for t in reduced), terms(title, lang).stems])
    rows = similarity.matrix(bodies)
    leaning = [leans(text, lang) for text in texts]
    return Case(
        features.of(texts, reduced, leaning, bodies=bodies, rows=rows, head=head, title=title),
        rows,
        leaning,
    )


def order(
    case: Case, *, count: int, weights: Weights = WEIGHTS, following: bool = False
) -> list[int]:
    """Return the indexes of the best ``count`` sentences, the best first.

    Each choice is the best by its score less its likeness to what was chosen before (maximal
    marginal relevance; Carbonell and Goldstein, 1998). Of any number of them, the earliest in the
    article leans on nothing, as long as there is another; where ``following``, each that leans has
    the one before it, so that no "he" is taken for somebody else.
    """
    left = {i: sum(map(mul, weights.features, row)) for i, row in enumerate(case.features)}
    nearest = [0.0] * len(left)
    chosen: list[int] = []
    taken: set[int] = set()
    first = len(left)
    while left and len(chosen) < count:
        able = [
            i for i in left if not case.leaning[i] or (i - 1 in taken if following else i > first)
        ] or left
        best = max(able, key=lambda i: left[i] - weights.repetition * nearest[i])
        chosen.append(best)
        taken.add(best)
        first = min(first, best)
        del left[best]
        nearest = list(map(max, nearest, case.likeness[best]))
    return chosen
