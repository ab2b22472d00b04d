"""What a sentence is worth for a summary, and in which order to take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean, pstdev
from typing import Final

import regex

from bot.summaries import similarity
from bot.summaries.terms import Terms


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of a sentence's features, tuned on news of 45 languages with ROUGE."""

    position: float = 1.5
    """Times exp(-i / 3) for the sentence at place i."""
    taken_up: float = 0.1
    """Times how much later sentences resemble it, standardised."""
    central: float = 0.12
    """Times how much it resembles the article as a whole, standardised."""
    title: float = 4.5
    """Times how much it resembles the headline."""
    short: float = 1.5
    """Off for each ninth of a sentence missing below nine words."""
    long: float = 1.2
    """Off for each twenty words above 40."""
    length: float = 0.33
    """Times the logarithm of its words, less three."""
    quotation: float = 0.22
    """Off where it opens with a quotation."""
    person: float = 0.38
    """Off where it speaks in the first or second person."""
    number: float = 0.1
    """For having a number."""
    question: float = 1.2
    """Off for a question."""
    dangling: float = 0.15
    """Off where its first word points back to what was said before."""
    unbalanced: float = 0.3
    """Off where a quotation mark or bracket lacks its partner."""
    fragment: float = 0.5
    """Off where it begins in the middle: with a small letter."""
    caption: float = 0.1
    """Off where it speaks as under a picture."""
    repetition: float = 1.15
    """Off, times the likeness to the nearest sentence already chosen."""


WEIGHTS: Final = Weights()

_QUOTATION: Final = regex.compile(r"^[\p{Pi}\p{Pf}\"'„「『«»]")
_QUESTION: Final = regex.compile(r"[?？؟][\p{Pe}\p{Pf}\"']*$")
_FRAGMENT: Final = regex.compile(r"^\p{Ll}\P{Lu}*(?:\s|$)|,\W*$")
_CAPTION: Final = regex.compile(
    r"\((?:far |top |bottom )?(?:left|right|cent(?:re|er)|above|below|pictured)\b|\bpictured\b"
    # Final embrace: These ...
    r"|^\p{Lu}[\p{L}'’]*+(?: \p{Ll}[\p{L}'’]*+){0,5}: \p{Lu}\p{Ll}++ \p{Lu}\p{Ll}"
)
_NUMBER: Final = regex.compile(r"\p{Nd}")
_PERSON: Final = regex.compile(
    r"\b(?:I|I['’]\w+|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|us|ich|wir|je|nous|vous|я|мы|вы)\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BACKWARD: Final = _words(
    "and but so or yet however also then he she they it this that these those his her their its "
    "meanwhile still instead therefore moreover furthermore nevertheless otherwise thus "
    "und aber doch er sie es dies diese dieser dieses sein seine ihr ihre dagegen jedoch auch "
    "et mais il elle ils elles ce cette ces cela son sa ses leur leurs ainsi cependant pourtant "
    "y pero él ella ellos esto esta este eso su sus además embargo también sino "
    "e mas ele ela eles isso isto porém também и но а он она они это эти этот его ее её их однако "
    "также поэтому кроме і але він вона вони це ці його її також ve ama ancak fakat bu o onlar "
    "bunun ayrıca و لكن ولكن لكنه هو هي هم هذا هذه ذلك كما وأضاف وقال أضاف وتابع اما ولی او آنها "
    "این وی همچنین افزود"
)


def order(
    texts: Sequence[str],
    terms: Sequence[Terms],
    title: Sequence[str],
    *,
    count: int,
    weights: Weights = WEIGHTS,
) -> list[int]:
    """Return the indexes of the best ``count`` sentences, the best first.

    ``title`` holds the headline's stems. Each choice is the best by its score less its likeness to
    what was chosen before (maximal marginal relevance; Carbonell and Goldstein, 1998).
    """
    *bodies, head = similarity.vectors([*(t.stems for t in terms), title])
    rows = similarity.matrix(bodies)
    left = dict(enumerate(_scores(texts, terms, bodies, rows, head, w=weights)))
    nearest = [0.0] * len(texts)
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda i: left[i] - weights.repetition * nearest[i])
        chosen.append(best)
        del left[best]
        nearest = list(map(max, nearest, rows[best]))
    return chosen


def _scores(
    texts: Sequence[str],
    terms: Sequence[Terms],
    bodies: Sequence[similarity.Vector],
    rows: Sequence[Sequence[float]],
    head: similarity.Vector,
    *,
    w: Weights,
) -> list[float]:
    whole = similarity.centroid(bodies)
    later = _standardised([sum(row[i + 1 :]) for i, row in enumerate(rows)])
    central = _standardised([similarity.cosine(body, whole) for body in bodies])
    return [
        w.position * exp(-i / 3)
        + w.taken_up * later[i]
        + w.central * central[i]
        + w.title * similarity.cosine(bodies[i], head)
        + _form(text, terms[i], w)
        for i, text in enumerate(texts)
    ]


def _form(text: str, terms: Terms, w: Weights) -> float:
    """Return the part of the score that a sentence has by itself."""
    score = w.length * (log(1 + terms.words) - 3) - w.short * max(0, 9 - terms.words) / 9
    score -= w.long * max(0, terms.words - 40) / 20
    score -= w.quotation * (_QUOTATION.search(text) is not None)
    score -= w.person * (_PERSON.search(text) is not None)
    score -= w.question * (_QUESTION.search(text) is not None)
    score -= w.dangling * (terms.first in _BACKWARD)
    score -= w.fragment * (_FRAGMENT.search(text) is not None)
    score -= w.caption * (_CAPTION.search(text) is not None)
    score -= w.unbalanced * (not balanced(text))
    return score + w.number * (_NUMBER.search(text) is not None)


_PAIRS: Final = ("()", "[]", "“”", "«»", "「」", "『』", "（）", "《》", "【】")


def balanced(text: str) -> bool:
    """Return whether every quotation mark and bracket of a sentence has its partner."""
    if text.count('"') % 2:
        return False
    return all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _standardised(values: Sequence[float]) -> list[float]:
    """Return the values with mean 0 and deviation 1; zeros where all are the same."""
    if not values:
        return []
    mean, deviation = fmean(values), pstdev(values)
    return [(value - mean) / deviation if deviation else 0.0 for value in values]
