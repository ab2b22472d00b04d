"""Headings and captions that ran into a sentence, in texts that have lost their line breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import regex

from bot.summaries.openings import leading_words
from bot.text.language import base
from bot.text.stopwords import STOP_WORDS

_FEWEST: Final = 5
"""Sentences from which on a text of a single paragraph is taken for one without its line breaks."""
_UNSPACED: Final = frozenset({"zh", "ja", "yue"})
_AMBIGUOUS: Final = frozenset({"de", "en"})
"""A capital in mid-sentence is common there: polite Sie, The Who, US."""
_DENSE: Final = r"\p{Han}\p{Hiragana}\p{Katakana}ー"
_SPACE: Final = regex.compile(
    # but a comma in the quotation says that it goes on: ……，」 他說
    rf"(?<=[{_DENSE}\p{{Nd}}]|[{_DENSE}\p{{Nd}}][）)」』”]) (?=[{_DENSE}《]|\p{{Nd}}{{4}}年)"
)
_SHORTEST_LEFT, _SHORTEST_RIGHT = 4, 8
"""Characters of a heading, and of the sentence after it."""


class Part(NamedTuple):
    """A part of a sentence, letter for letter."""

    text: str
    run_in: bool
    """Whether it is a heading or caption before the sentence."""


def lost_breaks(paragraphs: Sequence[Sequence[str]]) -> bool:
    """Return whether a text, given by its sentences, has lost its line breaks."""
    return len(paragraphs) == 1 and len(paragraphs[0]) >= _FEWEST


def parts(sentence: str, lang: str | None) -> Iterator[Part]:
    """Yield what ran into a sentence of such a text, and the sentence itself.

    Written without spaces, a space shows where; elsewhere a function word with a capital does, that
    follows a small letter. A name or title may look the same, so only ask where breaks were lost.
    """
    seam = _seam(base(lang or ""))
    start = 0
    for found in seam.finditer(sentence) if seam else ():
        left, right = sentence[start : found.start()], sentence[found.end() :]
        if len(left) >= _SHORTEST_LEFT and len(right) >= _SHORTEST_RIGHT:
            yield Part(left, run_in=True)
            start = found.end()
    yield Part(sentence[start:], run_in=False)


@cache
def _seam(code: str) -> regex.Pattern[str] | None:
    """Return what parts a heading from its sentence in a language; None where nothing tells."""
    if code in _UNSPACED:
        return _SPACE
    if code in _AMBIGUOUS or code not in STOP_WORDS:
        return None
    words = STOP_WORDS[code] | leading_words(code)
    openers = sorted(word.capitalize() for word in words if word[0] != word[0].upper())
    if not openers:
        return None
    before, after = r"[\p{Ll}\p{Nd}]", r",? [\p{Ll}\p{Nd}]"
    return regex.compile(rf"(?<={before}|{before}[»”\")]) (?=(?:{'|'.join(openers)}){after})")
