"""Find the weights of ``bot/summaries/scoring.py`` again, with an estimate of what they are worth.

``python -m bench.tune_summaries`` reads ``$STORYWIRE_DEV_DATA/news/dev.jsonl``; it takes about a
minute of one core. Few weights are searched, all settings of ``GRID``; the others are those of the
plain formula ``START`` and, for ``READERS``, those in use: ROUGE hardly sees what these six keep
away, a reader does at once. To search more of them fits a few hundred articles better, and others
worse. Nor is one best setting taken, which a few articles decide, but the mean of the best of
``DRAWS`` random draws of the articles (bagging; Breiman, 1996).

What it prints as cross-validated was chosen without the fifth of the articles that it is measured
on. Which features there are was decided with all of the articles in view; only articles that are
held back can tell what that is worth.

The goal is ROUGE-1 plus ROUGE-2, the mean of extracts of two, three and four sentences, over
``GROUPS`` of news alike. The headline's weight is not searched above 7: the references of XL-Sum
are one short sentence much like the headline, which stands on the card already.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise, product
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from bench.development import folder
from bench.news import Row, rows, tokens
from bot.summaries import scoring
from bot.summaries.article import Fault, read
from bot.summaries.features import Features

GROUPS = ("cnndm", "other languages", "xsum", "bbc_extractive")
START = {
    "position": 1.5,
    "taken_up": 0.1,
    "central": 0.1,
    "short": -1.5,
    "long": -1.2,
    "length": 0.2,
    "quotation": -0.2,
    "person": -0.4,
    "number": 0.12,
    "repetition": 1.15,
}
READERS = {
    name: getattr(scoring.WEIGHTS.features, name)
    for name in ("titled_length", "question", "leaning", "unbalanced", "fragment", "caption")
}
"""As in use."""
GRID = {
    "title": (2.0, 4.5, 7.0),
    "letters": (0.0, 3.0, 6.0),
    "shared": (0.0, 0.4),
    "lone": (-2.0, -1.0, 0.0),
    "teaser": (-2.0, -1.0, 0.0),
    "chatty": (-1.0, -0.5, 0.0),
}
SENTENCES = 3
LENGTHS = (2, 3, 4)
DRAWS = 100
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
    case = scoring.case(texts, [line.terms for line in lines], row.title or "", row.lang)
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


def settings() -> list[Vector]:
    """Return the weights of each setting of ``GRID``."""
    found = [
        START | READERS | dict(zip(GRID, values, strict=True)) for values in product(*GRID.values())
    ]
    return [np.array([one.get(name, 0.0) for name in NAMES]) for one in found]


def reached(subjects: Iterable[Subject], tried: Sequence[Vector]) -> Vector:
    """Return what each article, a row, reaches of the goal by each weights, a column."""

    def goal(one: Subject, weights: Vector) -> float:
        chosen = choose(one, weights, max(LENGTHS))
        return fmean(sum(one.score(frozenset(chosen[:n]))) for n in LENGTHS)

    return np.array([[goal(one, weights) for weights in tried] for one in subjects])


def bagged(groups: Sequence[str], goals: Vector, tried: Sequence[Vector]) -> Vector:
    """Return the mean of the weights that are best for each of ``DRAWS`` draws of the articles.

    ``goals`` are what articles of these ``groups`` reach; a draw has of each group as many articles
    as it has, any of them none or several times.
    """
    chance = np.random.default_rng(1)
    rows_of = [[i for i, name in enumerate(groups) if name == group] for group in GROUPS]
    best = []
    for _ in range(DRAWS):
        draw = [
            goals[chance.choice(members, len(members))].mean(axis=0)
            for members in rows_of
            if members
        ]
        best.append(tried[int(np.mean(draw, axis=0).argmax())])
    mean: Vector = np.mean(best, axis=0)
    return mean


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
    """Return the fold of each article, and the weights found without each fold, then on all."""
    fold, tried = folds(subjects), settings()
    goals = reached(subjects, tried)
    found = []
    for held in range(FOLDS + 1):
        seen = [i for i, n in enumerate(fold) if n != held]
        found.append(bagged([subjects[i].group for i in seen], goals[seen], tried))
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
    news = folder("news")
    if news is None:
        return
    subjects = [subject(row) for row in rows(news / "dev.jsonl")]
    used = np.array([*scoring.WEIGHTS.features, scoring.WEIGHTS.repetition])
    plain = np.array([({"title": 2.0} | START | READERS).get(name, 0.0) for name in NAMES])
    print(f"plain formula:   {figures(subjects, lambda _: plain)}")
    print(f"in use:          {figures(subjects, lambda _: used)}", flush=True)
    fold, found = cross_validate(subjects)
    print(f"cross-validated: {figures(subjects, lambda i: found[fold[i]])}")
    print(f"found on all:    {figures(subjects, lambda _: found[-1])}")
    print("weights: in use, found on all, found without each fold")
    for i, name in enumerate(NAMES):
        each = " ".join(f"{weights[i]:6.2f}" for weights in found[:-1])
        print(f"  {name:14} {used[i]:6.2f} {found[-1][i]:6.2f}  {each}")


if __name__ == "__main__":
    main()
