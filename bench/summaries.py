"""Our summaries against their references, beside the first sentences, an oracle, and sumy.

``python -m bench.summaries``; the news is read from ``$STORYWIRE_DEV_DATA/news/dev.jsonl``. Times
are of the processor, from an article's text to its summary.
"""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

import numpy as np

from bench import tune_summaries as tuning
from bench.development import folder
from bench.news import Row, rouge, rows
from bot.app.trying import summary
from bot.domain.values import Sentence
from bot.summaries import fit
from bot.summaries.article import Fault, read
from bot.text.sentences import split

SENTENCES = 3
ROOM = 280
DRAWS = 2000
TIMED = 5
"""One article in so many is given to sumy, whose slowest takes a second for each."""


class Measured(NamedTuple):
    """What a way to summarise gave for an article."""

    scores: tuple[float, ...]
    milliseconds: float


def lead(row: Row) -> list[str]:
    """Return the first sentences: the baseline."""
    return [s for paragraph in split(row.text, row.lang) for s in paragraph][:SENTENCES]


def cleaned(row: Row) -> list[str]:
    """Return the sentences of an article that are neither boilerplate nor very short."""
    lines = read(row.text, title=row.title, lang=row.lang)
    return [line.text for line in lines if line.fault is Fault.NONE] or [x.text for x in lines]


def ours(row: Row, chars: int | None = None) -> list[str]:
    """Return our summary, as ``storywire try summary`` gives it."""
    record = {"title": row.title, "text": row.text, "lang": row.lang}
    chosen: list[str] = summary.answer(record, sentences=SENTENCES, chars=chars)["sentences"]
    return chosen


def oracle(row: Row) -> list[str]:
    """Return the sentences that greedily gain most by knowing the reference: the ceiling."""
    one = tuning.subject(row)
    chosen: frozenset[int] = frozenset()
    best = 0.0
    while len(chosen) < SENTENCES:
        more = {i: sum(one.score(chosen | {i})) for i in range(len(one.texts)) if i not in chosen}
        if not more or max(more.values()) <= best:
            break
        best = max(more.values())
        chosen |= {max(more, key=more.__getitem__)}
    return [one.texts[i] for i in sorted(chosen)]


WAYS: dict[str, Callable[[Row], list[str]]] = {
    "first three sentences": lead,
    "the same, cleaned": lambda row: cleaned(row)[:SENTENCES],
    "storywire": ours,
    "oracle": oracle,
}


def measure(row: Row, way: Callable[[Row], list[str]]) -> Measured:
    """Summarise an article, and score it against its reference."""
    start = time.process_time()
    sentences = way(row)
    spent = (time.process_time() - start) * 1000
    return Measured(rouge(row, sentences), spent)


def figures(scores: Iterable[Sequence[float]]) -> str:
    """Return the mean of each kind of ROUGE."""
    return "/".join(f"{fmean(kind):.1f}" for kind in zip(*scores, strict=True))


def by_group(news: Sequence[Row]) -> Iterable[str]:
    """Yield the table of all ways, with weights cross-validated and those in use."""
    groups = {row.group: [r for r in news if r.group == row.group] for row in news}
    validated = tuning.validated(news)
    yield "| news | articles | way | ROUGE-1/2/Lsum | ms an article (median / mean) |"
    yield "|---|---|---|---|---|"
    for group, members in sorted(groups.items()):
        for name, way in WAYS.items():
            found = [measure(row, way) for row in members]
            spent = [one.milliseconds for one in found]
            timing = "" if name == "oracle" else f"{median(spent):.1f} / {fmean(spent):.1f}"
            scores = figures(one.scores for one in found)
            yield f"| {group} | {len(members)} | {name} | {scores} | {timing} |"
        scores = figures(rouge(row, validated[row]) for row in members)
        yield f"| {group} | {len(members)} | storywire, weights cross-validated | {scores} | |"


def at_room(news: Sequence[Row]) -> Iterable[str]:
    """Yield what is gained over the cleaned lead at 280 characters, with its 95 % interval."""
    yield f"| news | ROUGE-1/2/Lsum at {ROOM} characters | cleaned lead | gain in ROUGE-1 (95 %) |"
    yield "|---|---|---|---|"
    chance = np.random.default_rng(1)
    for group in ("cnndm", "other languages"):
        members = [row for row in news if row.group == group]
        mine = [rouge(row, ours(row, ROOM)) for row in members]
        first = [rouge(row, first_that_fit(cleaned(row))) for row in members]
        gains = np.array([a[0] - b[0] for a, b in zip(mine, first, strict=True)])
        means = [fmean(chance.choice(gains, len(gains))) for _ in range(DRAWS)]
        low, high = np.percentile(means, [2.5, 97.5])
        gain = f"{fmean(gains):.2f} ({low:.2f} to {high:.2f})"
        yield f"| {group} | {figures(mine)} | {figures(first)} | {gain} |"


