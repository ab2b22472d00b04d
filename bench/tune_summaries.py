"""Find the weights of ``bot/summaries/scoring.py`` again, with an estimate of what they are worth.

``python -m bench.tune_summaries`` reads ``$STORYWIRE_DEV_DATA/news/dev.jsonl``; it takes about two
minutes of one core. It starts from the plain formula ``START``, whatever weights are in use, tries
the values of ``GRID`` for one weight after the other, and keeps a change that gains more than
``MARGIN`` on average, so as not to follow the accident of a few articles. The weights of
``READERS`` are not searched: ROUGE hardly sees what they keep away, a reader does at once. Nor is
the headline's weight above 7 or length's further below nought: the references of XL-Sum are one
short sentence much like the headline, which stands on the card already.

What it prints as cross-validated was chosen without the fifth of the articles that it is measured
on. Which features there are was decided with all of the articles in view; only articles that are
held back can tell what that is worth.

The goal is ROUGE-1 plus ROUGE-2, the mean of extracts of two, three and four sentences, over groups
of news by ``SHARES``: the references of BBC News Summary are 40 % of the article, which rewards
length alone, and those of XSum are one sentence that the article lacks.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from bench.news import Row, rows, tokens
from bot.summaries import scoring
from bot.summaries.article import Fault, read
from bot.summaries.features import Features
from bot.summaries.terms import terms

SHARES = {"cnndm": 1.0, "other languages": 1.0, "xsum": 0.2, "bbc_extractive": 0.1}
START = {
    "position": 1.5,
    "taken_up": 0.1,
    "central": 0.1,
    "title": 2.0,
    "short": -1.5,
    "long": -1.2,
    "length": 0.2,
    "quotation": -0.2,
    "person": -0.4,
    "number": 0.12,
    "repetition": 1.15,
}
READERS = {
    "titled_length": -0.25,
    "question": -1.6,
    "leaning": -0.15,
    "unbalanced": -2.0,
    "fragment": -1.5,
    "caption": -0.05,
}
GRID = {
    "position": (1.0, 1.5, 2.0),
    "title": (2.0, 4.5, 7.0),
    "lone": (-2.0, -1.0, 0.0),
    "teaser": (-2.0, -1.0, 0.0),
    "length": (0.0, 0.1, 0.2, 0.3),
    "chatty": (-1.0, -0.5, 0.0),
    "shared": (0.0, 0.4, 0.8),
    "taken_up": (0.0, 0.1, 0.2),
    "central": (0.0, 0.1, 0.2),
    "short": (-3.0, -1.5, 0.0),
    "long": (-2.0, -1.2, -0.6),
    "quotation": (-0.4, -0.2, 0.0),
    "person": (-0.8, -0.4, 0.0),
    "number": (0.0, 0.1, 0.2),
    "repetition": (0.8, 1.15, 1.6),
}
SENTENCES = 3
MARGIN = 0.08
ROUNDS = 3
FOLDS = 5
NAMES = (*Features._fields, "repetition")

Vector = np.ndarray[Any, np.dtype[np.float64]]


class Subject(NamedTuple):
    """An article, made ready for many choices among its sentences."""

    group: str
    texts: Sequence[str]
    """Its sentences."""
    features: Vector
    likeness: Vector
    leaning: np.ndarray[Any, np.dtype[np.bool_]]
    score: Callable[[frozenset[int]], tuple[float, float]]
    """ROUGE-1 and ROUGE-2 of a set of its sentences."""


def subject(row: Row) -> Subject:
    """Read an article once, for all weights."""
    lines = read(row.text, title=row.title, lang=row.lang)
    lines = [line for line in lines if line.fault is Fault.NONE][:120] or lines
    texts = [line.text for line in lines]
    head = terms(row.title or "", row.lang).stems
    case = scoring.case(texts, [line.terms for line in lines], head, row.lang)
    words = [tokens(row, text) for text in texts]
    reference = tokens(row, row.reference)
    ones: Counter[Any] = Counter(reference)
    twos: Counter[Any] = Counter(pairwise(reference))

    @cache
    def score(chosen: frozenset[int]) -> tuple[float, float]:
        found = [word for i in sorted(chosen) for word in words[i]]
        return f1(Counter(found), ones), f1(Counter(pairwise(found)), twos)

    return Subject(
        row.group,
        texts,
        np.array(case.features, dtype=float),
        np.array(case.likeness),
        np.array(case.leaning, dtype=bool),
        score,
    )


def f1(found: Counter[Any], wanted: Counter[Any]) -> float:
    """Return the F1 of one bag of things against another, in per cent."""
    hits = (found & wanted).total()
    return 200 * hits / (found.total() + wanted.total()) if hits else 0.0


def choose(one: Subject, weights: Vector, count: int) -> list[int]:
    """Do what ``scoring.order`` does, with numpy."""
    scores = one.features @ weights[:-1]
    nearest = np.zeros(len(scores))
    open_ = np.ones(len(scores), dtype=bool)
    places = np.arange(len(scores))
    chosen: list[int] = []
    while len(chosen) < min(count, len(scores)):
        able = open_ & ((places > min(chosen, default=len(scores))) | ~one.leaning)
        worth = np.where(able if able.any() else open_, scores - weights[-1] * nearest, -np.inf)
        best = int(worth.argmax())
        chosen.append(best)
        open_[best] = False
        nearest = np.maximum(nearest, one.likeness[best])
    return chosen


def goal(subjects: Iterable[Subject], weights: Vector) -> float:
    """Return the weighted mean over the groups of news."""
    groups: dict[str, list[float]] = {}
    for one in subjects:
        chosen = choose(one, weights, SENTENCES + 1)
        scores = [sum(one.score(frozenset(chosen[:n]))) for n in (2, 3, 4)]
        groups.setdefault(one.group, []).append(fmean(scores))
    return sum(share * fmean(groups[group]) for group, share in SHARES.items() if group in groups)


def search(subjects: Sequence[Subject]) -> Vector:
    """Return weights at which no value of ``GRID`` gains more than ``MARGIN``, or near it."""
    weights = np.array([(START | READERS).get(name, 0.0) for name in NAMES])
    best = goal(subjects, weights)
    for _ in range(ROUNDS):
        before = best
        for name, values in GRID.items():
            for value in values:
                changed = weights.copy()
                changed[NAMES.index(name)] = value
                reached = goal(subjects, changed)
                if reached > best + MARGIN:
                    weights, best = changed, reached
        if best == before:
            break
    return weights


def folds(subjects: Sequence[Subject]) -> list[int]:
    """Return the fold of each article; groups are spread evenly."""
    order = list(range(len(subjects)))
    random.Random(7).shuffle(order)
    order.sort(key=lambda i: subjects[i].group)
    fold = [0] * len(subjects)
    for place, i in enumerate(order):
        fold[i] = place % FOLDS
    return fold


def figures(subjects: Sequence[Subject], weights: Callable[[int], Vector]) -> str:
    """Return ROUGE-1/2 of three sentences, by group; ``weights`` gives those for each article."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for i, one in enumerate(subjects):
        chosen = frozenset(choose(one, weights(i), SENTENCES))
        groups.setdefault(one.group, []).append(one.score(chosen))
    means = ((g, fmean(a for a, _ in s), fmean(b for _, b in s)) for g, s in groups.items())
    return "  ".join(f"{group} {one:.2f}/{two:.2f}" for group, one, two in sorted(means))


