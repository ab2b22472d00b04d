"""The line of a story in a digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.values import Sentence
from bot.summaries.terms import terms
from bot.text import units

_LONGEST: Final = 200
"""UTF-16 units of a line."""
_REPEATS: Final = 0.7
"""Share of a line's content words in the headline from which on it adds nothing."""


def digest_line(story_title: str, sentences: Sequence[Sentence]) -> str | None:
    """Return the best sentence of at most 200 UTF-16 units that says more than the headline.

    None where there is none.
    """
    head = frozenset(terms(story_title, None).stems)
    for sentence in sorted(sentences, key=lambda sentence: sentence.rank):
        if units.length(sentence.text) <= _LONGEST and _adds(sentence.text, head):
            return sentence.text
    return None


def _adds(sentence: str, head: frozenset[str]) -> bool:
    body = frozenset(terms(sentence, None).stems)
    return len(body & head) < _REPEATS * len(body)
