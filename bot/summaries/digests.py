"""The line of a story in a digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.domain.values import Sentence
from bot.summaries.features import balanced, slugged
from bot.summaries.openings import leans
from bot.summaries.terms import terms
from bot.text import language, units

_LONGEST: Final = 200
"""UTF-16 units of a line."""
_TELLING: Final = 7
"""Words from which on a sentence mostly tells something: scraps come after these."""
_REPEATS: Final = 0.7
"""Share of a line's content words in the headline from which on it adds nothing."""
_NEW: Final = 3
"""Content words that the headline lacks below which a line tells little."""


def digest_line(story_title: str, sentences: Sequence[Sentence]) -> str | None:
    """Return the best sentence of at most 200 UTF-16 units that says more than the headline.

    It stands by itself where one does: it leans on nothing and its quotation marks have partners.
    None where no sentence is short and new.
    """
    ranked = sorted(sentences, key=lambda sentence: sentence.rank)
    texts = [sentence.text for sentence in ranked if units.length(sentence.text) <= _LONGEST]
    lang = language.detect(" ".join((story_title, *texts[:3])))
    head = frozenset(terms(story_title, lang).stems)
    reduced = {text: terms(text, lang) for text in texts}
    adding = [text for text in texts if _adds(frozenset(reduced[text].stems), head)]
    alone = [
        text for text in adding if balanced(text) and not leans(text, lang) and not slugged(text)
    ]
    telling = [text for text in alone if reduced[text].words >= _TELLING]
    fresh = (text for text in telling if len(frozenset(reduced[text].stems) - head) >= _NEW)
    return next((text for choice in (fresh, telling, alone, adding) for text in choice), None)


def _adds(body: frozenset[str], head: frozenset[str]) -> bool:
    return len(body & head) < _REPEATS * len(body)
