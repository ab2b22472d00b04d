"""The development news, and ROUGE in every script.

F1 of ``rouge-score``: its stemmer for English; for other languages words of any letters, as its own
tokenizer drops all but a-z. ``Letters`` cuts as a reader would: marks belong to their letters, and
scripts without spaces are compared by characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import regex
from rouge_score.rouge_scorer import RougeScorer

from bot.text.tokens import DENSE

KINDS: Final = ("rouge1", "rouge2", "rougeLsum")
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]++")
_DENSE: Final = regex.compile(f"[{DENSE}]")
_CLUSTER: Final = regex.compile(r"\X")


class Row(NamedTuple):
    """An article of the development news."""

    group: str
    """Its data set; all languages but English are pooled."""
    lang: str
    title: str | None
    text: str
    reference: str


class AnyLetters:
    """Words as Python's ``\\w+`` has them."""

    def tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


class Letters:
    """Words with their marks; characters where words have no spaces."""

    def tokenize(self, text: str) -> list[str]:
        found: list[str] = []
        for word in _WORD.findall(text.lower()):
            found += _CLUSTER.findall(word) if _DENSE.search(word) else [word]
        return found


_ENGLISH: Final = RougeScorer(KINDS, use_stemmer=True)
_OTHERS: Final = RougeScorer(KINDS, tokenizer=AnyLetters())
_UNICODE: Final = RougeScorer(KINDS, tokenizer=Letters())


def rows(path: Path) -> Iterator[Row]:
    """Read the news."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            group = r["dataset"] if r["lang"] == "en" else "other languages"
            yield Row(group, r["lang"], r["title"], r["text"], r["summary"])


def tokens(row: Row, text: str) -> list[str]:
    """Return the words that ROUGE compares in the article's language."""
    scorer = _ENGLISH if row.lang == "en" else _OTHERS
    found: list[str] = scorer._tokenizer.tokenize(text)
    return found


def rouge(row: Row, sentences: Sequence[str], *, unicode: bool = False) -> tuple[float, ...]:
    """Return F1 of each of ``KINDS``, in per cent; ``unicode`` for the words of ``Letters``."""
    scorer = _UNICODE if unicode else _ENGLISH if row.lang == "en" else _OTHERS
    scored = scorer.score(row.reference, "\n".join(sentences))
    return tuple(scored[kind].fmeasure * 100 for kind in KINDS)