def cross_validate(subjects: Sequence[Subject]) -> tuple[list[int], list[Vector]]:
    """Return the fold of each article, and the weights found without each fold."""
    fold = folds(subjects)
    found = [
        search([one for one, n in zip(subjects, fold, strict=True) if n != held])
        for held in range(FOLDS)
    ]
    return fold, found


def validated(news: Sequence[Row]) -> dict[Row, list[str]]:
    """Return the extract of each article by weights that were found without its fold."""
    subjects = [subject(row) for row in news]
    fold, found = cross_validate(subjects)
    extracts = {}
    for row, one, n in zip(news, subjects, fold, strict=True):
        extracts[row] = [one.texts[i] for i in sorted(choose(one, found[n], SENTENCES))]
    return extracts


def main() -> None:
    """Print what the weights in use reach, what a search reaches, and what it finds."""
    data = os.environ.get("STORYWIRE_DEV_DATA")
    if not data:
        print("STORYWIRE_DEV_DATA is not set: give the folder of the development data")
        return
    subjects = [subject(row) for row in rows(Path(data) / "news" / "dev.jsonl")]
    used = np.array([*scoring.WEIGHTS.features, scoring.WEIGHTS.repetition])
    plain = np.array([(START | READERS).get(name, 0.0) for name in NAMES])
    print(f"plain formula:   {figures(subjects, lambda _: plain)}")
    print(f"in use:          {figures(subjects, lambda _: used)}", flush=True)
    fold, found = cross_validate(subjects)
    print(f"cross-validated: {figures(subjects, lambda i: found[fold[i]])}", flush=True)
    best = search(subjects)
    print(f"found on all:    {figures(subjects, lambda _: best)}")
    print("weights: in use, found on all, found in each fold")
    for i, name in enumerate(NAMES):
        each = " ".join(f"{weights[i]:6.2f}" for weights in found)
        print(f"  {name:14} {used[i]:6.2f} {best[i]:6.2f}  {each}")


if __name__ == "__main__":
    main()
