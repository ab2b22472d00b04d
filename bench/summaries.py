"""ROUGE of our summaries on the development news, beside their first three sentences.

``python -m bench.summaries``; the news is read from ``$STORYWIRE_DEV_DATA/news/dev.jsonl``.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from rouge_score.rouge_scorer import RougeScorer

from bot.app.trying import summary
from bot.text.sentences import split

KINDS = ("rouge1", "rouge2", "rougeLsum")
SENTENCES = 3


class Row(NamedTuple):
    """An article of the development news."""

    group: str
    lang: str
    title: str | None
    text: str
    reference: str


class Measured(NamedTuple):
    """What a way to summarise gave for an article."""

    scores: tuple[float, ...]
    """F1 of each of ``KINDS``, in per cent."""
    milliseconds: float


class AnyLetters:
    """Words of any script; rouge-score's own tokenizer drops all but a-z."""

    def tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


def rows(path: Path) -> Iterator[Row]:
    """Read the news; English data sets apart, all other languages pooled."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            group = r["dataset"] if r["lang"] == "en" else "other languages"
            yield Row(group, r["lang"], r["title"], r["text"], r["summary"])


SCORERS = {
    True: RougeScorer(KINDS, use_stemmer=True),
    False: RougeScorer(KINDS, tokenizer=AnyLetters()),
}
"""For English, and for all other languages."""


def tokens(row: Row, text: str) -> list[str]:
    """Return the words that ROUGE compares in the article's language."""
    found: list[str] = SCORERS[row.lang == "en"]._tokenizer.tokenize(text)  # noqa: SLF001
    return found


def lead(row: Row) -> list[str]:
    """Return the first sentences: the baseline."""
    return [s for paragraph in split(row.text, row.lang) for s in paragraph][:SENTENCES]


def ours(row: Row) -> list[str]:
    """Return our summary, as ``storywire try summary`` gives it."""
    record = {"title": row.title, "text": row.text, "lang": row.lang}
    chosen: list[str] = summary.answer(record, sentences=SENTENCES, chars=None)["sentences"]
    return chosen


WAYS = {"first three sentences": lead, "storywire": ours}


def measure(row: Row, scorers: dict[bool, RougeScorer]) -> dict[str, Measured]:
    """Summarise an article in every way, and score it against its reference."""
    found = {}
    for name, way in WAYS.items():
        start = time.perf_counter()
        sentences = way(row)
        spent = (time.perf_counter() - start) * 1000
        scored = scorers[row.lang == "en"].score(row.reference, "\n".join(sentences))
        found[name] = Measured(tuple(scored[kind].fmeasure * 100 for kind in KINDS), spent)
    return found


def table(groups: dict[str, list[dict[str, Measured]]]) -> Iterable[str]:
    """Yield the lines of a Markdown table."""
    yield "| news | articles | way | ROUGE-1/2/Lsum | ms an article (median / mean) |"
    yield "|---|---|---|---|---|"
    for group, measured in sorted(groups.items()):
        for way in WAYS:
            scores = [fmean(m[way].scores[i] for m in measured) for i in range(len(KINDS))]
            spent = [m[way].milliseconds for m in measured]
            figures = "/".join(f"{score:.1f}" for score in scores)
            timing = f"{median(spent):.1f} / {fmean(spent):.1f}"
            yield f"| {group} | {len(measured)} | {way} | {figures} | {timing} |"


def main() -> None:
    """Print the table, or say why there is none."""
    data = os.environ.get("STORYWIRE_DEV_DATA")
    if not data:
        print("summaries: STORYWIRE_DEV_DATA is not set: give the folder of the development data")
        return
    scorers = {
        True: RougeScorer(KINDS, use_stemmer=True),
        False: RougeScorer(KINDS, tokenizer=AnyLetters()),
    }
    groups: dict[str, list[dict[str, Measured]]] = {}
    for row in rows(Path(data) / "news" / "dev.jsonl"):
        groups.setdefault(row.group, []).append(measure(row, scorers))
    print(f"Summaries of {SENTENCES} sentences against the references of the development news.")
    print("\n".join(table(groups)))


if __name__ == "__main__":
    main()
