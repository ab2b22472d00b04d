"""Articles' texts against scrapinghub/article-extraction-benchmark, beside trafilatura's time.

git clone https://github.com/scrapinghub/article-extraction-benchmark FOLDER
python tests/corpora/article_extraction.py FOLDER [--pages]

F1 is computed as the benchmark's own evaluate.py does: precision and recall over shingles of four
words, each the mean over the pages. A page in which no article is found counts as an empty text.
``--pages`` lists the pages that lose most.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.errors import ArticleError
from bot.feeds.articles.extraction import extract

WANTED_F1 = 0.960
WANTED_RATIO = 1.2
ROUNDS = 3


class Page(NamedTuple):
    """A page of the benchmark."""

    name: str
    data: bytes
    url: str
    text: str
    """Its article's text, as people marked it."""


class Score(NamedTuple):
    """The metric over all pages."""

    f1: float
    precision: float
    recall: float


def ours(page: Page) -> str:
    """Return the text that we find, empty where we find none."""
    try:
        return extract(page.data, url=page.url).text
    except ArticleError:
        return ""


def theirs(page: Page) -> str:
    """Return the text that trafilatura finds: precise, without comments, with metadata."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        page.data, url=page.url, favor_precision=True, include_comments=False, with_metadata=True
    )
    return "" if found is None else str(found.text or "")


def read(folder: Path) -> list[Page]:
    """Return the pages of a folder with ``ground-truth.json`` and the gzipped pages."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages = folder / "html" if (folder / "html").is_dir() else folder
    return [
        Page(
            name=name,
            data=gzip.decompress((pages / f"{name}.html.gz").read_bytes()),
            url=facts["url"],
            text=facts["articleBody"],
        )
        for name, facts in sorted(truth.items())
    ]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words, with how often they come."""
    words = re.findall(r"\w+", text)
    runs = (tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))
    return Counter(run for run in runs if run)


def shares(text: str, truth: str) -> tuple[float | None, float | None]:
    """Return precision and recall of a text; None where there is nothing to divide by."""
    found, wanted = shingles(text), shingles(truth)
    both = (found & wanted).total()
    return (
        both / found.total() if found else None,
        both / wanted.total() if wanted else None,
    )


def score(texts: list[str], pages: list[Page]) -> Score:
    """Return the benchmark's metric of texts found in pages."""
    found = [shares(text, page.text) for text, page in zip(texts, pages, strict=True)]
    precision = statistics.mean(p for p, _ in found if p is not None)
    recall = statistics.mean(r for _, r in found if r is not None)
    return Score(2 * precision * recall / (precision + recall), precision, recall)


def timed(reader: Callable[[Page], str], pages: list[Page]) -> tuple[list[str], float]:
    """Return the texts of a round and its milliseconds a page."""
    began = time.process_time()
    texts = [reader(page) for page in pages]
    return texts, (time.process_time() - began) * 1000 / len(pages)


def losses(texts: list[str], pages: list[Page]) -> list[str]:
    """Return a line for each page, those that lose most first."""
    lines = []
    for text, page in zip(texts, pages, strict=True):
        precision, recall = shares(text, page.text)
        lost = 2 - (precision or 0) - (recall or 0)
        lines.append((lost, f"{precision or 0:.3f} {recall or 0:.3f} {page.name[:8]} {page.url}"))
    return [line for _, line in sorted(lines, reverse=True)]


def main(arguments: list[str]) -> int:
    """Print the figures; 0 where both targets are met."""
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if len(folders) != 1 or not (Path(folders[0]) / "ground-truth.json").is_file():
        print(__doc__)
        return 2
    pages = read(Path(folders[0]))
    readers = {"storywire": ours, "trafilatura": theirs}
    timed(ours, pages[:5]), timed(theirs, pages[:5])  # modules and tables are loaded now
    rounds = [{name: timed(reader, pages) for name, reader in readers.items()}
              for _ in range(ROUNDS)]  # fmt: skip
    best = {name: min(r[name][1] for r in rounds) for name in readers}
    for name in readers:
        s = score(rounds[0][name][0], pages)
        print(f"{name:12} F1 {s.f1:.3f}  precision {s.precision:.3f}  recall {s.recall:.3f}  "
              f"{best[name]:6.1f} ms a page")  # fmt: skip
    ratio = best["storywire"] / best["trafilatura"]
    print(f"{ratio:.2f} times trafilatura's time, on {len(pages)} pages, best of {ROUNDS} rounds")
    if "--pages" in arguments:
        print("precision recall page", *losses(rounds[0]["storywire"][0], pages)[:40], sep="\n")
    met = score(rounds[0]["storywire"][0], pages).f1 >= WANTED_F1 and ratio <= WANTED_RATIO
    print(f"F1 >= {WANTED_F1} and at most {WANTED_RATIO} times the time: {'yes' if met else 'NO'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
