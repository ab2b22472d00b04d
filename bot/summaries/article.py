"""An article as sentences, each with what speaks against showing it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

import regex

from bot.summaries.boilerplate import is_boilerplate, is_caption, without_prompt
from bot.summaries.datelines import without_dateline
from bot.summaries.features import ended
from bot.summaries.run_ins import Part, lost_breaks, parts
from bot.summaries.terms import Terms, terms
from bot.text.sentences import split

_AROUND: Final = ".!?…:;,-–—\"'“”‘’„«»()[]।。！？؟۔"
_NAMES: Final = regex.compile(  # but not a lead in capitals
    r"^(?!\P{Ll}{30})(?:(?:\p{Lu}[\p{L}\p{M}.'’-]*+|and|for|in|of|the|at|&)[\s,|:]*+){1,10}\.?$"
)
_UNSEEN: Final = " \u200b\u200e\u200f\ufeff"
"""Marks of direction and the like that editors leave about a sentence."""
_FEWEST_WORDS: Final = 5
_FIGURE: Final = regex.compile(r"\p{Nd}++(?:[.,:]\p{Nd}++)*+")
_WORD: Final = regex.compile(r"\p{L}++")
_ROW: Final = 100
"""Characters up to which a line may be a row of a table: a name and figures."""
_ROW_WORDS: Final = 4
_HEADING: Final = 14
"""Words up to which a paragraph without an end mark is a heading or a caption."""


class Fault(IntEnum):
    """Why a sentence is left out of a summary; the larger, the less it is wanted."""

    NONE = 0
    SHORT = 1
    """Fewer than five words."""
    HEADING = 2
    """A heading, caption or row of a table: a paragraph that ends without an end mark, where others
    have one, or what ran into a sentence."""
    REPEATED = 3
    """The headline, or a sentence from before, once more, or what a better one says, too."""
    BOILERPLATE = 4
    """A pointer, prompt, credit or notice of the publisher."""


class Line(NamedTuple):
    """A sentence of an article."""

    text: str
    """Letter for letter, but for white space, marks of direction and a dateline."""
    position: int
    """Its place in the article, from 0."""
    paragraph: int
    """The paragraph it stands in, from 0."""
    fault: Fault
    terms: Terms


def read(text: str, *, title: str | None, lang: str | None) -> list[Line]:
    """Return all sentences of an article in order, with their faults."""
    paragraphs = split(text, lang)
    # by length: many links may stand below a text of few paragraphs
    sizes = [sum(map(len, paragraph)) for paragraph in paragraphs]
    marked = sum(n for n, p in zip(sizes, paragraphs, strict=True) if ended(p[-1]))
    headed = len(paragraphs) > 1 and marked * 2 >= sum(sizes)
    run_together = lost_breaks(paragraphs)
    seen = {_key(title)} if title else set()
    lines: list[Line] = []
    opening = True
    for number, paragraph in enumerate(paragraphs):
        alone = headed and len(paragraph) == 1
        for sentence, run_in in _parts(paragraph, lang, run_together=run_together):
            body = without_prompt(sentence.strip(_UNSEEN) or sentence)
            body = without_dateline(body) if opening else body
            words = terms(body, lang)
            key = _key(body)
            fault = _fault(body, words, alone=alone, run_in=run_in)
            fault = Fault.REPEATED if key in seen else fault
            seen.add(key)
            opening = opening and fault is not Fault.NONE
            lines.append(Line(body, len(lines), number, fault, words))
    return lines


def _parts(paragraph: list[str], lang: str | None, *, run_together: bool) -> Iterable[Part]:
    for sentence in paragraph:
        if run_together:
            yield from parts(sentence, lang)
        else:
            yield Part(sentence, run_in=False)


def _fault(sentence: str, words: Terms, *, alone: bool, run_in: bool) -> Fault:
    if is_boilerplate(sentence):
        return Fault.BOILERPLATE
    if run_in or _NAMES.search(sentence) or _is_row(sentence) or is_caption(sentence):
        return Fault.HEADING
    if alone and words.words <= _HEADING and not ended(sentence):
        return Fault.HEADING
    return Fault.SHORT if words.words < _FEWEST_WORDS else Fault.NONE


def _is_row(sentence: str) -> bool:
    """Return whether a sentence is a row of a table: few words, and more figures than these."""
    if len(sentence) > _ROW or ended(sentence):
        return False
    words = len(_WORD.findall(sentence))
    return words <= _ROW_WORDS and len(_FIGURE.findall(sentence)) > words


def _key(sentence: str) -> str:
    """Return a sentence without case, white space and what stands around it, to know it again."""
    return "".join(sentence[:400].lower().split()).strip(_AROUND)