def first_that_fit(texts: Sequence[str]) -> list[str]:
    """Return the first sentences that fit into the room, whole."""
    ranked = [Sentence(text, i, i, 0) for i, text in enumerate(texts)]
    return [sentence.text for sentence in fit(ranked, units=ROOM, lang="und")]


def script(text: str) -> str:
    """Return the script of most letters, by Unicode's names of them."""
    names = Counter(unicodedata.name(c, "?").split()[0] for c in text[:2000] if c.isalpha())
    return names.most_common(1)[0][0].lower()


def by_script(news: Sequence[Row]) -> Iterable[str]:
    """Yield ours against the first three sentences for each script, with two standard errors."""
    yield "| script | articles | first three sentences | storywire | difference in ROUGE-1 |"
    yield "|---|---|---|---|---|"
    groups: dict[str, list[Row]] = {}
    for row in news:
        if row.group == "other languages":
            groups.setdefault(script(row.text), []).append(row)
    for name, members in sorted(groups.items()):
        first = [rouge(row, lead(row), unicode=True) for row in members]
        mine = [rouge(row, ours(row), unicode=True) for row in members]
        gains = np.array([a[0] - b[0] for a, b in zip(mine, first, strict=True)])
        noise = 2 * gains.std(ddof=1) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
        change = f"{fmean(gains):+.1f} ± {noise:.1f}"
        yield f"| {name} | {len(members)} | {figures(first)} | {figures(mine)} | {change} |"


def sumys() -> dict[str, Callable[[Row], list[str]]]:
    """Return sumy's algorithms as its manual has them, but for its tokenizer.

    That one needs a download for the sentences: ours parts them, nltk's rules the words.
    """
    from nltk.tokenize.destructive import (  # type: ignore[import-untyped]  # it has none
        NLTKWordTokenizer,
    )
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers import (
        edmundson,
        kl,
        lex_rank,
        lsa,
        luhn,
        random,
        reduction,
        sum_basic,
        text_rank,
    )  # fmt: skip
    from sumy.utils import get_stop_words

    from bot.summaries.summarizer import Tokenizer

    rules = NLTKWordTokenizer()

    class Words(Tokenizer):
        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(rules.tokenize(sentence))

    def way(algorithm: Any) -> Callable[[Row], list[str]]:  # noqa: ANN401 - sumy is not typed
        def run(row: Row) -> list[str]:
            summarizer = algorithm(Stemmer("english"))
            summarizer.stop_words = get_stop_words("english")
            parser = PlaintextParser(row.text, Words("en"))
            if isinstance(summarizer, edmundson.EdmundsonSummarizer):
                # as sumy's own command has them
                summarizer.bonus_words = parser.significant_words
                summarizer.stigma_words = parser.stigma_words
                summarizer.null_words = summarizer.stop_words
            return [str(sentence) for sentence in summarizer(parser.document, SENTENCES)]

        return run

    return {
        "Random": way(random.RandomSummarizer),
        "Edmundson": way(edmundson.EdmundsonSummarizer),
        "Luhn": way(luhn.LuhnSummarizer),
        "LSA": way(lsa.LsaSummarizer),
        "LexRank": way(lex_rank.LexRankSummarizer),
        "TextRank": way(text_rank.TextRankSummarizer),
        "SumBasic": way(sum_basic.SumBasicSummarizer),
        "KL": way(kl.KLSummarizer),
        "Reduction": way(reduction.ReductionSummarizer),
    }


def against_sumy(news: Sequence[Row]) -> Iterable[str]:
    """Yield the time and ROUGE of each algorithm of sumy on some of the English news."""
    members = [row for row in news if row.group == "cnndm"][::TIMED]
    yield f"| {len(members)} of CNN/DailyMail | ms an article | times ours | ROUGE-1/2/Lsum |"
    yield "|---|---|---|---|"
    ways = {"storywire": ours} | {f"sumy {name}": way for name, way in sumys().items()}
    for way in ways.values():  # what is imported, compiled or cached once
        way(members[1])
    # article by article, so that a busy machine slows all of them alike
    found = [{name: measure(row, way) for name, way in ways.items()} for row in members]
    spent = {name: fmean(one[name].milliseconds for one in found) for name in ways}
    for name in ways:
        scores = figures(one[name].scores for one in found)
        share = spent[name] / spent["storywire"]
        yield f"| {name} | {spent[name]:.1f} | {share:.1f} | {scores} |"


def main() -> None:
    """Print the tables, or say why there are none."""
    found = folder("news")
    if found is None:
        return
    news = list(rows(found / "dev.jsonl"))
    print(f"Summaries of {SENTENCES} sentences against the references of the development news.")
    # times first: what the other parts keep in memory is work for the garbage collector
    for part in (against_sumy, by_group, at_room, by_script):
        print("\n".join(part(news)) + "\n", flush=True)


if __name__ == "__main__":
    main()
